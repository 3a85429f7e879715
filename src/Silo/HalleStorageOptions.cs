namespace Halle.Silo;

/// <summary>Where an event is kept.</summary>
public sealed class HalleStorageOptions
{
    public const string Section = "Halle:Storage";

    /// <summary>SQLite needs nothing but a file and serves one process; Azure Tables serve any number of silos.</summary>
    public StorageBackEnd BackEnd { get; set; } = StorageBackEnd.Sqlite;
}

public enum StorageBackEnd
{
    /// <summary>One file (<see cref="Storage.SqliteOptions"/>), one process.</summary>
    Sqlite,

    /// <summary>Azure Tables, or Azurite in development.</summary>
    AzureTables,
}
