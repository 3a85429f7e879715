using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Storage.Backup;

/// <summary>
/// Backup and restore of an event in Azure Tables: the archive is one SQLite file with every property of every row. The cluster may run meanwhile:
/// each room is whole up to one of its commits, rooms may differ by as much as was written while the backup ran.
/// </summary>
public static class AzureTableBackup
{
    private const int RowsAtOnce = 16;

    /// <exception cref="BackupRefusedException">The archive exists, or the store holds no event.</exception>
    public static async Task SaveAsync(AzureTableOptions from, string archive, CancellationToken cancellationToken)
    {
        if (File.Exists(archive))
        {
            throw new BackupRefusedException($"{archive} exists, and nothing is overwritten: move it away first.");
        }

        var half = archive + ".partial";
        File.Delete(half);
        try
        {
            using (var file = TableArchive.Create(half))
            {
                foreach (var (part, table) in Parts(from))
                {
                    await SaveAsync(part, table, file, cancellationToken);
                }

                if (!file.Complete())
                {
                    throw new BackupRefusedException("The store holds no event.");
                }
            }

            File.Move(half, archive);
        }
        finally
        {
            File.Delete(half);
        }
    }

    /// <summary>
    /// Brings the event back into tables that are empty or not there, with a new epoch (see <see cref="SqliteBackup.Restore"/>). A mark comes first and the
    /// store's own row last: silos start on neither half, and a restore that was broken off goes on when it is given again.
    /// </summary>
    /// <exception cref="BackupRefusedException">The tables hold something else, or the archive is not a whole one.</exception>
    public static async Task RestoreAsync(string archive, AzureTableOptions to, CancellationToken cancellationToken)
    {
        using var file = TableArchive.Open(archive);
        var journal = to.Open(to.JournalTable);
        var mark = new TableEntity(StoreRows.Partition, StoreRows.Restoring) { ["Archive"] = Fingerprint(archive) };
        await MarkAsync(journal, mark, to, cancellationToken);
        var store = default(TableEntity);
        foreach (var (part, table) in Parts(to))
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = RowsAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(file.Read(part), parallel, async (row, stop) =>
            {
                if (part == TableArchive.Part.Journal && StoreRows.IsStore(row))
                {
                    store = row;
                    return;
                }

                await table.UpsertEntityAsync(row, TableUpdateMode.Replace, stop);
            });
        }

        store!["Epoch"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await journal.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, store), new(TableTransactionActionType.Delete, mark, ETag.All)], cancellationToken);
    }

    private static async Task MarkAsync(TableClient journal, TableEntity mark, AzureTableOptions to, CancellationToken cancellationToken)
    {
        foreach (var (_, table) in Parts(to))
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
        }

        var found = await journal.GetEntityIfExistsAsync<TableEntity>(mark.PartitionKey, mark.RowKey, cancellationToken: cancellationToken);
        if (found.HasValue)
        {
            if (!string.Equals(found.Value!.GetString("Archive"), mark.GetString("Archive"), StringComparison.Ordinal))
            {
                throw new BackupRefusedException($"A restore of another archive into the table {journal.Name} was not finished: give it again with that one, or delete the tables.");
            }

            return;
        }

        foreach (var (_, table) in Parts(to))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken))
            {
                throw new BackupRefusedException($"The table {table.Name} holds {row.PartitionKey}/{row.RowKey} already, and nothing is overwritten.");
            }
        }

        await journal.AddEntityAsync(mark, cancellationToken);
    }

    private static string Fingerprint(string archive)
    {
        using var bytes = File.OpenRead(archive);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static async Task SaveAsync(TableArchive.Part part, TableClient table, TableArchive file, CancellationToken cancellationToken)
    {
        // Rows come in the order of their keys: a room's commits before its head, which may have moved on since they were read.
        TableEntity? last = null;
        try
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            {
                if (!string.Equals(last?.PartitionKey, row.PartitionKey, StringComparison.Ordinal))
                {
                    last = null;
                }

                if (part == TableArchive.Part.Journal && row.RowKey is "head" && last is not null)
                {
                    row["Seq"] = last["To"];
                    row["Checksum"] = last["Checksum"];
                }

                if (row.RowKey.StartsWith('c'))
                {
                    last = row;
                }

                // A snapshot may have been taken since, too: one from beyond the head would be taken for the room's own past once the head comes by.
                if (part == TableArchive.Part.Journal && StoreRows.SnapshotSeq(row) > (last?.GetInt64("To") ?? 0))
                {
                    continue;
                }

                file.Add(part, row);
            }
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            // Nothing of this part was ever stored.
        }
    }

    private static (TableArchive.Part Part, TableClient Table)[] Parts(AzureTableOptions options) =>
    [
        (TableArchive.Part.Journal, options.Open(options.JournalTable)),
        (TableArchive.Part.GrainState, options.Open(options.GrainStateTable)),
        (TableArchive.Part.Keys, options.Open(options.KeyTable)),
    ];
}
