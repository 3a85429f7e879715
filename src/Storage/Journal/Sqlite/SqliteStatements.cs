using Microsoft.Data.Sqlite;

namespace Halle.Storage.Journal.Sqlite;

/// <summary>What the journal's one writer says to the database, each prepared once.</summary>
internal sealed class SqliteStatements : IDisposable
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

    public SqliteStatements(SqliteConnection connection)
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
