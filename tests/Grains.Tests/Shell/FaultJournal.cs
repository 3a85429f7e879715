using System.Collections.Concurrent;
using Halle.Rooms;
using Halle.Storage.Journal;

namespace Halle.Tests.Shell;

/// <summary>A real journal behind a line that can be held, cut, or lose answers, room by room.</summary>
internal sealed class FaultJournal(IJournal inner) : IJournal
{
    private readonly ConcurrentDictionary<RoomId, Line> _lines = new();

    public IJournal Inner => inner;

    public string Epoch => inner.Epoch;

    public Line For(RoomId room) => _lines.GetOrAdd(room, _ => new Line());

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public async Task AppendAsync(RoomId room, long expectedHead, JournalCommit commit, CancellationToken cancellationToken)
    {
        var line = For(room);
        Interlocked.Increment(ref line.Attempts);
        await line.Held.Task.WaitAsync(cancellationToken);
        if (line.Down || line.Full)
        {
            throw new JournalUnavailableException("Cut by the test.", line.Full);
        }

        if (line.Fences)
        {
            throw new JournalFencedException(room, expectedHead);
        }

        await inner.AppendAsync(room, expectedHead, commit, cancellationToken);
        line.Commits.Enqueue(commit);
        if (Interlocked.Decrement(ref line.AnswersToLose) >= 0)
        {
            throw new JournalUnavailableException("The answer was lost by the test.");
        }
    }

    public Task<long> ReadHeadAsync(RoomId room, CancellationToken cancellationToken)
    {
        Reading(room);
        return inner.ReadHeadAsync(room, cancellationToken);
    }

    public Task<IReadOnlyList<JournalCommit>> ReadAsync(RoomId room, long fromSeq, int maxCommits, CancellationToken cancellationToken)
    {
        Reading(room);
        return inner.ReadAsync(room, fromSeq, maxCommits, cancellationToken);
    }

    public Task SaveSnapshotAsync(RoomId room, JournalSnapshot snapshot, CancellationToken cancellationToken)
    {
        Reading(room);
        return inner.SaveSnapshotAsync(room, snapshot, cancellationToken);
    }

    public Task<JournalSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellationToken)
    {
        Reading(room);
        return inner.LoadSnapshotAsync(room, cancellationToken);
    }

    public async Task RewriteAsync(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits, CancellationToken cancellationToken)
    {
        Reading(room);
        if (For(room).NoRewrites)
        {
            throw new JournalUnavailableException("Cut by the test.");
        }

        await inner.RewriteAsync(room, expectedHead, commits, cancellationToken);
    }

    public Task DropSnapshotAsync(RoomId room, CancellationToken cancellationToken)
    {
        Reading(room);
        return inner.DropSnapshotAsync(room, cancellationToken);
    }

    public Task<IReadOnlyList<RoomId>> ReadRoomsAsync(CancellationToken cancellationToken) => inner.ReadRoomsAsync(cancellationToken);

    /// <summary>Every event the store holds of a room, in order.</summary>
    public async Task<List<StoredEvent>> EventsAsync(RoomId room)
    {
        var commits = await inner.ReadAsync(room, 1, int.MaxValue, TestContext.Current.CancellationToken);
        return [.. commits.SelectMany(commit => RoomJson.ReadEvents(commit.Payload.Span))];
    }

    private void Reading(RoomId room)
    {
        var line = For(room);
        Interlocked.Increment(ref line.Reads);
        if (line.Down)
        {
            throw new JournalUnavailableException("Cut by the test.");
        }
    }

    internal sealed class Line
    {
        public int Attempts;
        public int Reads;
        public int AnswersToLose;

        public volatile bool Down;
        public volatile bool Full;

        /// <summary>Everything else is stored.</summary>
        public volatile bool NoRewrites;

        /// <summary>Every write is told that somebody else has written.</summary>
        public volatile bool Fences;

        public ConcurrentQueue<JournalCommit> Commits { get; } = [];

        public TaskCompletionSource Held { get; private set; } = Open();

        public void Hold() => Held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => Held.TrySetResult();

        private static TaskCompletionSource Open()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
