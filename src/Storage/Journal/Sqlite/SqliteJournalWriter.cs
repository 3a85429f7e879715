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
    private readonly Statements _statements;
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
        _statements = new Statements(connection);
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
                ClearLog();
                group.ForEach(waiting => waiting.Complete());
            }
            catch (SqliteException error)
            {
                var full = error.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL;
                Fail(group, new JournalUnavailableException("The journal could not be written: " + error.Message, full, error));
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
    private void ClearLog()
    {
        for (var tries = 0; _stale && tries < LogTries; tries++)
        {
            _stale = !_statements.TruncateLog();
            if (_stale)
            {
                lock (_gate)
                {
                    Monitor.Wait(_gate, Lull);
                }
            }
        }
    }

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

    /// <summary>What the writer says to the database, each prepared once.</summary>
    private sealed class Statements : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _begin;
        private readonly SqliteCommand _commit;
        private readonly SqliteCommand _rollback;
        private readonly SqliteCommand _find;
        private readonly SqliteCommand _head;
        private readonly SqliteCommand _insert;
        private readonly SqliteCommand _save;
        private readonly SqliteCommand _look;
        private readonly SqliteCommand _replace;
        private readonly SqliteCommand _drop;
        private readonly SqliteCommand _truncate;

        public Statements(SqliteConnection connection)
        {
            _connection = connection;
            _begin = Prepare("BEGIN IMMEDIATE");
            _commit = Prepare("COMMIT");
            _rollback = Prepare("ROLLBACK");
            _find = Prepare("SELECT seq, checksum FROM heads WHERE room = $room", "$room");
            _head = Prepare(
                """
                INSERT INTO heads(room, seq, checksum) VALUES ($room, $to, $checksum)
                ON CONFLICT(room) DO UPDATE SET seq = excluded.seq, checksum = excluded.checksum
                """,
                "$room",
                "$to",
                "$checksum");
            _insert = Prepare(
                "INSERT INTO commits(room, seq_from, seq_to, payload, prior, checksum) VALUES ($room, $from, $to, $payload, $prior, $checksum)",
                "$room",
                "$from",
                "$to",
                "$payload",
                "$prior",
                "$checksum");
            _save = Prepare(
                """
                INSERT INTO snapshots(room, seq, payload, checksum) VALUES ($room, $seq, $payload, $checksum)
                ON CONFLICT(room) DO UPDATE SET seq = excluded.seq, payload = excluded.payload, checksum = excluded.checksum
                WHERE excluded.seq > snapshots.seq
                """,
                "$room",
                "$seq",
                "$payload",
                "$checksum");
            _look = Prepare("SELECT seq_from, checksum FROM commits WHERE room = $room AND seq_to = $to", "$room", "$to");
            _replace = Prepare(
                "UPDATE commits SET payload = $payload, seal = $seal WHERE room = $room AND seq_to = $to", "$room", "$to", "$payload", "$seal");
            _drop = Prepare("DELETE FROM snapshots WHERE room = $room", "$room");
            _truncate = Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        public void Begin() => _begin.ExecuteNonQuery();

        public void Commit() => _commit.ExecuteNonQuery();

        /// <summary>After a failure, which may have ended the transaction by itself.</summary>
        public void Rollback()
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _rollback.ExecuteNonQuery();
            }
        }

        public (long Seq, long Checksum) ReadHead(string room)
        {
            using var rows = With(_find, room).ExecuteReader();
            return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : (0, 0);
        }

        public void WriteHead(string room, long to, long checksum) => With(_head, room, to, checksum).ExecuteNonQuery();

        public void Insert(string room, JournalCommit commit, long prior, long checksum) =>
            With(_insert, room, commit.From, commit.To, commit.Payload.ToArray(), prior, checksum).ExecuteNonQuery();

        public void Save(string room, JournalSnapshot snapshot, long checksum) =>
            With(_save, room, snapshot.Seq, snapshot.Payload.ToArray(), checksum).ExecuteNonQuery();

        public (long From, long Checksum)? FindCommit(string room, long to)
        {
            using var rows = With(_look, room, to).ExecuteReader();
            return rows.Read() ? (rows.GetInt64(0), rows.GetInt64(1)) : null;
        }

        public void Replace(string room, JournalCommit commit, long seal) =>
            With(_replace, room, commit.To, commit.Payload.ToArray(), seal).ExecuteNonQuery();

        public void Drop(string room) => With(_drop, room).ExecuteNonQuery();

        /// <summary>False when somebody reads from it.</summary>
        public bool TruncateLog()
        {
            using var rows = _truncate.ExecuteReader();
            return rows.Read() && rows.GetInt64(0) == 0;
        }

        public void Dispose()
        {
            foreach (var command in new[] { _begin, _commit, _rollback, _find, _head, _insert, _save, _look, _replace, _drop, _truncate })
            {
                command.Dispose();
            }
        }

        private static SqliteCommand With(SqliteCommand command, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            return command;
        }

        private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> names)
        {
            var command = SqliteConnections.Sql(_connection, sql);
            foreach (var name in names)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            command.Prepare();
            return command;
        }
    }
}
