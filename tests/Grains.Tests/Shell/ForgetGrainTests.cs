using System.Text;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Keeping;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class ForgetGrainTests(ShellCluster shell)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[ER5] After a person was forgotten nobody gets the words: no page, no newcomer, no edge that comes back, no restart; the others' stay, in their places")]
    public async Task A_person_is_forgotten()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var edge = new TestEdge(shell.Grains, room, "edge-er5");
        await edge.SubscribeAsync();
        for (var number = 0; number < 120; number++)
        {
            await shell.PostSurelyAsync(room, Cast.Visitor(1 + (number % 2)), $"Demo text-{number % 2} {number}");
        }

        await Eventually.HoldsAsync("the edge has it all", () => edge.At.Seq == 120);
        var before = edge.At;
        var answer = await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person));

        Assert.Equal((null, 60), (answer.Rejection?.Code, answer.Events));
        await Eventually.HoldsAsync("the edge is told that its feed ends", () => edge.Ends == 1);
        Assert.Equal(before.Seq + 1, edge.At.Seq);
        var again = await edge.SubscribeAsync(resume: true);
        Assert.NotNull(again.Snapshot);
        AssertClean(Encoding.UTF8.GetString(again.Snapshot));
        Assert.Equal(122, again.Seq);
        AssertClean(await PagesAsync(room));
        AssertClean(string.Concat((await shell.Journal.Inner.ReadAsync(room, 1, 1_000, Stop)).Select(commit => Encoding.UTF8.GetString(commit.Payload.Span))));

        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo: and on");
        await Eventually.HoldsAsync("the edge is fed again", () => edge.At.Seq == 123);
        Assert.Equal(0, (await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person))).Events);
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));
        var reopened = await new TestEdge(shell.Grains, room, "edge-er5-new").SubscribeAsync();
        AssertClean(Encoding.UTF8.GetString(reopened.Snapshot!));
        Assert.Contains("text-1 119", Encoding.UTF8.GetString(reopened.Snapshot!), StringComparison.Ordinal);
        AssertClean(Encoding.UTF8.GetString((await shell.Journal.Inner.LoadSnapshotAsync(room, Stop))!.Payload.Span));

        static void AssertClean(string text)
        {
            Assert.DoesNotContain("text-0", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Cast.Visitor(1).Person.Value, text, StringComparison.Ordinal);
            Assert.Contains("text-1", text, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "[ER5] What is said while the room forgets is acknowledged in order and stays")]
    public async Task The_room_goes_on_meanwhile()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        await Task.WhenAll(Enumerable.Range(0, 150).Select(number => shell.PostSurelyAsync(room, Cast.Visitor(1), $"Demo gone {number}")));

        var forgetting = ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person));
        var said = new List<long>();
        for (var number = 0; number < 60; number++)
        {
            said.Add((await shell.PostSurelyAsync(room, Cast.Visitor(2), $"Demo kept {number}")).Seq);
        }

        var answer = await forgetting;
        var stored = await shell.Journal.EventsAsync(room);
        Assert.Null(answer.Rejection);
        Assert.Equal(stored.Count(one => one.Event is MessagePosted { Text.Length: 0 }), answer.Events);
        Assert.DoesNotContain(stored, one => one.By.Id == Cast.Visitor(1).Person);
        Assert.Equal(said.Order(), said);
        Assert.Equal(said, stored.Where(one => one.Event is MessagePosted { Text.Length: > 0 }).Select(one => one.Seq));
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(seq => (long)seq), stored.Select(one => one.Seq));
    }

    [Fact(DisplayName = "[ER6] Broken off by the store, and by the room's end, it goes on when it is asked again, or when the room opens")]
    public async Task Broken_off_it_goes_on()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var line = shell.Journal.For(room);
        await shell.PostSurelyAsync(room, Cast.Visitor(1), "Demo gone");
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo kept");
        line.NoRewrites = true;

        var answer = await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person));
        Assert.Equal(RejectionCode.StorageUnavailable, answer.Rejection?.Code);
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo kept, too");
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));
        Assert.Contains(await shell.Journal.EventsAsync(room), one => one.Event is MessagePosted { Text: "Demo gone" });

        line.NoRewrites = false;
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo kept as well");
        await Eventually.HoldsAsync("the room has finished it by itself", async () =>
            (await shell.Journal.EventsAsync(room)).Exists(one => one.Event is RoomForgot));

        var stored = await shell.Journal.EventsAsync(room);
        Assert.Equal(["Demo kept", "Demo kept, too", "Demo kept as well"], stored.Select(one => one.Event).OfType<MessagePosted>().Select(one => one.Text).Where(text => text.Length > 0));
        Assert.DoesNotContain(stored, one => one.By.Id == Cast.Visitor(1).Person);
        Assert.Equal("", stored.Select(one => one.Event).OfType<RoomForgetting>().Single().Key);
        Assert.Equal(0, (await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person))).Events);
    }

    [Fact(DisplayName = "[ER6] A snapshot from before, which a silo that was thought dead still wrote, brings nothing back")]
    public async Task An_old_snapshot_brings_nothing_back()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        await shell.PostSurelyAsync(room, Cast.Visitor(1), "Demo gone");
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo kept");
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));
        var old = (await shell.Journal.Inner.LoadSnapshotAsync(room, Stop))!;
        await ForgetAsync(room, new ForgetOrder(ForgetKind.Person, Cast.Visitor(1).Person));
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));

        await shell.Journal.Inner.DropSnapshotAsync(room, Stop);
        await shell.Journal.Inner.SaveSnapshotAsync(room, old, Stop);
        var opened = await new TestEdge(shell.Grains, room, "edge-er6").SubscribeAsync();

        Assert.Contains("Demo kept", Encoding.UTF8.GetString(opened.Snapshot!), StringComparison.Ordinal);
        Assert.DoesNotContain("Demo gone", Encoding.UTF8.GetString(opened.Snapshot!), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[ER4] A class forgets the messages of before a time, and keeps later ones, its pupils and its switches; again it finds nothing")]
    public async Task A_class_forgets_old_messages()
    {
        await shell.ReadyAsync();
        var grain = shell.Grains.GetGrain<IClassroomGrain>(Cast.Class.ToGrainKey());
        await grain.Execute(Cast.Pupil(71), ShellCluster.NewId(), new JoinClass(), Stop);
        await shell.PostSurelyAsync(Cast.Class, Cast.Teacher, "Demo: of long ago");
        var later = await shell.PostSurelyAsync(Cast.Class, Cast.Teacher, "Demo: of today");
        var stored = await shell.Journal.EventsAsync(Cast.Class);

        var answer = await grain.Forget(new ForgetOrder(ForgetKind.Messages, Before: stored.Single(one => one.Seq == later.Seq).At), Stop);

        Assert.Null(answer.Rejection);
        Assert.InRange(answer.Events, 1, 100);
        var after = await shell.Journal.EventsAsync(Cast.Class);
        Assert.DoesNotContain(after, one => one.Event is MessagePosted { Text.Length: > 0 } && one.Seq < later.Seq);
        Assert.Contains(after, one => one.Event is MessagePosted { Text: "Demo: of today" });
        Assert.Contains(after, one => one.By.Id == Cast.Pupil(71).Person && one.Event is PupilJoined { Pseudonym.Length: > 0 });
        Assert.Equal(0, (await grain.Forget(new ForgetOrder(ForgetKind.Messages, Before: stored.Single(one => one.Seq == later.Seq).At), Stop)).Events);
        Assert.Equal(0, (await grain.Expire(Stop)).Events);
    }

    [Fact(DisplayName = "[ER4] A room that is in no programme any more forgets as well, and opens to nobody for it")]
    public async Task A_room_of_no_programme_forgets()
    {
        var room = RoomId.Class("ffffffffffffffffffffffffffffff00");
        await shell.Journal.Inner.AppendAsync(
            room,
            0,
            new JournalCommit(1, 1, RoomJson.Write([new StoredEvent(
                1, DateTimeOffset.UnixEpoch, Cast.Pupil(1).ToAuthor(), new ClientId("client-old"), new MessagePosted("Demo gone", null, MessageState.Visible, null))])),
            Stop);

        var answer = await ForgetAsync(room, new ForgetOrder(ForgetKind.Messages, Before: DateTimeOffset.UnixEpoch.AddDays(1)));

        Assert.Equal((null, 1), (answer.Rejection?.Code, answer.Events));
        Assert.DoesNotContain(await shell.Journal.EventsAsync(room), one => one.Event is MessagePosted { Text.Length: > 0 });
        Assert.Equal(RejectionCode.NotFound, (await shell.Grains.GetRoom(room).Read(1, 1, Stop)).Rejection?.Code);
        Assert.Equal(new ForgetAnswer(Rejection: null, 0), await ForgetAsync(RoomId.Class("never-written"), new ForgetOrder(ForgetKind.Everything)));
    }

    [Fact(DisplayName = "[ER4] Messages of a class expire by themselves, also where nobody comes any more")]
    public async Task Classes_are_swept()
    {
        var folder = Directory.CreateTempSubdirectory("halle-sweep-").FullName;
        await using var journal = new SqliteJournal(new SqliteOptions { Path = Path.Combine(folder, "halle.db") });
        await journal.OpenAsync(Stop);
        RoomId[] rooms = [Cast.Class, RoomId.Class("ffffffffffffffffffffffffffffff01"), RoomId.Booth("booth-1")];
        var now = TimeProvider.System.GetUtcNow();
        foreach (var room in rooms)
        {
            StoredEvent[] said = [Said(1, now.AddDays(-31), "Demo gone"), Said(2, now.AddDays(-29), "Demo kept")];
            await journal.AppendAsync(room, 0, new JournalCommit(1, 2, RoomJson.Write(said)), Stop);
        }

        await using (var cluster = await ShellCluster.StartAsync(
            2, journal, folder, ("Halle:Classes:ExpireEvery", "00:00:00.300"), ("Halle:Classes:ExpirePace", "00:00:00.010")))
        {
            await ShellCluster.FillAsync(cluster.Client);
            await Eventually.HoldsAsync("both classes have forgotten", async () =>
                await TextsAsync(rooms[0]) is ["Demo kept"] && await TextsAsync(rooms[1]) is ["Demo kept"]);
            Assert.Equal(["Demo gone", "Demo kept"], await TextsAsync(rooms[2]));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        static StoredEvent Said(long seq, DateTimeOffset at, string text) =>
            new(seq, at, Cast.Teacher.ToAuthor(), new ClientId($"client-{seq}"), new MessagePosted(text, null, MessageState.Visible, null));

        async Task<string[]> TextsAsync(RoomId room) =>
            [.. (await journal.ReadAsync(room, 1, 100, Stop)).SelectMany(commit => RoomJson.ReadEvents(commit.Payload.Span))
                .Select(one => one.Event).OfType<MessagePosted>().Select(one => one.Text).Where(text => text.Length > 0)];
    }

    private Task<ForgetAnswer> ForgetAsync(RoomId room, ForgetOrder order) => shell.Grains.GetRoom(room).Forget(order, Stop);

    private async Task<string> PagesAsync(RoomId room)
    {
        var text = new StringBuilder();
        for (var next = 1L; next > 0;)
        {
            var slice = await shell.Grains.GetRoom(room).Read(next, 50, Stop);
            slice.Commits.ToList().ForEach(commit => text.Append(Encoding.UTF8.GetString(commit)));
            next = slice.NextSeq;
        }

        return text.ToString();
    }
}
