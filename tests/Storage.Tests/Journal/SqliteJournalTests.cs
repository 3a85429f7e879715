using System.Diagnostics;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Halle.Tests.Journal;

public sealed class SqliteJournalTests : JournalConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-journal-");

    private SqliteOptions Options => new() { Path = Path.Combine(_folder.FullName, "halle.db") };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[RC132] A commit that finds the disk idle waits for company; one that follows another does not")]
    public async Task Who_comes_alone_waits_for_company()
    {
        var options = Options;
        options.Path += ".gathering";
        options.GatherMilliseconds = 100;
        await using var journal = new SqliteJournal(options);
        await journal.OpenAsync(Timeout);
        await journal.AppendAsync(RoomId.Booth("edf"), 0, Commit(1, 1, "m1"), Timeout);
        using (var lull = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            await lull.WaitForNextTickAsync(Timeout);
        }

        var clock = Stopwatch.StartNew();
        var first = journal.AppendAsync(RoomId.Booth("edf"), 1, Commit(2, 2, "m2"), Timeout);
        var second = journal.AppendAsync(RoomId.Booth("ksb"), 0, Commit(1, 1, "m1"), Timeout);
        await Task.WhenAll(first, second);
        var together = clock.Elapsed;
        for (var seq = 3; seq <= 12; seq++)
        {
            await journal.AppendAsync(RoomId.Booth("edf"), seq - 1, Commit(seq, seq, "m"), Timeout);
        }

        Assert.InRange(together.TotalMilliseconds, 90, 2_000);
        Assert.InRange((clock.Elapsed - together).TotalMilliseconds, 0, 900);
    }

    [Fact(DisplayName = "[ST7] A store of a newer program is refused")]
    public async Task Newer_store_is_refused()
    {
        Change("PRAGMA user_version = 99");

        await Assert.ThrowsAsync<JournalDamagedException>(ReopenAsync);
    }

    [Theory(DisplayName = "[ST7] A row that was changed, moved or lost is noticed")]
    [InlineData("UPDATE commits SET payload = x'00' WHERE seq_to = 2")]
    [InlineData("UPDATE commits SET seq_from = 1 WHERE seq_to = 2")]
    [InlineData("DELETE FROM commits WHERE seq_to = 2")]
    [InlineData("UPDATE commits SET room = 'booth:ksb' WHERE seq_to = 2")]
    [InlineData("DELETE FROM commits WHERE seq_to = 3")]
    [InlineData("UPDATE heads SET seq = 2")]
    [InlineData("DELETE FROM heads")]
    [InlineData("UPDATE meta SET value = 'ffffffffffffffffffffffffffffffff'")]
    [InlineData("UPDATE meta SET checksum = checksum + 1")]
    [InlineData("UPDATE meta SET checksum = NULL")]
    [InlineData("UPDATE meta SET key = 'epocg'")]
    [InlineData("DELETE FROM meta")]
    [InlineData("DROP TABLE meta")]
    [InlineData("ALTER TABLE meta DROP COLUMN checksum")]
    public async Task Tampered_row_is_noticed(string change)
    {
        var room = RoomId.Booth("edf");
        for (var seq = 1; seq <= 3; seq++)
        {
            await Journal.AppendAsync(room, seq - 1, Commit(seq, seq, $"m{seq}"), Timeout);
        }

        Change(change);

        await Assert.ThrowsAsync<JournalDamagedException>(async () =>
        {
            var again = await ReopenAsync();
            await again.ReadAsync(room, 0, 10, Timeout);
        });
    }

    [Fact(DisplayName = "[ST5] [ST7] A store of the version before, whose epoch had no checksum, opens with its epoch, and has one from then on")]
    public async Task Store_of_the_version_before_opens()
    {
        var room = RoomId.Booth("edf");
        await Journal.AppendAsync(room, 0, Commit(1, 1, "m1"), Timeout);
        var epoch = Journal.Epoch;
        Change("ALTER TABLE meta DROP COLUMN checksum; PRAGMA user_version = 1");

        var again = await ReopenAsync();
        Assert.Equal(epoch, again.Epoch);
        Assert.Single(await again.ReadAsync(room, 0, 10, Timeout));

        Change("UPDATE meta SET value = 'ffffffffffffffffffffffffffffffff'");
        await Assert.ThrowsAsync<JournalDamagedException>(ReopenAsync);
    }

    [Fact(DisplayName = "[ER2] What was rewritten, and a snapshot that was dropped or replaced, are in no byte of the store's files, while it is open")]
    public async Task Rewritten_text_is_in_no_file()
    {
        const string Secret = "le texte que personne ne garde";
        var room = RoomId.Class("3a");
        for (var seq = 1; seq <= 120; seq++)
        {
            await Journal.AppendAsync(room, seq - 1, Commit(seq, seq, $"{Secret} {seq} " + new string('x', seq * 97 % 9_000)), Timeout);
            if (seq % 40 == 0)
            {
                await Journal.SaveSnapshotAsync(room, new JournalSnapshot(seq, Commit(1, 1, string.Concat(Enumerable.Repeat(Secret, 900))).Payload), Timeout);
            }
        }

        Assert.Contains(Files(), file => Holds(file, Secret));
        foreach (var chunk in Enumerable.Range(1, 120).Chunk(JournalCommit.MaxRewrite))
        {
            await Journal.RewriteAsync(room, 120, [.. chunk.Select(seq => Commit(seq, seq, $"gone {seq}"))], Timeout);
        }

        await Journal.DropSnapshotAsync(room, Timeout);

        Assert.All(Files(), file => Assert.False(Holds(file, Secret), file));
        Assert.Equal(120, (await Journal.ReadAsync(room, 0, 200, Timeout)).Count);
    }

    [Theory(DisplayName = "[ER1] A row that was changed after its rewriting is noticed")]
    [InlineData("UPDATE commits SET payload = x'00' WHERE seq_to = 2")]
    [InlineData("UPDATE commits SET seal = seal + 1 WHERE seq_to = 2")]
    [InlineData("UPDATE commits SET seal = NULL WHERE seq_to = 2")]
    [InlineData("UPDATE commits SET checksum = checksum + 1 WHERE seq_to = 2")]
    public async Task Tampered_rewritten_row_is_noticed(string change)
    {
        var room = RoomId.Booth("edf");
        for (var seq = 1; seq <= 3; seq++)
        {
            await Journal.AppendAsync(room, seq - 1, Commit(seq, seq, $"m{seq}"), Timeout);
        }

        await Journal.RewriteAsync(room, 3, [Commit(2, 2, "new")], Timeout);
        Change(change);

        await Assert.ThrowsAsync<JournalDamagedException>(() => Journal.ReadAsync(room, 0, 10, Timeout));
    }

    [Fact(DisplayName = "[ST5] [ER1] A store of the version before, whose commits had no seal, opens and can be rewritten")]
    public async Task Store_without_seals_opens()
    {
        var room = RoomId.Booth("edf");
        await Journal.AppendAsync(room, 0, Commit(1, 1, "m1"), Timeout);
        Change("ALTER TABLE commits DROP COLUMN seal; PRAGMA user_version = 2");

        var again = await ReopenAsync();
        await again.RewriteAsync(room, 1, [Commit(1, 1, "n1")], Timeout);

        Assert.Equal("n1", Shown((await again.ReadAsync(room, 0, 10, Timeout))[0]).Text);
        await ((IAsyncDisposable)again).DisposeAsync();
    }

    [Fact(DisplayName = "[ST3] Appends of 64 rooms at once are all stored")]
    public async Task Appends_of_many_rooms_are_all_stored()
    {
        var rooms = Enumerable.Range(0, 64).Select(number => RoomId.Booth($"b{number}")).ToArray();
        await Task.WhenAll(rooms.Select(async room =>
        {
            for (var seq = 1; seq <= 8; seq++)
            {
                await Journal.AppendAsync(room, seq - 1, Commit(seq, seq, $"{room.Key}-{seq}"), Timeout);
            }
        }));

        foreach (var room in rooms)
        {
            Assert.Equal(8, await Journal.ReadHeadAsync(room, Timeout));
        }
    }

    protected override Task<IJournal> OpenAsync() => ReopenAsync();

    protected override async Task<IJournal> ReopenAsync()
    {
        var journal = new SqliteJournal(Options);
        await journal.OpenAsync(Timeout);
        return journal;
    }

    private IEnumerable<string> Files() => _folder.EnumerateFiles("halle.db*").Select(file => file.FullName);

    private static bool Holds(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Options.Path}");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
