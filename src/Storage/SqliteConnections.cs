using Microsoft.Data.Sqlite;

namespace Halle.Storage;

/// <summary>Connections to the one database file; journal, grain state and keys share it, so one backup is a whole event.</summary>
internal static class SqliteConnections
{
    public static SqliteConnection Open(SqliteOptions options)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(options.Path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            DefaultTimeout = options.BusyTimeoutSeconds,
            Pooling = true,
        }.ToString());
        connection.Open();

        // What is deleted or replaced (a snapshot, an invitation's name, what somebody had erased) does not stay readable in free pages.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON;");
        return connection;
    }

    /// <param name="sql">A constant: values only ever travel as parameters.</param>
    public static SqliteCommand Sql(
        SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    public static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Sql(connection, sql, values);
        return command.ExecuteNonQuery();
    }
}
