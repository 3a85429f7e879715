using System.Collections.Concurrent;

namespace Halle.Live.Limits;

/// <summary>
/// A token bucket for each key, filled up when it is asked for and not in between: for the thousands who are quiet nothing runs (docs/decisions/0064).
/// A bucket that is full again is as good as none and is dropped.
/// </summary>
internal sealed class Budgets<TKey>(TimeProvider time)
    where TKey : notnull
{
    /// <summary>Between two looks for buckets that are full again; whoever takes next does it, a millisecond for ten thousand.</summary>
    private static readonly TimeSpan DropEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private long _droppedAt = time.GetTimestamp();

    /// <summary>Keys that are remembered.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes one token; null when there was one, else how long until there is. A key keeps the bucket it came with while it is remembered.</summary>
    public TimeSpan? Take(TKey key, Bucket bucket)
    {
        var now = time.GetTimestamp();
        var seconds = (double)now / time.TimestampFrequency;
        var droppedAt = Interlocked.Read(ref _droppedAt);
        if (time.GetElapsedTime(droppedAt, now) >= DropEvery && Interlocked.CompareExchange(ref _droppedAt, now, droppedAt) == droppedAt)
        {
            Drop(seconds);
        }

        while (true)
        {
            var entry = _entries.GetOrAdd(key, static (_, kind) => new Entry(kind), bucket);
            lock (entry)
            {
                if (!entry.Dropped)
                {
                    return entry.Budget.Take(1, seconds) ? null : Milliseconds(entry.Budget.Wait(1));
                }
            }

            _entries.TryRemove(KeyValuePair.Create(key, entry));
        }
    }

    private void Drop(double seconds)
    {
        foreach (var (key, entry) in _entries)
        {
            lock (entry)
            {
                entry.Dropped = entry.Budget.IsFull(seconds);
            }

            if (entry.Dropped)
            {
                _entries.TryRemove(KeyValuePair.Create(key, entry));
            }
        }
    }

    /// <summary>Rounded up: who waits so long finds a token.</summary>
    private static TimeSpan Milliseconds(double seconds) => TimeSpan.FromMilliseconds(Math.Floor(seconds * 1_000) + 1);

    private sealed class Entry(Bucket bucket)
    {
        public TokenBudget Budget = new(bucket.Burst, bucket.Tokens / bucket.Period.TotalSeconds);

        /// <summary>Out of the dictionary, or about to be: what it would take is not counted.</summary>
        public bool Dropped;
    }
}
