using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Data.Sqlite;

namespace Halle.Storage.Backup;

/// <summary>Rows of tables in one SQLite file, property by property, with their types.</summary>
internal sealed class TableArchive : IDisposable
{
    private readonly SqliteConnection _connection;
    private SqliteTransaction? _writing;

    private TableArchive(SqliteConnection connection) => _connection = connection;

    /// <summary>What a table holds: archives do not depend on the tables' names.</summary>
    public enum Part
    {
        Journal,
        GrainState,
        Keys,
    }

    public static TableArchive Create(string path)
    {
        var archive = new TableArchive(Connect(path, SqliteOpenMode.ReadWriteCreate));
        SqliteConnections.Execute(
            archive._connection,
            """
            CREATE TABLE properties(part TEXT NOT NULL, partition TEXT NOT NULL, row TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, value,
                PRIMARY KEY(part, partition, row, name)) WITHOUT ROWID;
            CREATE TABLE archive(version INTEGER NOT NULL);
            """);
        archive._writing = archive._connection.BeginTransaction();
        return archive;
    }

    /// <exception cref="BackupRefusedException">It is not there, or not a whole one.</exception>
    public static TableArchive Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new BackupRefusedException($"There is no archive at {path}.");
        }

        var archive = new TableArchive(Connect(path, SqliteOpenMode.ReadOnly));
        try
        {
            using var check = SqliteConnections.Sql(archive._connection, "PRAGMA integrity_check");
            using var version = SqliteConnections.Sql(archive._connection, "SELECT version FROM archive");
            return check.ExecuteScalar() is "ok" && version.ExecuteScalar() is 1L
                ? archive
                : throw new BackupRefusedException($"{path} is not a whole archive that this program knows.");
        }
        catch (SqliteException error)
        {
            archive.Dispose();
            throw new BackupRefusedException($"{path} is no archive of tables: {error.Message}");
        }
        catch (BackupRefusedException)
        {
            archive.Dispose();
            throw;
        }
    }

    public void Add(Part part, TableEntity row)
    {
        foreach (var (name, value) in row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
        {
            if (value is null)
            {
                continue;
            }

            var (type, stored) = Write(value);
            using var insert = SqliteConnections.Sql(
                _connection,
                "INSERT INTO properties VALUES ($part, $partition, $row, $name, $type, $value)",
                ("$part", part.ToString()),
                ("$partition", row.PartitionKey),
                ("$row", row.RowKey),
                ("$name", name),
                ("$type", type),
                ("$value", stored));
            insert.Transaction = _writing;
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Marks the archive as whole. False when there is no event in it.</summary>
    public bool Complete()
    {
        using var store = SqliteConnections.Sql(_connection, "SELECT count(*) FROM properties WHERE partition = 'meta' AND row = 'store' AND name = 'Epoch'");
        store.Transaction = _writing;
        if (store.ExecuteScalar() is not 1L)
        {
            return false;
        }

        using var mark = SqliteConnections.Sql(_connection, "INSERT INTO archive(version) VALUES (1)");
        mark.Transaction = _writing;
        mark.ExecuteNonQuery();
        _writing!.Commit();
        return true;
    }

    public IEnumerable<TableEntity> Read(Part part)
    {
        using var select = SqliteConnections.Sql(
            _connection, "SELECT partition, row, name, type, value FROM properties WHERE part = $part ORDER BY partition, row", ("$part", part.ToString()));
        using var rows = select.ExecuteReader();
        TableEntity? entity = null;
        while (rows.Read())
        {
            var (partition, row) = (rows.GetString(0), rows.GetString(1));
            if (entity is null || !string.Equals(entity.PartitionKey, partition, StringComparison.Ordinal) || !string.Equals(entity.RowKey, row, StringComparison.Ordinal))
            {
                if (entity is not null)
                {
                    yield return entity;
                }

                entity = new TableEntity(partition, row);
            }

            entity[rows.GetString(2)] = Restore(rows.GetString(3), rows[4]);
        }

        if (entity is not null)
        {
            yield return entity;
        }
    }

    public void Dispose()
    {
        _writing?.Dispose();
        _connection.Dispose();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static (string Type, object Stored) Write(object value) => value switch
    {
        string text => ("string", text),
        byte[] bytes => ("binary", bytes),
        BinaryData data => ("binary", data.ToArray()),
        long number => ("int64", number),
        int number => ("int32", (long)number),
        bool flag => ("bool", flag ? 1L : 0L),
        double number => ("double", number),
        DateTimeOffset time => ("time", time.ToString("O", CultureInfo.InvariantCulture)),
        Guid guid => ("guid", guid.ToString("D")),
        _ => throw new BackupRefusedException($"A property of type {value.GetType().Name} cannot be archived."),
    };

    private static object Restore(string type, object stored) => type switch
    {
        "string" => (string)stored,
        "binary" => (byte[])stored,
        "int64" => (long)stored,
        "int32" => checked((int)(long)stored),
        "bool" => (long)stored != 0,
        "double" => (double)stored,
        "time" => DateTimeOffset.Parse((string)stored, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "guid" => Guid.ParseExact((string)stored, "D"),
        _ => throw new BackupRefusedException($"The archive holds a property of an unknown type '{type}'."),
    };
}
