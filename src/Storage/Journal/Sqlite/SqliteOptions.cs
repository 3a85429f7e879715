namespace Halle.Storage;

/// <summary>Where and how the SQLite back end stores.</summary>
public sealed class SqliteOptions
{
    public const string Section = "Halle:Storage:Sqlite";

    /// <summary>The database file; its folder is made when it is missing.</summary>
    public string Path { get; set; } = "data/halle.db";

    /// <summary>Seconds to wait for another process's lock. Default 5: a backup holds it for less. 1 to 60.</summary>
    public int BusyTimeoutSeconds { get; set; } = 5;

    /// <summary>
    /// How long a commit that finds the disk idle waits for others to be stored with it, in milliseconds. Default 2: what comes to several rooms in the
    /// same moment shares an fsync. 0: every commit at once. At most 100. Under load commits gather by themselves.
    /// </summary>
    public int GatherMilliseconds { get; set; } = 2;
}
