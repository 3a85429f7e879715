using Azure.Data.Tables;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Backup;
using Halle.Storage.Journal;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Tests.Backup;

/// <summary>A restore is whole or it is none: what is between is refused by whoever would start on it.</summary>
public sealed class AzureTableBackupTests(Azurite azurite) : IDisposable
{
    private const int Commits = 1_500;

    private readonly AzureTableOptions _from = azurite.NewOptions();
    private readonly AzureTableOptions _to = azurite.NewOptions();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-archive-");

    private static CancellationToken Timeout => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(DisplayName = "[DE5] A restore that was broken off is no store; the same one goes on, another is refused, and only the whole one is opened")]
    public async Task Broken_off_restore()
    {
        var other = await ArchiveAsync("other.db", 1);
        var (room, archive) = (RoomId.Booth("edf"), await ArchiveAsync("one.db", Commits));
        using (var broken = CancellationTokenSource.CreateLinkedTokenSource(Timeout))
        {
            var restoring = AzureTableBackup.RestoreAsync(archive, _to, broken.Token);
            await SomethingStandsAsync(room);
            await broken.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => restoring);
        }

        var half = await Assert.ThrowsAsync<JournalDamagedException>(() => new AzureTableJournal(_to).OpenAsync(Timeout));
        Assert.Contains("was not finished", half.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BackupRefusedException>(() => AzureTableBackup.RestoreAsync(other, _to, Timeout));
        await Assert.ThrowsAsync<BackupRefusedException>(() => AzureTableBackup.SaveAsync(_to, Path.Combine(_folder.FullName, "half.db"), Timeout));

        await AzureTableBackup.RestoreAsync(archive, _to, Timeout);

        var (was, now) = (new AzureTableJournal(_from), new AzureTableJournal(_to));
        await was.OpenAsync(Timeout);
        await now.OpenAsync(Timeout);
        Assert.NotEqual(was.Epoch, now.Epoch);
        Assert.Equal(Commits, await now.ReadHeadAsync(room, Timeout));
        Assert.Equal(Commits, (await now.ReadAsync(room, 0, Commits + 1, Timeout)).Count);
        await Assert.ThrowsAsync<BackupRefusedException>(() => AzureTableBackup.RestoreAsync(archive, _to, Timeout));
    }

    [Fact(DisplayName = "[DE5] Rows without a store are refused by silos and by a restore, and left as they are")]
    public async Task Rows_without_a_store()
    {
        var archive = await ArchiveAsync("one.db", 1);
        var table = new TableClient(_to.ConnectionString, _to.JournalTable);
        await table.CreateAsync(Timeout);
        await table.AddEntityAsync(new TableEntity("booth:edf", "head") { ["Seq"] = 1L }, Timeout);

        await Assert.ThrowsAsync<JournalDamagedException>(() => new AzureTableJournal(_to).OpenAsync(Timeout));
        await Assert.ThrowsAsync<BackupRefusedException>(() => AzureTableBackup.RestoreAsync(archive, _to, Timeout));

        Assert.Single(await table.QueryAsync<TableEntity>(cancellationToken: Timeout).ToListAsync(Timeout));
    }

    [Fact(DisplayName = "[DE5] Silos that make a new store at the same time make one")]
    public async Task One_store_is_made()
    {
        var journals = Enumerable.Range(0, 8).Select(_ => new AzureTableJournal(_to)).ToList();

        await Task.WhenAll(journals.Select(journal => journal.OpenAsync(Timeout)));

        Assert.Single(journals.Select(journal => journal.Epoch).Distinct(StringComparer.Ordinal));
    }

    [Theory(DisplayName = "[DE5] A snapshot that was taken while the backup ran, beyond the last commit that it has, is not in the archive; one up to there is")]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Snapshots_beyond_the_head(long seq, bool kept)
    {
        // What the backup finds when a commit and a snapshot come between its reading of the commits and of what sorts behind them.
        var (room, was) = (RoomId.Booth("edf"), new AzureTableJournal(_from));
        await was.OpenAsync(Timeout);
        await was.SaveSnapshotAsync(room, new JournalSnapshot(seq, "another future"u8.ToArray()), Timeout);

        await AzureTableBackup.RestoreAsync(await ArchiveAsync("one.db", 3), _to, Timeout);

        var now = new AzureTableJournal(_to);
        await now.OpenAsync(Timeout);
        Assert.Equal(3, await now.ReadHeadAsync(room, Timeout));
        Assert.Equal(kept ? seq : null, (await now.LoadSnapshotAsync(room, Timeout))?.Seq);
        var rows = await new TableClient(_to.ConnectionString, _to.JournalTable).QueryAsync<TableEntity>(cancellationToken: Timeout).ToListAsync(Timeout);
        Assert.Equal(kept ? 2 : 0, rows.Count(row => row.PartitionKey == room.ToGrainKey() && row.RowKey[0] == 's'));

        await now.SaveSnapshotAsync(room, new JournalSnapshot(4, "the room's own"u8.ToArray()), Timeout);
        Assert.True((await now.LoadSnapshotAsync(room, Timeout))!.Payload.Span.SequenceEqual("the room's own"u8));
    }

    private async Task<string> ArchiveAsync(string name, int commits)
    {
        var journal = new AzureTableJournal(_from);
        await journal.OpenAsync(Timeout);
        var room = RoomId.Booth("edf");
        for (var head = await journal.ReadHeadAsync(room, Timeout); head < commits; head++)
        {
            await journal.AppendAsync(room, head, new JournalCommit(head + 1, head + 1, new byte[] { 1, 2, 3 }), Timeout);
        }

        var archive = Path.Combine(_folder.FullName, name);
        await AzureTableBackup.SaveAsync(_from, archive, Timeout);
        return archive;
    }

    private async Task SomethingStandsAsync(RoomId room)
    {
        var table = new TableClient(_to.ConnectionString, _to.JournalTable);
        while (true)
        {
            try
            {
                await foreach (var _ in table.QueryAsync<TableEntity>(row => row.PartitionKey == room.ToGrainKey(), 1, cancellationToken: Timeout))
                {
                    return;
                }
            }
            catch (Azure.RequestFailedException error) when (error.Status == 404)
            {
                // The table is not there yet.
            }
        }
    }
}
