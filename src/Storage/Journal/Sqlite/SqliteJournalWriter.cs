using System.Diagnostics;
using Halle.Rooms;
using Microsoft.Data.Sqlite;

namespace Halle.Storage.Journal.Sqlite;

/// <summary>
/// The one writer of the file: it takes whatever waits from all rooms into one transaction, because a commit costs an fsync however many
/// rows it carries. It has a thread of its own, so that waiting for the disk holds up nobody else's work, and keeps its statements prepared.
/// </summary>
internal sealed class SqliteJournalWriter : IDisposable
{
    /// <summary>Writes waiting; more than a second of work behind is better refused than queued.</summary>
    private const int MaxWaiting = 4_096;

    /// <summary>Writes in one transaction: bounds how long the first of them waits for the last.</summary>
    private const int MaxGroup = 256;

    /// <summary>The disk has been quiet for so long when what comes is taken to be alone: whoever writes one thing after another does not wait for company.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(5);

    private const int LogTries = 40;

    private readonly object _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly Thread _thread;
    private readonly TimeSpan _gather;
    private bool _gathering;
    private bool _stale;
    private bool _ending;

    /// <param name="connection">Its own from now on.</param>
    /// <param name="gather">See <see cref="SqliteOptions.GatherMilliseconds"/>.</param>
    public SqliteJournalWriter(SqliteConnection connection, TimeSpan gather)
    {
        _connection = connection;
        _gather = gather;
        _statements = new SqliteStatements(connection);
        _thread = new Thread(Write) { Name = "Halle journal", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc cref="IJournal.AppendAsync"/>
    public Task AppendAsync(RoomId room, long expectedHead, JournalCommit commit) => Add(new Waiting(room, expectedHead, commit));

    /// <inheritdoc cref="IJournal.SaveSnapshotAsync"/>
    public Task SaveAsync(RoomId room, JournalSnapshot snapshot) => Add(new Waiting(room, snapshot));

    /// <inheritdoc cref="IJournal.RewriteAsync"/>
    public Task RewriteAsync(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits) => Add(new Waiting(room, expectedHead, commits));

    /// <inheritdoc cref="IJournal.DropSnapshotAsync"/>
    public Task DropAsync(RoomId room) => Add(new Waiting(room));

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _statements.Dispose();
        _connection.Dispose();
    }

    private Task Add(Waiting waiting)
    {
        lock (_gate)
        {
            if (_ending || _waiting.Count >= MaxWaiting)
            {
                throw new JournalUnavailableException(_ending ? "The journal is closed." : "Too many appends are waiting.");
            }

            _waiting.Enqueue(waiting);
            if (!_gathering || _waiting.Count == MaxGroup)
            {
                Monitor.Pulse(_gate);
            }
        }

        return waiting.Done.Task;
    }

    private void Write()
    {
        var group = new List<Waiting>();
        while (Take(group))
        {
            try
            {
                WriteGroup(group);
                if (ClearLog() is { } uncleared)
                {
                    // What was written is written, and is not answered as if it were not; only what was to be gone is not gone from the disk.
                    Fail(group.FindAll(waiting => waiting.Erases), Unavailable(uncleared));
                }

                group.ForEach(waiting => waiting.Complete());
            }
            catch (SqliteException error)
            {
                Fail(group, Unavailable(error));
            }
            catch (Exception error)
            {
                // One group's trouble must not end the writer, or nothing is ever stored again.
                Fail(group, error);
            }
        }
    }

    /// <summary>Waits for work; false when there is none left and none will come.</summary>
    private bool Take(List<Waiting> group)
    {
        group.Clear();
        lock (_gate)
        {
            var since = Stopwatch.GetTimestamp();
            while (_waiting.Count == 0)
            {
                if (_ending)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            if (Stopwatch.GetElapsedTime(since) >= Lull)
            {
                Gather();
            }

            while (group.Count < MaxGroup && _waiting.TryDequeue(out var waiting))
            {
                group.Add(waiting);
            }
        }

        return true;
    }

    /// <summary>Waits for company, once: an fsync, and the threads woken around it, cost the same for two rooms as for one.</summary>
    private void Gather()
    {
        _gathering = true;
        var until = Stopwatch.GetTimestamp() + (long)(_gather.TotalSeconds * Stopwatch.Frequency);
        while (!_ending && _waiting.Count < MaxGroup && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until) is { TotalMilliseconds: >= 1 } rest)
        {
            Monitor.Wait(_gate, rest);
        }

        _gathering = false;
    }

    /// <summary>One transaction for all. A fenced append is left out and the others go on.</summary>
    private void WriteGroup(List<Waiting> group)
    {
        _statements.Begin();
        try
        {
            foreach (var waiting in group)
            {
                switch (waiting)
                {
                    case { Commit: { } commit }:
                        WriteCommit(waiting, commit);
                        break;
                    case { Rewritten: { } commits }:
                        Rewrite(waiting, commits);
                        break;
                    case { Snapshot: { } snapshot }:
                        _statements.Save(waiting.Room.ToGrainKey(), snapshot, JournalChecksum.Of(waiting.Room, snapshot));
                        break;
                    default:
                        _statements.Drop(waiting.Room.ToGrainKey());
                        _stale = true;
                        break;
                }
            }

            _statements.Commit();
        }
        catch
        {
            _statements.Rollback();
            throw;
        }
    }

    private void WriteCommit(Waiting waiting, JournalCommit commit)
    {
        var room = waiting.Room.ToGrainKey();
        var (seq, prior) = _statements.ReadHead(room);
        if (seq != waiting.ExpectedHead)
        {
            waiting.Fenced = true;
            return;
        }

        var checksum = JournalChecksum.Of(waiting.Room, commit, prior);
        _statements.WriteHead(room, commit.To, checksum);
        _statements.Insert(room, commit, prior, checksum);
    }

    private void Rewrite(Waiting waiting, IReadOnlyList<JournalCommit> commits)
    {
        var room = waiting.Room.ToGrainKey();
        var known = commits.Select(commit => _statements.FindCommit(room, commit.To)).ToList();
        if (_statements.ReadHead(room).Seq != waiting.ExpectedHead || known.Zip(commits).Any(pair => pair.First?.From != pair.Second.From))
        {
            waiting.Fenced = true;
            return;
        }

        foreach (var (row, commit) in known.Zip(commits))
        {
            _statements.Replace(room, commit, JournalChecksum.Seal(waiting.Room, commit, row!.Value.Checksum));
        }

        _stale = true;
    }

    /// <summary>
    /// Overwritten pages stay in the log until it is begun anew. A reader that still needs it is in and out within milliseconds; should one not be,
    /// the next transaction tries again.
    /// </summary>
    /// <returns>Why it could not be begun anew: a full disk, perhaps.</returns>
    private SqliteException? ClearLog()
    {
        for (var tries = 0; _stale && tries < LogTries; tries++)
        {
            try
            {
                _stale = !_statements.TruncateLog();
            }
            catch (SqliteException error)
            {
                return error;
            }

            if (_stale)
            {
                lock (_gate)
                {
                    Monitor.Wait(_gate, Lull);
                }
            }
        }

        return null;
    }

    private static JournalUnavailableException Unavailable(SqliteException error) =>
        new("The journal could not be written: " + error.Message, error.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL, error);

    private static void Fail(List<Waiting> group, Exception error) => group.ForEach(waiting => waiting.Done.TrySetException(error));

    private sealed class Waiting
    {
        public Waiting(RoomId room, long expectedHead, JournalCommit commit) => (Room, ExpectedHead, Commit) = (room, expectedHead, commit);

        public Waiting(RoomId room, JournalSnapshot snapshot) => (Room, Snapshot) = (room, snapshot);

        public Waiting(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits) =>
            (Room, ExpectedHead, Rewritten) = (room, expectedHead, commits);

        /// <summary>The room's snapshot goes.</summary>
        public Waiting(RoomId room) => Room = room;

        public RoomId Room { get; }

        public long ExpectedHead { get; }

        public JournalCommit? Commit { get; }

        public JournalSnapshot? Snapshot { get; }

        public IReadOnlyList<JournalCommit>? Rewritten { get; }

        /// <summary>What stood there is to be gone.</summary>
        public bool Erases => Commit is null && Snapshot is null;

        public bool Fenced { get; set; }

        // Not on the writer's thread: whoever waits goes on elsewhere.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete()
        {
            if (Fenced)
            {
                Done.TrySetException(new JournalFencedException(Room, ExpectedHead));
            }
            else
            {
                Done.TrySetResult();
            }
        }
    }
}
