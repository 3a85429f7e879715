using System.Collections.Immutable;
using Halle.Moderation;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>Reads out of the event's room what holds in every room: the breaker and the event-wide sanctions.</summary>
internal static class WidePolicy
{
    /// <summary>Whether any of this may change what <see cref="Of"/> gives.</summary>
    public static bool Concerns(Changes changes) => changes.Entities.Any(key => key.Type is "breaker" or "sanction");

    public static EventWide Of(Room room)
    {
        var paused = false;
        string? reason = null;
        var sanctions = ImmutableDictionary.CreateBuilder<PersonId, ImmutableArray<WideSanction>>();
        foreach (var entity in room.ShowAll(Audience.Staff))
        {
            if (entity is Breaker breaker)
            {
                paused = breaker.Paused;
                reason = breaker.Reason;
            }
            else if (entity is Sanction sanction)
            {
                var known = sanctions.GetValueOrDefault(sanction.Person, []);
                sanctions[sanction.Person] = known.Add(new WideSanction(sanction.Kind, sanction.At, sanction.Until, sanction.Reason));
            }
        }

        return new EventWide(room.Seq, paused, reason, sanctions.ToImmutable());
    }
}
