using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>The newest commits of a room, up to a number of bytes, for edges that come back after a short time, and for readers of what has just
/// been stored.</summary>
internal sealed class RecentCommits(int maxBytes)
{
    private readonly Queue<(long After, long To, byte[] Payload)> _commits = [];
    private int _bytes;

    public void Add(long after, long to, byte[] payload)
    {
        _commits.Enqueue((after, to, payload));
        _bytes += payload.Length;
        while (_bytes > maxBytes)
        {
            _bytes -= _commits.Dequeue().Payload.Length;
        }
    }

    public void Clear()
    {
        _commits.Clear();
        _bytes = 0;
    }

    /// <summary>All commits after <paramref name="seq"/>; null when that is not the end of a commit kept here, or the one before the first.</summary>
    public ImmutableArray<byte[]>? After(long seq, long head)
    {
        if (seq == head)
        {
            return [];
        }

        var tail = _commits.SkipWhile(commit => commit.After < seq).ToList();
        return tail.Count > 0 && tail[0].After == seq ? [.. tail.Select(commit => commit.Payload)] : null;
    }

    /// <summary>The commits that hold events from <paramref name="seq"/> on, at most <paramref name="count"/>; empty when the first is not kept here.</summary>
    public IEnumerable<(long To, byte[] Payload)> From(long seq, int count) =>
        _commits.Count > 0 && _commits.Peek().After < seq
            ? _commits.SkipWhile(commit => commit.To < seq).Take(count).Select(commit => (commit.To, commit.Payload))
            : [];
}
