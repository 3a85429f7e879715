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

    private readonly object _gate = new();
    private readonly Queue<Waiting> _waiting = [];
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Thread _thread;
    private readonly TimeSpan _gather;
    private bool _gathering;
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
                if (waiting.Commit is { } commit)
                {
                    WriteCommit(waiting, commit);
                }
                else
                {
                    _statements.Save(waiting.Room.ToGrainKey(), waiting.Snapshot!, JournalChecksum.Of(waiting.Room, waiting.Snapshot!));
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

    private static void Fail(List<Waiting> group, Exception error) => group.ForEach(waiting => waiting.Done.TrySetException(error));

    private sealed class Waiting
    {
        public Waiting(RoomId room, long expectedHead, JournalCommit commit) => (Room, ExpectedHead, Commit) = (room, expectedHead, commit);

        public Waiting(RoomId room, JournalSnapshot snapshot) => (Room, Snapshot) = (room, snapshot);

        public RoomId Room { get; }

        public long ExpectedHead { get; }

        public JournalCommit? Commit { get; }

        public JournalSnapshot? Snapshot { get; }

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

        public void Dispose()
        {
            foreach (var command in new[] { _begin, _commit, _rollback, _find, _head, _insert, _save })
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
