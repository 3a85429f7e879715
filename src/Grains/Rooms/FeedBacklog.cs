namespace Halle.Rooms;

/// <summary>
/// What one edge has not been given yet: commits in order, and one pulse that newer ones are folded into. One batch is out at a time; the
/// next carries everything that came since.
/// </summary>
internal sealed class FeedBacklog(RoomId room, string epoch, long at, int maxBytes)
{
    private readonly List<byte[]> _commits = [];
    private RoomPulse? _pulse;
    private long _from = at;
    private long _to = at;
    private int _bytes;
    private bool _out;

    /// <summary>False when more waits than the bound allows: the feed ends, and the edge starts again with a snapshot.</summary>
    public bool TryAdd(long to, byte[] payload)
    {
        _bytes += payload.Length;
        if (_bytes > maxBytes)
        {
            return false;
        }

        _commits.Add(payload);
        _to = to;
        return true;
    }

    public void Add(RoomPulse pulse) => _pulse = _pulse is null ? pulse : Fold(_pulse, pulse);

    /// <summary>The next batch; null while one is out or when nothing waits.</summary>
    public FeedBatch? TakeNext()
    {
        if (_out || (_commits.Count == 0 && _pulse is null))
        {
            return null;
        }

        var batch = new FeedBatch(room, epoch, _from, _to, [.. _commits], _pulse);
        _commits.Clear();
        _pulse = null;
        _from = _to;
        _bytes = 0;
        _out = true;
        return batch;
    }

    public void Delivered() => _out = false;

    // The newest wins, but reactions add up and each changed site counts.
    private static RoomPulse Fold(RoomPulse older, RoomPulse newer)
    {
        var reactions = older.Reactions.ToBuilder();
        foreach (var (name, count) in newer.Reactions)
        {
            reactions[name] = reactions.GetValueOrDefault(name) + count;
        }

        var zone = older.Zone is null || newer.Zone is null ? newer.Zone ?? older.Zone : older.Zone.SetItems(newer.Zone);
        return newer with { Reactions = reactions.ToImmutable(), Zone = zone };
    }
}
