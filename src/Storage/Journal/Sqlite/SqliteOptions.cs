namespace Halle.Storage;

/// <summary>Where and how the SQLite back end stores.</summary>
public sealed class SqliteOptions
{
    public const string Section = "Halle:Storage:Sqlite";

    /// <summary>The database file; its folder is made when it is missing.</summary>
    public string Path { get; set; } = "data/halle.db";

    /// <summary>Seconds to wait for another process's lock, a backup for example. 1 to 60.</summary>
    public int BusyTimeoutSeconds { get; set; } = 5;
}
