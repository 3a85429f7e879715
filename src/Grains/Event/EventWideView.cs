using System.Collections.Immutable;
using Halle.Moderation;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>What of the event's room holds in every room.</summary>
public static class EventWideView
{
    public static EventWide Of(Room room)
    {
        var breaker = room.Part<EventBreaker>()?.Now;
        var sanctions = room.Part<Sanctions>()?.ForAllRooms() ?? [];
        return new EventWide(
            room.Seq,
            breaker?.Paused ?? false,
            breaker?.Reason,
            sanctions.GroupBy(pair => pair.Person).ToImmutableDictionary(
                group => group.Key, group => group.Select(pair => pair.Sanction).ToImmutableArray()));
    }
}
