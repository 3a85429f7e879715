using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Tests.Shell;

public sealed class NearFeedTests
{
    private static readonly RoomId Room = RoomId.Booth("demo");

    [Fact(DisplayName = "[RC131] An edge of the same process takes every batch once, in order and one at a time, and a slow one holds the room back")]
    public async Task Batches_come_in_order()
    {
        using var edge = new Edge();
        var near = new NearFeed(edge);

        var first = Enumerable.Range(1, NearFeed.MostWaiting + 1).Select(seq => near.Deliver(Batch(seq))).ToList();
        Assert.False(first[^1].IsCompleted);
        edge.Open.Set();
        await first[^1].WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var second = Enumerable.Range(NearFeed.MostWaiting + 2, 100).Select(seq => near.Deliver(Batch(seq))).ToList();
        await Task.WhenAll(second).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync("all are taken", () => edge.Taken.Count == NearFeed.MostWaiting + 101);
        Assert.Equal(Enumerable.Range(1, NearFeed.MostWaiting + 101).Select(seq => (long)seq), edge.Taken);
        Assert.Equal(1, edge.Most);
    }

    [Fact(DisplayName = "[RC131] An edge of the same process that fails over a batch is told that its feed has ended, and gets the next one all the same")]
    public async Task A_failure_ends_the_feed()
    {
        using var edge = new Edge { FailsAt = 1 };
        edge.Open.Set();
        var near = new NearFeed(edge);

        await near.Deliver(Batch(1));
        await near.Deliver(Batch(2));

        await Eventually.HoldsAsync("the feed is told and goes on", () => edge.Endings == 1 && edge.Taken is [2]);
    }

    private static FeedBatch Batch(long seq) => new(Room, "epoch", seq - 1, seq, ImmutableArray<byte[]>.Empty, Pulse: null);

    private sealed class Edge : IRoomFeed, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<long> _taken = [];
        private int _inside;

        public ManualResetEventSlim Open { get; } = new();

        public long FailsAt { get; init; }

        public int Endings { get; private set; }

        public int Most { get; private set; }

        public IReadOnlyList<long> Taken
        {
            get
            {
                lock (_gate)
                {
                    return [.. _taken];
                }
            }
        }

        public Task Deliver(FeedBatch batch)
        {
            var inside = Interlocked.Increment(ref _inside);
            Open.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            lock (_gate)
            {
                Most = Math.Max(Most, inside);
                if (batch.To != FailsAt)
                {
                    _taken.Add(batch.To);
                }
            }

            Interlocked.Decrement(ref _inside);
            return batch.To == FailsAt ? throw new InvalidOperationException("A fault on purpose.") : Task.CompletedTask;
        }

        public Task Ended()
        {
            Endings++;
            return Task.CompletedTask;
        }

        public void Dispose() => Open.Dispose();
    }
}
