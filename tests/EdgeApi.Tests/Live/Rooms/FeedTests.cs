using System.Collections.Immutable;
using System.Globalization;
using Halle.Chat;
using Halle.Live.Contract;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class FeedTests
{
    [Fact(DisplayName = "[RC20] A gap in the feed is noticed with the next batch and filled")]
    public async Task A_gap_is_filled()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];

        room.Silent = true;
        room.Say("perdu");
        room.Silent = false;
        room.Say("suivant");

        var texts = new List<string>();
        while (texts.Count < 2)
        {
            texts.AddRange((await client.NextAsync<Frame>()).Set.OfType<ChatMessage>().Select(message => message.Text));
        }

        Assert.Equal(["perdu", "suivant"], texts);
        Assert.Equal(2, room.Subscriptions);
    }

    [Fact(DisplayName = "[ER5] When a room has forgotten, readers begin anew without the words: who is there, who comes back, who asks for history")]
    public async Task A_forgetful_room_is_taken_anew()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var room = host.Rooms[LiveHost.Booth];
        room.Say("à oublier");
        await client.EnterAsync(LiveHost.Booth);
        var before = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Contains(before.Set.OfType<ChatMessage>(), message => message.Text == "à oublier");
        await client.CallAsync<HistoryPage>("History", "\"booth:stand-demo\",\"2\",50");

        await room.Forget(new Halle.Keeping.ForgetOrder(Halle.Keeping.ForgetKind.Everything), TestContext.Current.CancellationToken);
        var after = await client.NextAsync<Frame>(where: frame => frame.To >= 2);

        Assert.True(after.Reset);
        Assert.Empty(after.Set.OfType<ChatMessage>());
        Assert.Empty((await client.CallAsync<HistoryPage>("History", "\"booth:stand-demo\",\"2\",50")).Messages);
        await using var back = await host.ConnectAsync();
        await back.EnterAsync(LiveHost.Booth, before.Epoch, before.To);
        Assert.Empty((await back.NextAsync<Frame>(where: frame => frame.To >= 2)).Set.OfType<ChatMessage>());
    }

    [Fact(DisplayName = "[RC21] A reactivated room is subscribed to again within a heartbeat")]
    public async Task A_reactivated_room_is_subscribed_to_again()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:00.500"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];

        room.Reactivate();
        room.Say("pendant l'absence");

        var frame = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.False(frame.Reset);
        Assert.Equal("pendant l'absence", frame.Set.OfType<ChatMessage>().Single().Text);
    }

    [Fact(DisplayName = "[RC91] When a silo is lost every room is asked at once, not at the next heartbeat, whether it still feeds this edge")]
    public async Task A_lost_silo_is_no_wait_for_the_heartbeat()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:10"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];
        await Eventually.IsTrueAsync(() => room.Present == 1);

        room.Reactivate();
        room.Say("pendant l'absence");
        host.Rooms.Breaks++;

        var watch = System.Diagnostics.Stopwatch.StartNew();
        var frame = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Equal("pendant l'absence", frame.Set.OfType<ChatMessage>().Single().Text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
    }

    [Fact(DisplayName = "[RC93] A room that ends in order says so to its edges, which subscribe again at once")]
    public async Task An_orderly_end_is_no_wait_for_the_heartbeat()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:10"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];

        room.Move();
        await Eventually.IsTrueAsync(() => room.Subscriptions == 2, TimeSpan.FromSeconds(2));
        room.Say("ailleurs");

        var frame = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Equal("ailleurs", frame.Set.OfType<ChatMessage>().Single().Text);
        Assert.False(frame.Reset);
    }

    [Fact(DisplayName = "[RC22] A restored store has a new epoch: every reader gets a reset")]
    public async Task A_new_epoch_resets_every_reader()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:00.500"));
        await using var client = await host.ConnectAsync();
        host.Rooms[LiveHost.Booth].Say("avant");
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();

        host.Rooms[LiveHost.Booth].Epoch = "e2";
        host.Rooms[LiveHost.Booth].Reactivate();

        var frame = await client.NextAsync<Frame>();
        Assert.Equal(("e2", true), (frame.Epoch, frame.Reset));
    }

    [Fact(DisplayName = "[RC23] A room that cannot be had answers unavailable, and is had later")]
    public async Task A_room_that_cannot_be_had_answers_unavailable()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        host.Rooms[LiveHost.Booth].Refuses = new Rejection(RejectionCode.StorageUnavailable, TimeSpan.FromSeconds(1));

        var refused = await client.EnterAsync(LiveHost.Booth);
        host.Rooms[LiveHost.Booth].Refuses = null;
        EnterAnswer? entered = null;
        await Eventually.IsTrueAsync(() => (entered = client.EnterAsync(LiveHost.Booth).GetAwaiter().GetResult()).Code is null);

        Assert.Equal((RejectionCode.StorageUnavailable, 1_000), (refused.Code, refused.RetryAfterMs));
    }

    [Fact(DisplayName = "[RC141] Who comes from an edge that is further is not set back: this edge asks the room first")]
    public async Task Nobody_is_set_back_by_an_edge_that_lags()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:10"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];
        room.Silent = true;
        room.Say("montré ailleurs");
        await using var mover = await host.ConnectAsync();

        await mover.EnterAsync(LiveHost.Booth, room.Epoch, lastSeq: 1);
        room.Silent = false;
        room.Say("ensuite");

        var frame = await mover.NextAsync<Frame>();
        Assert.Equal((false, 1, 2), (frame.Reset, frame.From, frame.To));
    }

    [Fact(DisplayName = "[RC141] While the room cannot be asked, who is further than this edge is refused for a moment, and others read on")]
    public async Task Who_is_further_waits_for_a_room_that_is_away()
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:10"), ("Live:EnterTimeout", "00:00:00.500"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];
        room.Refuses = new Rejection(RejectionCode.Unavailable, TimeSpan.FromMilliseconds(500));
        await using var mover = await host.ConnectAsync();
        await using var other = await host.ConnectAsync();

        var refused = await mover.EnterAsync(LiveHost.Booth, room.Epoch, lastSeq: 1);
        await other.EnterAsync(LiveHost.Booth);

        Assert.Equal(RejectionCode.Unavailable, refused.Code);
        Assert.NotNull(refused.RetryAfterMs);
        Assert.True((await other.NextAsync<Frame>()).Reset);
    }

    [Fact(DisplayName = "[RC24] A busy room gives no more than four frames a second")]
    public async Task A_busy_room_gives_four_frames_a_second()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();

        for (var i = 0; i < 100; i++)
        {
            host.Rooms[LiveHost.Booth].Say($"message {i}");
            await Eventually.PassAsync(TimeSpan.FromMilliseconds(20));
        }

        var frames = 0;
        for (Frame frame; ; frames++)
        {
            frame = await client.NextAsync<Frame>();
            if (frame.To == 100)
            {
                break;
            }
        }

        Assert.InRange(frames, 4, 16);
    }

    [Fact(DisplayName = "[PR20] A room's readers are reported as people, staff by name")]
    public async Task Readers_are_reported_as_people()
    {
        await using var host = await LiveHost.StartAsync();
        var visitor = host.Sessions.SignIn(Role.Visitor);
        await using var one = await host.ConnectAsync(visitor);
        await using var same = await host.ConnectAsync(visitor);
        await using var staff = await host.ConnectAsync(Role.Professional, LiveHost.Booth);
        await one.EnterAsync(LiveHost.Booth);
        await same.EnterAsync(LiveHost.Booth);
        await staff.EnterAsync(LiveHost.Booth);
        var room = host.Rooms[LiveHost.Booth];

        await Eventually.IsTrueAsync(() => room.Present == 2);

        var report = room.Reports[^1];
        Assert.Equal(1, report.Present[Role.Visitor]);
        Assert.Equal(1, report.Present[Role.Professional]);
        Assert.Equal(Role.Professional, Assert.Single(report.Named).Role);
    }

    [Fact(DisplayName = "[PR57] An edge marks everybody it does not name, once, as long as they are at most 200")]
    public void An_edge_marks_everybody_it_does_not_name()
    {
        var attendance = new Attendance(namesPupils: false, grace: TimeSpan.FromSeconds(10));
        var people = Enumerable.Range(1, 201).Select(number => new PersonId(number.ToString("x32", CultureInfo.InvariantCulture))).ToArray();
        Enter(people[0], Role.Professional);
        foreach (var person in people[1..])
        {
            Enter(person, Role.Visitor);
            Enter(person, Role.Visitor);
        }

        Assert.Equal(people[1..].Select(person => person.Mark), attendance.Report(1).Unnamed!.Value.Order());

        Enter(new PersonId(new string('f', 32)), Role.Pupil);
        Assert.Null(attendance.Report(2).Unnamed);

        // Who is there is all that counts; nobody reads anything.
        void Enter(PersonId person, Role role) => attendance.Enter(new Cursor(null!, new Actor(person, role, "Somebody", []), Audience.Public, () => { }));
    }

    [Fact(DisplayName = "[PR20] A heartbeat says again who is there, as a report of its own, and no reaction twice")]
    public void A_heartbeat_says_again_who_is_there()
    {
        var attendance = new Attendance(namesPupils: true, grace: TimeSpan.FromSeconds(10));
        var actor = new Actor(new PersonId(new string('a', 32)), Role.Pupil, "Lynx", []);
        var cursor = new Cursor(null!, actor, Audience.Public, () => { });
        attendance.Enter(cursor);
        attendance.React("clap");

        Assert.Equal(1, attendance.Report(1).Reactions["clap"]);
        foreach (var version in new[] { 2, 3 })
        {
            var heartbeat = attendance.Report(version);
            Assert.Equal(version, heartbeat.Version);
            Assert.Empty(heartbeat.Reactions);
            Assert.Equal(actor.Person, Assert.Single(heartbeat.Named).Person);
            Assert.Equal(1, heartbeat.Present[Role.Pupil]);
        }

        attendance.React("clap");
        Assert.Equal(1, attendance.Report(4).Reactions["clap"]);
        attendance.Leave(cursor, lost: false, DateTimeOffset.UnixEpoch);
        var left = attendance.Report(5);
        Assert.Empty(left.Named);
        Assert.Empty(left.Present);
        Assert.Empty(left.Reactions);
    }

    [Fact(DisplayName = "[PR21] Leaving counts within about a second; a reload does not count at all")]
    public async Task Leaving_counts_at_once_and_a_reload_does_not()
    {
        await using var host = await LiveHost.StartAsync();
        var reloads = host.Sessions.SignIn(Role.Visitor);
        await using var before = await host.ConnectAsync(reloads);
        await using var leaves = await host.ConnectAsync();
        await before.EnterAsync(LiveHost.Booth);
        await leaves.EnterAsync(LiveHost.Booth);
        var room = host.Rooms[LiveHost.Booth];
        await Eventually.IsTrueAsync(() => room.Present == 2);

        await before.DisposeAsync();
        await using var after = await host.ConnectAsync(reloads);
        await after.EnterAsync(LiveHost.Booth);
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        Assert.DoesNotContain(room.Reports.SkipWhile(report => report.Present.Values.Sum() < 2), report => report.Present.Values.Sum() != 2);

        await leaves.CallAsync<CommandAnswer>("Leave", "\"booth:stand-demo\"");
        await Eventually.IsTrueAsync(() => room.Present == 1, TimeSpan.FromSeconds(2));
    }

    [Fact(DisplayName = "[PR22] A lost connection leaves after the grace time")]
    public async Task A_lost_connection_leaves_after_the_grace_time()
    {
        await using var host = await LiveHost.StartAsync(("Live:FlapGrace", "00:00:01"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        var room = host.Rooms[LiveHost.Booth];
        await Eventually.IsTrueAsync(() => room.Present == 1);

        await client.DisposeAsync();

        await Eventually.IsTrueAsync(() => room.Present == 0, TimeSpan.FromSeconds(5));
    }

    [Fact(DisplayName = "[RC82] A batch that comes twice shows its reactions once")]
    public async Task A_batch_that_comes_twice_shows_its_reactions_once()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        var room = host.Rooms[LiveHost.Booth];
        var pulse = new RoomPulse(0, 1, [], ImmutableDictionary<string, int>.Empty.Add("clap", 3), Zone: null);

        room.Pulse(pulse);
        Assert.Equal(3, (await client.NextAsync<Pulse>(where: shown => !shown.Reactions.IsEmpty)).Reactions["clap"]);
        await room.PulseAgainAsync(pulse);
        room.Say("un");
        room.Say("deux");

        // Whatever the repeated batch showed is written before the second message is.
        var shown = new List<string>();
        await Eventually.IsTrueAsync(() =>
        {
            shown.AddRange(client.Pending().Select(call => call.GetRawText()));
            return shown.Exists(call => call.Contains("deux", StringComparison.Ordinal));
        });
        Assert.DoesNotContain(shown, call => call.Contains("clap", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[RC25] Older messages come as they may be read now")]
    public async Task Older_messages_come_as_they_may_be_read_now()
    {
        await using var host = await LiveHost.StartAsync();
        var room = host.Rooms[LiveHost.Booth];
        for (var i = 1; i <= 900; i++)
        {
            room.Say($"message {i}");
            if (i == 500)
            {
                // Late, while the room still holds them.
                room.Happen(
                    ScriptedRoom.Nobody, new MessageRemoved("100", "hors sujet"), new MessageHeld("99"), new MessageRemoved("98", null), new MessageRestored("98"));
            }
        }

        await using var visitor = await host.ConnectAsync();
        await using var moderator = await host.ConnectAsync(Role.Moderator);
        await visitor.EnterAsync(LiveHost.Booth);
        await moderator.EnterAsync(LiveHost.Booth);
        var asked = host.Rooms.Asked;

        var page = await visitor.CallAsync<HistoryPage>("History", "\"booth:stand-demo\",\"101\",3");
        var forStaff = await moderator.CallAsync<HistoryPage>("History", "\"booth:stand-demo\",\"101\",3");

        Assert.Equal(["97", "98", "100"], page.Messages.Select(message => message.Id));
        Assert.Equal("message 98", page.Messages[1].Text);
        Assert.Equal((MessageState.Removed, "", null), (page.Messages[2].State, page.Messages[2].Text, page.Messages[2].Author));
        Assert.True(page.More);
        Assert.Equal(["98", "99", "100"], forStaff.Messages.Select(message => message.Id));
        Assert.Equal("", forStaff.Messages[2].Text);
        // A reference to the grain costs 20 µs, and the copy holds one.
        Assert.Equal(asked, host.Rooms.Asked);
    }

    [Theory(DisplayName = "[LI24] F06: a page's limit is clamped")]
    [InlineData(2_147_483_647, 200)]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    public async Task A_pages_limit_is_clamped(int limit, int expected)
    {
        await using var host = await LiveHost.StartAsync();
        for (var i = 1; i <= 300; i++)
        {
            host.Rooms[LiveHost.Booth].Say($"message {i}");
        }

        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);

        var page = await client.CallAsync<HistoryPage>("History", $"\"booth:stand-demo\",\"301\",{limit}");

        Assert.Equal(expected, page.Messages.Length);
        Assert.Equal("300", page.Messages[^1].Id);
    }
}
