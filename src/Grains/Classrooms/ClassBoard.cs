using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>The classes at a glance. Times are monotonic.</summary>
/// <param name="lease">How long who is there is believed without being said again.</param>
internal sealed class ClassBoard(TimeSpan lease)
{
    private readonly Dictionary<RoomId, (ClassStatus Status, TimeSpan Until)> _classes = [];

    /// <returns>What waits there has changed, and is to be stored.</returns>
    public bool Report(RoomId room, ClassStatus status, TimeSpan now)
    {
        var before = _classes.TryGetValue(room, out var known) ? known.Status : ClassStatus.Nothing;
        if (status == ClassStatus.Nothing)
        {
            _classes.Remove(room);
        }
        else
        {
            _classes[room] = (status, now + lease);
        }

        return before with { Present = 0 } != status with { Present = 0 };
    }

    public ImmutableArray<ClassNow> Read(TimeSpan now) =>
        [.. _classes.Select(one => Show(one.Key, one.Value, now)).Where(one => one.Status != ClassStatus.Nothing)];

    /// <summary>What outlives everybody's leaving.</summary>
    public ImmutableArray<ClassNow> Save() =>
        [.. _classes.Where(one => one.Value.Status.Waiting > 0).Select(one => new ClassNow(one.Key, one.Value.Status with { Present = 0 }))];

    public void Load(IEnumerable<ClassNow> waiting)
    {
        foreach (var one in waiting)
        {
            _classes[one.Room] = (one.Status, TimeSpan.Zero);
        }
    }

    private static ClassNow Show(RoomId room, (ClassStatus Status, TimeSpan Until) known, TimeSpan now) =>
        new(room, now < known.Until ? known.Status : known.Status with { Present = 0 });
}
