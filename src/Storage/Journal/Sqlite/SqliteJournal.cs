using Halle.Rooms;
using Microsoft.Data.Sqlite;

namespace Halle.Storage.Journal.Sqlite;

/// <summary>
/// The journal in one SQLite file: WAL and synchronous=FULL, so a completed append is fsynced. One writer serves all rooms
/// (<see cref="SqliteJournalWriter"/>); readers have connections of their own.
/// </summary>
public sealed class SqliteJournal(SqliteOptions options) : IJournal, IAsyncDisposable
{
    /// <summary>1: the epoch had no checksum. 2: commits had no seal.</summary>
    private const int SchemaVersion = 3;

    private SqliteJournalWriter? _writer;

    public string Epoch { get; private set; } = "";

    private SqliteJournalWriter Writer => _writer ?? throw new InvalidOperationException("The journal is not open.");

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteConnections.Open(options);
            Epoch = await CheckAsync(connection, cancellationToken);
            _writer = new SqliteJournalWriter(connection, TimeSpan.FromMilliseconds(options.GatherMilliseconds));
            connection = null;
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new JournalDamagedException($"{options.Path} is damaged: {error.Message}", error);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    public async Task<long> ReadHeadAsync(RoomId room, CancellationToken cancellationToken) => await ReadingAsync(
        async connection =>
        {
            using var command = Sql(connection, null, "SELECT seq FROM heads WHERE room = $room", ("$room", room.ToGrainKey()));
            return await command.ExecuteScalarAsync(cancellationToken) is long seq ? seq : 0;
        },
        cancellationToken);

    public async Task AppendAsync(RoomId room, long expectedHead, JournalCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Payload.Length > JournalCommit.MaxPayload || commit.From != expectedHead + 1 || commit.To < commit.From)
        {
            throw new ArgumentException("A commit follows its head and fits a row.", nameof(commit));
        }

