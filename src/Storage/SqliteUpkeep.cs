namespace Halle.Storage;

/// <summary>What is done to a database file that nobody serves from.</summary>
public static class SqliteUpkeep
{
    /// <summary>
    /// Writes the file anew without its free pages. Since version 3 nothing readable is left in them; a file of before may still hold there what was
    /// deleted or replaced then. Takes as long as copying the file, and as much space beside it.
    /// </summary>
    public static void Compact(SqliteOptions options)
    {
        using var connection = SqliteConnections.Open(options);
        SqliteConnections.Execute(connection, "VACUUM");
        SqliteConnections.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
