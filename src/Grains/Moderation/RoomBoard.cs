using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Moderation;

/// <summary>The rooms at a glance. Times are monotonic.</summary>
/// <param name="lease">How long who is there is believed without being said again.</param>
internal sealed class RoomBoard(TimeSpan lease)
{
    private readonly Dictionary<RoomId, (RoomStanding Standing, TimeSpan Until)> _rooms = [];

    /// <returns>What waits there has changed, and is to be stored.</returns>
    public bool Report(RoomId room, RoomStanding standing, TimeSpan now)
    {
        var before = _rooms.TryGetValue(room, out var known) ? known.Standing : RoomStanding.Nothing;
        if (standing == RoomStanding.Nothing)
        {
            _rooms.Remove(room);
        }
        else
        {
            _rooms[room] = (standing, now + lease);
        }

        return before with { Present = 0 } != standing with { Present = 0 };
    }

    public ImmutableArray<BoardRow> Read(TimeSpan now) =>
        [.. _rooms.Select(one => Show(one.Key, one.Value, now)).Where(one => one.Standing != RoomStanding.Nothing)];

    /// <summary>What outlives everybody's leaving.</summary>
    public ImmutableArray<BoardRow> Save() =>
        [.. _rooms.Where(one => one.Value.Standing.Waiting > 0).Select(one => new BoardRow(one.Key, one.Value.Standing with { Present = 0 }))];

    public void Load(IEnumerable<BoardRow> waiting)
    {
        foreach (var one in waiting)
        {
            _rooms[one.Room] = (one.Standing, TimeSpan.Zero);
        }
    }

    private static BoardRow Show(RoomId room, (RoomStanding Standing, TimeSpan Until) known, TimeSpan now) =>
        new(room, now < known.Until ? known.Standing : known.Standing with { Present = 0 });
}
