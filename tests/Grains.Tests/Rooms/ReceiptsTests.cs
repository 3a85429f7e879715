using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

public sealed class ReceiptsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly RoomId Booth = RoomId.Booth("edf");
    private static readonly RoomSettings Settings = new();

    // Who, how many seqs further, how many ticks later.
    private static readonly Gen<(int Who, int Further, long Later)[]> Commands =
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 4], Gen.Long[0, TimeSpan.TicksPerMinute]).Array[0, 1_500];

    [Fact(DisplayName = "[RC53] What a room remembers of commands is the same after a snapshot, to the tick, and ends at the same moment")]
    public void Receipts_survive_a_snapshot() => Commands.Sample(
        commands =>
        {
            var receipts = new Receipts();
            var (seq, at, sent) = (0L, Start, new List<StoredEvent>());
            foreach (var (who, further, later) in commands)
            {
                (seq, at) = (seq + further, at.AddTicks(later));
                sent.Add(Posted(seq, at, who));
                receipts.Apply(sent[^1]);
            }

            var loaded = new Receipts();
            loaded.Load(JsonSerializer.Deserialize<Receipts.Columns>(JsonSerializer.Serialize(receipts.Save(), RoomJson.Options), RoomJson.Options)!);
            var last = Posted(seq + 1, at + Receipts.KeepFor - TimeSpan.FromTicks(1), 0);
            receipts.Apply(last);
            loaded.Apply(last);

            Assert.Equal(receipts.Count, loaded.Count);
            Assert.All(sent, stored => Assert.Equal(receipts.Find(stored.By.Id, stored.ClientId!.Value), loaded.Find(stored.By.Id, stored.ClientId!.Value)));
        },
        iter: 100);

    [Fact(DisplayName = "[RC143] Ten minutes of a room at 10 commands a second are at most 60 bytes each in a snapshot, and none in what readers are given")]
    public void Receipts_are_small()
    {
        var room = RoomFactory.Create(Booth, Settings);
        for (var seq = 1; seq <= 6_000; seq++)
        {
            room.Apply(Posted(seq, Start.AddMilliseconds(seq * 100L), seq % 50), new Changes());
        }

        Assert.Equal(6_000, room.Remembered);
        var (whole, forReaders) = (room.Save(), room.SaveForReaders());

        Assert.InRange(whole.Length - forReaders.Length, 1, 60 * 6_000);
        Assert.DoesNotContain(Id(5_999).Value, Encoding.UTF8.GetString(forReaders), StringComparison.Ordinal);
        var copy = RoomFactory.Copy(room, Settings);
        Assert.Equal(5_999, copy.FindReceipt(Person(5_999 % 50), Id(5_999)));
        Assert.Equal(whole, copy.Save());
    }

    [Fact(DisplayName = "[RC143] A reader's copy remembers no command, neither of what it was given nor of what came later, and shows what the room shows")]
    public void A_readers_copy_remembers_no_command()
    {
        var room = RoomFactory.Create(Booth, Settings);
        Room? copy = null;
        for (var seq = 1; seq <= 2_000; seq++)
        {
            var posted = Posted(seq, Start.AddMilliseconds(seq * 100L), seq % 50);
            room.Apply(posted, new Changes());
            copy?.Apply(posted, new Changes());
            copy ??= seq == 700 ? RoomFactory.ForReaders(Booth, Settings, room.SaveForReaders()) : null;
        }

        Assert.Equal((2_000, 0, 2_000L), (room.Remembered, copy!.Remembered, copy.Seq));
        Assert.Equal(0, RoomFactory.ForReaders(Booth, Settings, room.Save()).Remembered);
        Assert.Equal(room.ShowAll(Audience.Staff).Select(RoomJson.KeyOf), copy.ShowAll(Audience.Staff).Select(RoomJson.KeyOf));
        Assert.Throws<InvalidOperationException>(() => copy.Save());
    }

    [Fact(DisplayName = "[RC143] What readers are given is what the release before read: version 1, with a list of receipts that is empty")]
    public void Readers_snapshot_is_of_version_1()
    {
        var room = RoomFactory.Create(Booth, Settings);
        room.Apply(Posted(1, Start, 1), new Changes());

        var json = JsonDocument.Parse(room.SaveForReaders()).RootElement;

        Assert.Equal(["version", "seq", "at", "receipts", "parts"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, json.GetProperty("version").GetInt32());
        Assert.Equal(0, json.GetProperty("receipts").GetArrayLength());
    }

    [Fact(DisplayName = "[RC143] A snapshot of version 1, with a list of receipts, is read with them")]
    public void Version_1_is_read()
    {
        var json = """
            {"version":1,"seq":7,"at":"2026-11-23T09:00:00+00:00","receipts":[{"sender":"P","clientId":"abcabcabc","seq":6,"at":"2026-11-23T08:59:59+00:00"}],"parts":{}}
            """.Replace("P", Person(3).Value, StringComparison.Ordinal);

        var room = RoomFactory.Load(Booth, Settings, Encoding.UTF8.GetBytes(json));

        Assert.Equal(7, room.Seq);
        Assert.Equal(6, room.FindReceipt(Person(3), new ClientId("abcabcabc")));
    }

    [Theory(DisplayName = "[RC143] Columns that are not those of one table are no snapshot")]
    [InlineData("""{"senders":["P"],"by":[0,0],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[1]}""")]
    [InlineData("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1,1],"ticks":[1]}""")]
    [InlineData("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[]}""")]
    [InlineData("""{"senders":["P"],"by":[1],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[1]}""")]
    [InlineData("""{"senders":["P"],"by":[-1],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[1]}""")]
    [InlineData("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[-1]}""")]
    [InlineData("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[9223372036854775807]}""")]
    [InlineData("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1]}""")]
    public void Broken_columns_are_refused(string columns)
    {
        Assert.Equal(1, Loaded("""{"senders":["P"],"by":[0],"clientIds":["aaaaaaaa"],"seqs":[1],"ticks":[1]}""").Remembered);

        Assert.Throws<JsonException>(() => Loaded(columns));
    }

    private static Room Loaded(string columns) => RoomFactory.Load(Booth, Settings, Encoding.UTF8.GetBytes(
        """{"version":2,"seq":7,"at":"2026-11-23T09:00:00+00:00","receipts":[],"parts":{},"remembered":"""
        + columns.Replace("\"P\"", $"\"{Person(3).Value}\"", StringComparison.Ordinal) + "}"));

    private static PersonId Person(int number) => new(number.ToString("x32", CultureInfo.InvariantCulture));

    private static ClientId Id(long number) => new("client-0000" + number.ToString("x11", CultureInfo.InvariantCulture));

    private static StoredEvent Posted(long seq, DateTimeOffset at, int who) =>
        new(seq, at, new Author(Person(who), Role.Visitor, "Camille"), Id(seq), new MessagePosted("Bonjour", null, MessageState.Visible, null));
}