        await Writer.AppendAsync(room, expectedHead, commit).WaitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<JournalCommit>> ReadAsync(
        RoomId room, long fromSeq, int maxCommits, CancellationToken cancellationToken) => await ReadingAsync(
        async connection =>
        {
            using var command = Sql(
                connection,
                null,
                "SELECT seq_from, seq_to, payload, prior, checksum, seal FROM commits WHERE room = $room AND seq_to >= $from ORDER BY seq_to LIMIT $count",
                ("$room", room.ToGrainKey()),
                ("$from", fromSeq),
                ("$count", maxCommits));
            var commits = new List<JournalCommit>();
            var last = 0L;
            using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var commit = new JournalCommit(rows.GetInt64(0), rows.GetInt64(1), (byte[])rows[2]);
                var (prior, checksum) = (rows.GetInt64(3), rows.GetInt64(4));
                if (!JournalChecksum.Holds(room, commit, prior, checksum, rows.IsDBNull(5) ? null : rows.GetInt64(5))
                    || (commits.Count > 0 && (commits[^1].To + 1 != commit.From || prior != last)))
                {
                    throw new JournalDamagedException($"{room}: the commit {commit.From}-{commit.To} is not what was written.");
                }

                last = checksum;
                commits.Add(commit);
            }

            return commits;
        },
        cancellationToken);

    public async Task SaveSnapshotAsync(RoomId room, JournalSnapshot snapshot, CancellationToken cancellationToken) =>
        await Writer.SaveAsync(room, snapshot).WaitAsync(cancellationToken);

    public async Task<JournalSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellationToken) => await ReadingAsync(
        async connection =>
        {
            using var command = Sql(
                connection, null, "SELECT seq, payload, checksum FROM snapshots WHERE room = $room", ("$room", room.ToGrainKey()));
            using var rows = await command.ExecuteReaderAsync(cancellationToken);
            if (!await rows.ReadAsync(cancellationToken))
            {
                return null;
            }

            var snapshot = new JournalSnapshot(rows.GetInt64(0), (byte[])rows[1]);

            // A snapshot is only a shortcut: a bad one is as good as none.
            return JournalChecksum.Of(room, snapshot) == rows.GetInt64(2) ? snapshot : null;
        },
        cancellationToken);

    public async Task RewriteAsync(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits, CancellationToken cancellationToken)
    {
        JournalCommit.CheckRewrite(commits);
        await Writer.RewriteAsync(room, expectedHead, commits).WaitAsync(cancellationToken);
    }

    public async Task DropSnapshotAsync(RoomId room, CancellationToken cancellationToken) =>
        await Writer.DropAsync(room).WaitAsync(cancellationToken);

    public async Task<IReadOnlyList<RoomId>> ReadRoomsAsync(CancellationToken cancellationToken) => await ReadingAsync(
        async connection =>
        {
            using var command = Sql(connection, null, "SELECT room FROM heads ORDER BY room");
            var rooms = new List<RoomId>();
            using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                rooms.Add(RoomId.Parse(rows.GetString(0)));
            }

            return rooms;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> ReadingAsync<T>(Func<SqliteConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = SqliteConnections.Open(options);
            return await read(connection);
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new JournalDamagedException($"{options.Path} is damaged: {error.Message}", error);
        }
        catch (SqliteException error)
        {
            throw new JournalUnavailableException("The journal could not be read: " + error.Message, inner: error);
        }
    }

    /// <summary>Makes sure that the store is whole, or makes a new one; answers its epoch.</summary>
    private static async Task<string> CheckAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var version = Sql(connection, null, "PRAGMA user_version");
        var found = (long)(await version.ExecuteScalarAsync(cancellationToken))!;
        if (found > SchemaVersion)
        {
            throw new JournalDamagedException($"The store has version {found}; this program knows {SchemaVersion}.");
        }

        using var check = Sql(connection, null, "PRAGMA quick_check(1)");
        if (await check.ExecuteScalarAsync(cancellationToken) is not "ok")
        {
            throw new JournalDamagedException("The store does not pass its own check.");
        }

        // All or nothing: a store without an epoch is a damaged one.
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancellationToken);
        using var create = Sql(
            connection,
            transaction,
            """
            CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS heads(room TEXT PRIMARY KEY, seq INTEGER NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS commits(room TEXT NOT NULL, seq_from INTEGER NOT NULL, seq_to INTEGER NOT NULL, payload BLOB NOT NULL,
                prior INTEGER NOT NULL, checksum INTEGER NOT NULL, seal INTEGER, PRIMARY KEY(room, seq_to));
            CREATE TABLE IF NOT EXISTS snapshots(room TEXT PRIMARY KEY, seq INTEGER NOT NULL, payload BLOB NOT NULL, checksum INTEGER NOT NULL);
            """);
        await create.ExecuteNonQueryAsync(cancellationToken);
        using var known = Sql(connection, transaction, "SELECT count(*) FROM pragma_table_info('commits') WHERE name = 'seal'");
        if (await known.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            using var seal = Sql(connection, transaction, "ALTER TABLE commits ADD COLUMN seal INTEGER");
            await seal.ExecuteNonQueryAsync(cancellationToken);
        }

        var epoch = await SqliteEpoch.ReadOrBeginAsync(connection, transaction, hasChecksum: found >= 2, cancellationToken);
        using var mark = Sql(connection, transaction, $"PRAGMA user_version = {SchemaVersion}");
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // A head and its last commit are written together: a store where they differ has lost or invented something.
        using var torn = Sql(
            connection,
            null,
            """
            SELECT h.room FROM heads h LEFT JOIN commits c ON c.room = h.room AND c.seq_to = h.seq
            WHERE c.checksum IS NOT h.checksum
            UNION ALL
            SELECT c.room FROM commits c LEFT JOIN heads h ON h.room = c.room WHERE h.seq IS NULL OR c.seq_to > h.seq
            LIMIT 1
            """);
        if (await torn.ExecuteScalarAsync(cancellationToken) is string room)
        {
            throw new JournalDamagedException($"The head of {room} is not its last commit.");
        }

        return epoch;
    }

    /// <summary>A file, a schema or a value that is not what this program writes.</summary>
    private static bool IsDamage(Exception error) => error is InvalidCastException or SqliteException
    {
        SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_FORMAT or SQLitePCL.raw.SQLITE_ERROR,
    };

    private static SqliteCommand Sql(
        SqliteConnection connection, SqliteTransaction? transaction, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = SqliteConnections.Sql(connection, text, values);
        command.Transaction = transaction;
        return command;
    }
}
