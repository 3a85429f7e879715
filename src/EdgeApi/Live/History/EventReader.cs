using Halle.Rooms;

namespace Halle.Live.History;

/// <summary>A room's stored events: those this edge has read a moment ago, and the others by way of the room's grain.</summary>
/// <param name="owner">Whose blocks in the cache these are.</param>
/// <param name="head">The last seq this edge knows of: what comes after it, frames tell.</param>
internal sealed class EventReader(object owner, IRoomGrain grain, long head, HistoryCache cache)
{
    /// <summary>Hands over the stored events of that range in order. False when there are none up to <paramref name="to"/> yet.</summary>
    /// <exception cref="RefusedException">The room cannot be read now.</exception>
    public async Task<bool> ReadAsync(long from, long to, Action<StoredEvent> take, CancellationToken cancellationToken)
    {
        var last = Math.Min(to, head);
        for (var next = from; next <= last;)
        {
            var kept = cache.Find(owner, BlockOf(next));
            if (kept is [.., var newest] && newest.Seq >= next)
            {
                Hand(kept, next, last, take);
                next = newest.Seq + 1;
                continue;
            }

            // From the block's beginning, or on from what is kept of it: a block that is kept has no holes.
            var events = await AskAsync(kept is [.., var end] ? end.Seq + 1 : FirstOf(BlockOf(next)), EndOfMissing(BlockOf(next), last), cancellationToken);
            Keep(events);
            if (events is not [.., var read] || read.Seq < next)
            {
                return false;
            }

            Hand(events, next, last, take);
            next = read.Seq + 1;
        }

        return to <= head;
    }

    private static long BlockOf(long seq) => (seq - 1) / HistoryCache.Block;

    private static long FirstOf(long block) => (block * HistoryCache.Block) + 1;

    private static void Hand(IEnumerable<StoredEvent> events, long from, long to, Action<StoredEvent> take)
    {
        foreach (var stored in events.Where(stored => stored.Seq >= from && stored.Seq <= to))
        {
            take(stored);
        }
    }

    /// <summary>The end of the last block that is wanted too and of which nothing is kept: one question is for all of them.</summary>
    private long EndOfMissing(long block, long last)
    {
        while (FirstOf(block + 1) <= last && cache.Find(owner, block + 1).IsEmpty)
        {
            block++;
        }

        return Math.Min(FirstOf(block + 1) - 1, head);
    }

    private void Keep(List<StoredEvent> events)
    {
        foreach (var block in events.GroupBy(static stored => BlockOf(stored.Seq)))
        {
            var (kept, first) = (cache.Find(owner, block.Key), block.First().Seq);
            if (first == FirstOf(block.Key))
            {
                cache.Keep(owner, block.Key, [.. block]);
            }
            else if (kept is [.., var newest] && newest.Seq + 1 == first)
            {
                cache.Keep(owner, block.Key, [.. kept, .. block]);
            }
        }
    }

    /// <summary>What is stored of that range, from its first on; less where the journal ends before.</summary>
    private async Task<List<StoredEvent>> AskAsync(long from, long to, CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        for (var next = from; next <= to;)
        {
            var slice = await grain.Read(next, (int)(to - next + 1), cancellationToken);
            if (slice.Rejection is { } rejection)
            {
                throw new RefusedException(rejection);
            }

            events.AddRange(slice.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)).Where(stored => stored.Seq >= next && stored.Seq <= to));

            // No progress is an end, whatever the slice says.
            if (slice.NextSeq <= next)
            {
                break;
            }

            next = slice.NextSeq;
        }

        return events;
    }

    internal sealed class RefusedException(Rejection rejection) : Exception(rejection.Code)
    {
        public Rejection Rejection => rejection;
    }
}
