using System.Globalization;
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

    /// <summary>The seq of the snapshot that a row points to or is a piece of (<c>s</c>, its seq in 19 digits, and which piece); null of any other row.</summary>
    public static long? SnapshotSeq(TableEntity row) => row.RowKey switch
    {
        "snapshot" => row.GetInt64("Seq"),
        ['s', .. { Length: > 19 } rest] when long.TryParse(rest.AsSpan(0, 19), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) => seq,
        _ => null,
    };
}
