using Halle.Chat;
using Halle.Classrooms;
using Halle.Live.Contract;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public abstract class EnterTests(bool ownSockets) : OverBothCarriers(ownSockets)
{
    [Fact(DisplayName = "[RC10] The way of a message: from one browser to another, with the same seq as its receipt")]
    public async Task A_message_reaches_the_others_with_the_seq_of_its_receipt()
    {
        await using var host = await StartAsync();
        await using var reader = await host.ConnectAsync();
        await using var writer = await host.ConnectAsync();
        Assert.Null((await reader.EnterAsync(LiveHost.Booth)).Code);
        Assert.Null((await writer.EnterAsync(LiveHost.Booth)).Code);

        var receipt = await writer.SayAsync(LiveHost.Booth, "Bonjour à tous", "client-0001");

        var frame = await reader.NextAsync<Frame>(where: frame => frame.Set.OfType<ChatMessage>().Any());
        Assert.Equal(ReceiptStatus.Ok, receipt.Status);
        Assert.Equal($"{receipt.Seq}", Assert.Single(frame.Set.OfType<ChatMessage>()).Id);
        Assert.Equal("Bonjour à tous", frame.Set.OfType<ChatMessage>().Single().Text);
        Assert.Equal(receipt.Seq, frame.To);
    }

    [Fact(DisplayName = "[RC11] The answer to entering comes before anything of the room")]
    public async Task The_answer_comes_first()
    {
        await using var host = await StartAsync();
        host.Rooms[LiveHost.Booth].Say("déjà là");
        for (var i = 0; i < 20; i++)
        {
            await using var client = await host.ConnectAsync();
            var answer = await client.EnterAsync(LiveHost.Booth);
            var frame = await client.NextAsync<Frame>();

            // The raw client hands out answers and calls in the order of the wire: nothing was called before the answer.
            Assert.Equal(("e1", 1), (answer.Epoch, answer.Seq));
            Assert.True(frame.Reset);
        }
    }

    [Fact(DisplayName = "[RC12] Coming back with one's position brings what was missed, and only that")]
    public async Task Coming_back_brings_what_was_missed()
    {
        await using var host = await StartAsync();
        var room = host.Rooms[LiveHost.Booth];
        room.Say("un");
        await using var stays = await host.ConnectAsync();
        await stays.EnterAsync(LiveHost.Booth);
        await using var first = await host.ConnectAsync();
        var answer = await first.EnterAsync(LiveHost.Booth);
        await first.DisposeAsync();
        for (var i = 0; i < 500; i++)
        {
            room.Say($"message {i}");
        }

        await using var again = await host.ConnectAsync();
        await again.EnterAsync(LiveHost.Booth, answer.Epoch, answer.Seq);
        var frame = await again.NextAsync<Frame>();

        Assert.False(frame.Reset);
        Assert.Equal((1, 501), (frame.From, frame.To));
        Assert.Equal(500, frame.Set.OfType<ChatMessage>().Count());
    }

    [Theory(DisplayName = "[RC6] A position of the future, before the beginning, or of another epoch gets a reset")]
    [InlineData("e1", 999)]
    [InlineData("e1", -1)]
    [InlineData("e0", 1)]
    [InlineData("", 1)]
    [InlineData(null, 1)]
    public async Task A_foreign_position_gets_a_reset(string? epoch, long lastSeq)
    {
        await using var host = await StartAsync();
        host.Rooms[LiveHost.Booth].Say("un");
        await using var client = await host.ConnectAsync();

        await client.EnterAsync(LiveHost.Booth, epoch, lastSeq);

        Assert.True((await client.NextAsync<Frame>()).Reset);
    }

    [Fact(DisplayName = "[LI22] F05: a room that does not exist reaches no grain")]
    public async Task An_unknown_room_reaches_no_grain()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(RejectionCode.NotFound, (await client.EnterAsync(RoomId.Booth($"inconnu-{i}"))).Code);
        }

        Assert.Empty(host.Rooms.Opened);
    }

    [Fact(DisplayName = "[LI23] F09: of 10 000 rooms asked for by one connection it reads 20, and no other is opened")]
    public async Task A_connection_reads_at_most_20_rooms()
    {
        // What slows the asking is out of the way, so that each of the 10 000 comes before the rule.
        await using var host = await StartAsync([
            ("Live:Limits:Enter:Burst", "20000"), ("Live:Guard:MessageBurst", "20000"), ("Live:Guard:ByteBurst", "10000000")]);
        await using var client = await host.ConnectAsync();

        var answers = await client.CallAllAsync<EnterAnswer>(
            [.. Enumerable.Range(0, 10_000).Select(number => ("Enter", $$"""{"room":"booth:stand-{{number}}"}"""))]);

        Assert.All(answers.Take(20), answer => Assert.Null(answer.Code));
        Assert.All(answers.Skip(20), answer => Assert.Equal(RejectionCode.TooManyRooms, answer.Code));
        Assert.Equal(
            [RoomId.TheEvent, .. Enumerable.Range(0, 20).Select(number => RoomId.Booth($"stand-{number}"))], host.Rooms.Opened.ToHashSet());
        Assert.Null((await client.EnterAsync(RoomId.Booth("stand-3"))).Code);
    }

    [Fact(DisplayName = "[RC13] Nothing is done in a room one has not entered")]
    public async Task Nothing_is_done_in_a_room_one_has_not_entered()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        Assert.Equal(RejectionCode.Forbidden, (await client.SayAsync(LiveHost.Booth, "bonjour", "client-0001")).Code);
        Assert.Equal(RejectionCode.Forbidden, (await client.CallAsync<HistoryPage>("History", "\"booth:stand-demo\",\"5\",10")).Code);
        Assert.Equal(0, host.Rooms[LiveHost.Booth].Executions);
    }

    [Fact(DisplayName = "[RC14] A class one does not belong to is not there")]
    public async Task A_foreign_class_is_not_there()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(Role.Pupil, RoomId.Class("ffeeddccbbaa99887766554433221100"));

        Assert.Equal(RejectionCode.NotFound, (await client.EnterAsync(LiveHost.Class)).Code);
    }

    [Fact(DisplayName = "[RC15] A banned person is put out with the reason, and stays out")]
    public async Task A_banned_person_is_put_out()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);
        await using var client = await host.ConnectAsync(session);
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();

        host.Rooms[LiveHost.Booth].Happen(
            ScriptedRoom.Moderator, new SanctionImposed(session.Actor.Person, "Camille (démo)", SanctionKind.Ban, Until: null, "insultes"));

        var left = await client.NextAsync<RoomLeft>("Left");
        Assert.Equal((RejectionCode.Banned, "insultes"), (left.Code, left.Reason));
        Assert.Equal(RejectionCode.Banned, (await client.EnterAsync(LiveHost.Booth)).Code);
        Assert.Equal(RejectionCode.Forbidden, (await client.SayAsync(LiveHost.Booth, "encore", "client-0002")).Code);
        host.Rooms[LiveHost.Booth].Say("après");
        await Eventually.PassAsync(TimeSpan.FromMilliseconds(600));
        Assert.Empty(client.Pending());
    }

    [Fact(DisplayName = "[RC16] A mute of the whole event is told in every room its person is in")]
    public async Task An_event_wide_mute_is_told_in_every_room()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);
        await using var client = await host.ConnectAsync(session);
        await client.EnterAsync(RoomId.TheEvent);
        await client.EnterAsync(LiveHost.Booth);
        await client.EnterAsync(LiveHost.Talk);

        host.Rooms[RoomId.TheEvent].Happen(
            ScriptedRoom.Moderator, new SanctionImposed(session.Actor.Person, "Camille (démo)", SanctionKind.Mute, Until: null, "spam"));

        var rooms = new HashSet<RoomId>();
        while (rooms.Count < 3)
        {
            rooms.Add((await client.NextAsync<RoomYou>("You", you => you.You.Muted is { Reason: "spam" })).Room);
        }
    }

    [Fact(DisplayName = "[RC17] A revoked session is told and closed within 5 s")]
    public async Task A_revoked_session_is_closed()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Moderator);
        await using var client = await host.ConnectAsync(session);
        await using var other = await host.ConnectAsync();

        host.Sessions.Revoke(session);

        var closing = await client.NextAsync<Closing>();
        Assert.Equal((ClosingCode.Revoked, null), (closing.Code, closing.RetryAfterMs));
        Assert.Equal((1008, "revoked"), await client.Closed.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.Null((await other.EnterAsync(LiveHost.Booth)).Code);
    }

    [Fact(DisplayName = "[CL30] While visits are locked a pupil enters the class, the event and the tour's stop only")]
    public async Task Locked_visits_keep_a_pupil_in_class()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        var room = host.Rooms[LiveHost.Class];
        room.Happen(session.Actor, new PupilJoined("Loutre agile", Waiting: false));
        room.Happen(ScriptedRoom.Moderator, new LockChanged(ClassLock.Visits, On: true), new TourPointed(RoomId.Booth("stand-1")));
        await using var client = await host.ConnectAsync(session);

        Assert.Equal(RejectionCode.Locked, (await client.EnterAsync(LiveHost.Booth)).Code);
        Assert.Null((await client.EnterAsync(RoomId.Booth("stand-1"))).Code);
        Assert.Null((await client.EnterAsync(RoomId.TheEvent)).Code);
        Assert.Null((await client.EnterAsync(LiveHost.Class)).Code);
    }

    [Fact(DisplayName = "[CL30] Pupils who are in other rooms when the teacher locks visits are put out of them with `locked`; the tour's stop moves with the tour")]
    public async Task Locking_visits_puts_pupils_out_of_other_rooms()
    {
        await using var host = await LiveHost.StartAsync();
        var room = host.Rooms[LiveHost.Class];
        var stop = RoomId.Booth("stand-1");
        var session = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        var other = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        room.Happen(session.Actor, new PupilJoined("Loutre agile", Waiting: false));
        room.Happen(other.Actor, new PupilJoined("Renard habile", Waiting: false));
        await using var client = await host.ConnectAsync(session);
        await using var classmate = await host.ConnectAsync(other);
        await using var visitor = await host.ConnectAsync();
        foreach (var one in new[] { client, classmate, visitor })
        {
            Assert.Null((await one.EnterAsync(RoomId.TheEvent)).Code);
            Assert.Null((await one.EnterAsync(LiveHost.Booth)).Code);
        }

        Assert.Null((await client.EnterAsync(stop)).Code);
        Assert.Null((await client.EnterAsync(LiveHost.Talk)).Code);

        room.Happen(ScriptedRoom.Moderator, new TourPointed(stop), new LockChanged(ClassLock.Visits, On: true));

        var left = new[] { await client.NextAsync<RoomLeft>("Left"), await client.NextAsync<RoomLeft>("Left") };
        Assert.Equal([LiveHost.Booth, LiveHost.Talk], left.Select(one => one.Room).OrderBy(one => one.ToGrainKey(), StringComparer.Ordinal));
        Assert.All(left, one => Assert.Equal(RejectionCode.Locked, one.Code));
        Assert.Equal((LiveHost.Booth, RejectionCode.Locked), Parts(await classmate.NextAsync<RoomLeft>("Left")));
        Assert.Equal(RejectionCode.Locked, (await client.EnterAsync(LiveHost.Booth)).Code);
        Assert.Equal(RejectionCode.Forbidden, (await client.SayAsync(LiveHost.Booth, "encore là ?", "client-0001")).Code);
        Assert.Equal(ReceiptStatus.Ok, (await client.SayAsync(stop, "au bon endroit", "client-0002")).Status);
        Assert.Equal(ReceiptStatus.Ok, (await visitor.SayAsync(LiveHost.Booth, "les autres restent", "client-0003")).Status);

        room.Happen(ScriptedRoom.Moderator, new TourPointed(LiveHost.Talk));

        Assert.Equal((stop, RejectionCode.Locked), Parts(await client.NextAsync<RoomLeft>("Left")));
        Assert.Null((await client.EnterAsync(LiveHost.Talk)).Code);

        room.Happen(ScriptedRoom.Moderator, new LockChanged(ClassLock.Visits, On: false));
        await Eventually.IsTrueAsync(() => client.EnterAsync(LiveHost.Booth).GetAwaiter().GetResult().Code is null);

        static (RoomId, string) Parts(RoomLeft left) => (left.Room, left.Code);
    }

    [Theory(DisplayName = "[BI4] A class is taken to rooms that exist, and nowhere else")]
    [InlineData("booth:nowhere", RejectionCode.NotFound)]
    [InlineData("talk:nowhere", RejectionCode.NotFound)]
    [InlineData("class:ffffffffffffffffffffffffffffffff", RejectionCode.NotFound)]
    [InlineData("booth:../x", RejectionCode.BadRequest)]
    [InlineData("booth:stand-demo", null)]
    public async Task A_class_is_taken_to_rooms_that_exist(string stop, string? code)
    {
        await using var host = await LiveHost.StartAsync();
        await using var teacher = await host.ConnectAsync(Role.Teacher, LiveHost.Class);
        await teacher.EnterAsync(LiveHost.Class);
        host.Rooms[LiveHost.Class].OnExecute = (_, _, command) => Task.FromResult(command is PointTour ? Receipt.Ok(1) : Receipt.Refused(new Rejection(RejectionCode.Forbidden)));

        var answer = await teacher.CallAsync<CommandAnswer>(
            "Execute", $"\"{LiveHost.Class.ToGrainKey()}\",\"client-0001\",{{\"type\":\"tour.point\",\"room\":\"{stop}\"}}");

        Assert.Equal(code, answer.Code);
    }

    [Fact(DisplayName = "[CL30] A pupil who reads nothing any more cannot go on writing in a room its class keeps it out of")]
    public async Task Who_does_not_read_cannot_write_either()
    {
        await using var host = await LiveHost.StartAsync();
        var room = host.Rooms[LiveHost.Class];
        var session = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        room.Happen(session.Actor, new PupilJoined("Loutre agile", Waiting: false));
        await using var client = await RawClient.UpgradeAsync(host, session.Id, reading: false);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.SendAsync("""{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");
        await Eventually.IsTrueAsync(() => host.Rooms[LiveHost.Booth].Present == 1);

        // More than the line holds, so that nothing is written to it any more and the pupil is not put out.
        for (var i = 0; i < 2_000; i++)
        {
            host.Rooms[LiveHost.Booth].Say($"{i} {new string('m', 1_000)}");
        }

        room.Happen(ScriptedRoom.Moderator, new LockChanged(ClassLock.Visits, On: true));
        await client.SendAsync("""{"type":1,"invocationId":"2","target":"Execute","arguments":["booth:stand-demo","client-0001",{"type":"chat.post","text":"encore là"}]}""");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(0, host.Rooms[LiveHost.Booth].Executions);
    }

    [Fact(DisplayName = "[CL31] A pupil who waits at the door is told so, and shown nothing until let in")]
    public async Task A_waiting_pupil_is_shown_nothing()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Pupil, own: LiveHost.Class);
        var room = host.Rooms[LiveHost.Class];
        room.Say("entre nous");
        room.Happen(session.Actor, new PupilJoined("Loutre agile", Waiting: true));
        await using var client = await host.ConnectAsync(session);
        Assert.Null((await client.EnterAsync(LiveHost.Class)).Code);

        Assert.Equal(Admission.Waiting, (await client.NextAsync<RoomYou>("You")).You.Admission);
        room.Say("toujours entre nous");
        await Eventually.PassAsync(TimeSpan.FromMilliseconds(600));

        // The same may be told again: everybody is, when the edge hears of the event's room, which may be later than somebody comes.
        Assert.All(client.Pending(), call => Assert.Equal(
            ("You", "waiting"), (call.GetProperty("target").GetString(), call.GetProperty("arguments")[0].GetProperty("you").GetProperty("admission").GetString())));

        room.Happen(ScriptedRoom.Moderator, new PupilAdmitted(session.Actor.Person));
        Assert.Equal(Admission.Admitted, (await client.NextAsync<RoomYou>("You")).You.Admission);
        Assert.True((await client.NextAsync<Frame>()).Reset);

        room.Happen(ScriptedRoom.Moderator, new PupilRemoved(session.Actor.Person));
        Assert.Equal(RejectionCode.Forbidden, (await client.NextAsync<RoomLeft>("Left")).Code);
    }

    [Fact(DisplayName = "[RC18] An edge that stops says so to everybody, serves them until they leave, lets nobody in, and closes who stays")]
    public async Task An_edge_that_stops_says_so()
    {
        await using var host = await StartAsync(("Live:GoingAwaySpread", "00:00:01"), ("Live:GoingAwayNotice", "00:00:00.100"));
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.ConnectAsync()));
        await clients[0].EnterAsync(LiveHost.Booth);

        // A browser has its handshake a moment before the edge counts it.
        await Eventually.IsTrueAsync(() => host.Connections.Count == clients.Length);
        var stopping = Task.Run(host.StopAsync, TestContext.Current.CancellationToken);

        foreach (var client in clients)
        {
            var closing = await client.NextAsync<Closing>();
            Assert.Equal((ClosingCode.GoingAway, 1_000), (closing.Code, closing.RetryAfterMs));
        }

        Assert.Equal(ReceiptStatus.Ok, (await clients[0].SayAsync(LiveHost.Booth, "encore là", "client-0001")).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => host.ConnectAsync());
        await clients[1].DisposeAsync();
        Assert.Equal((1001, "going_away"), await clients[0].Closed);
        await stopping;
    }

    [Fact(DisplayName = "[RC18] An edge whose browsers have all left stops at once")]
    public async Task An_empty_edge_stops_at_once()
    {
        await using var host = await StartAsync(("Live:GoingAwaySpread", "00:00:15"), ("Live:GoingAwayNotice", "00:00:00.100"));
        await using var client = await host.ConnectAsync();

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var stopping = Task.Run(host.StopAsync, TestContext.Current.CancellationToken);
        await client.NextAsync<Closing>();
        await client.DisposeAsync();
        await stopping;

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}

public sealed class EnterTestsOnOwnSockets() : EnterTests(ownSockets: true);

public sealed class EnterTestsOverSignalR() : EnterTests(ownSockets: false);
