using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Tests.Journal;

public sealed class AzureTableJournalTests(Azurite azurite) : JournalConformance
{
    private readonly AzureTableOptions _options = azurite.NewOptions();

    [Fact(DisplayName = "[ST6] A store that does not answer is unavailable, not fenced")]
    public async Task Away_is_unavailable()
    {
        var away = azurite.NewOptions();
        away.ConnectionString = away.ConnectionString.Replace("127.0.0.1:2", "127.0.0.1:1", StringComparison.Ordinal);
        away.RequestTimeoutSeconds = 1;

        await Assert.ThrowsAsync<JournalUnavailableException>(() => new AzureTableJournal(away).OpenAsync(Timeout));
    }

    [Fact(DisplayName = "[ST4] A snapshot of a busy room, 400 KB of JSON with ids of its own in each line, takes at most three rows of 60 KB")]
    public async Task Snapshots_are_packed()
    {
        var random = new Random(7);
        var people = Enumerable.Range(0, 50).Select(_ => random.NextInt64().ToString("x32", CultureInfo.InvariantCulture)).ToArray();
        var json = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 3_000).Select(seq => new
        {
            sender = people[random.Next(people.Length)],
            clientId = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture),
            seq,
            at = DateTimeOffset.UnixEpoch.AddMilliseconds(seq * 137L),
        }));
        Assert.InRange(json.Length, 350_000, 500_000);

        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(3_000, json), Timeout);

        Assert.InRange((await RowsAsync()).Count(row => row.RowKey.StartsWith("s0", StringComparison.Ordinal)), 1, 3);
        Assert.True((await Journal.LoadSnapshotAsync(Booth, Timeout))!.Payload.Span.SequenceEqual(json));
    }

    [Fact(DisplayName = "[ST4] A snapshot that was stored before snapshots were packed is read")]
    public async Task Unpacked_snapshots_are_read()
    {
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(7, "as it was"u8.ToArray()), Timeout);
        foreach (var row in (await RowsAsync()).Where(row => row.RowKey[0] == 's'))
        {
            if (!row.Remove("Length"))
            {
                row["Data"] = "as it was"u8.ToArray();
            }

            await Rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Timeout);
        }

        var loaded = await Journal.LoadSnapshotAsync(Booth, Timeout);

        Assert.Equal(7, loaded?.Seq);
        Assert.Equal("as it was", Encoding.UTF8.GetString(loaded!.Payload.Span));
    }

    [Theory(DisplayName = "[ST4] A snapshot whose bytes or length are not what was written is none")]
    [InlineData("Data")]
    [InlineData("Length")]
    [InlineData("below")]
    [InlineData("beyond")]
    [InlineData("Pieces")]
    public async Task Broken_snapshots_are_none(string what)
    {
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(7, "whole and well"u8.ToArray()), Timeout);
        var row = (await RowsAsync()).Single(row => row.RowKey == (what == "Data" ? "s0000000000000000007-0000" : "snapshot"));
        row[what is "Data" or "Pieces" ? what : "Length"] = (object)(what switch
        {
            "Data" => (byte[])[1, 2, 3],
            "below" or "Pieces" => -1,
            "beyond" => int.MaxValue,
            _ => 13,
        });
        await Rows.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Timeout);

        Assert.Null(await Journal.LoadSnapshotAsync(Booth, Timeout));
    }

    [Fact(DisplayName = "[ST2] A head that a rewrite wrote again with the same seq overtakes nobody: one attempt is told to come again, and the next is stored")]
    public async Task A_rewrite_overtakes_nobody()
    {
        await Journal.AppendAsync(Booth, 0, Commit(1, 1, "before"), Timeout);
        var other = await ReopenAsync();
        Assert.Equal(1, await other.ReadHeadAsync(Booth, Timeout));
        await Journal.RewriteAsync(Booth, 1, [Commit(1, 1, "hidden")], Timeout);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => other.AppendAsync(Booth, 1, Commit(2, 2, "after"), Timeout));
        await other.AppendAsync(Booth, 1, Commit(2, 2, "after"), Timeout);

        Assert.Equal(["hidden", "after"], (await Journal.ReadAsync(Booth, 0, 9, Timeout)).Select(commit => Encoding.UTF8.GetString(commit.Payload.Span)));
    }

    private TableClient Rows => new(_options.ConnectionString, _options.JournalTable);

    private async Task<List<TableEntity>> RowsAsync()
    {
        var partition = Booth.ToGrainKey();
        return await Rows.QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: Timeout).ToListAsync(Timeout);
    }

    protected override Task<IJournal> OpenAsync() => ReopenAsync();

    protected override async Task<IJournal> ReopenAsync()
    {
        var journal = new AzureTableJournal(_options);
        await journal.OpenAsync(Timeout);
        return journal;
    }
}
