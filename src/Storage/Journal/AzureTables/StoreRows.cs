using Azure.Data.Tables;

namespace Halle.Storage.Journal.AzureTables;

/// <summary>What the journal's table says of the store as a whole.</summary>
internal static class StoreRows
{
    public const string Partition = "meta";

    /// <summary>Its epoch: who finds it finds a whole store.</summary>
    public const string Store = "store";

    /// <summary>As long as a restore goes on, or when it was broken off: which archive it is of. Never together with <see cref="Store"/>.</summary>
    public const string Restoring = "restoring";

    public static bool IsStore(TableEntity row) => row is { PartitionKey: Partition, RowKey: Store };
}
