using System.Collections.Immutable;
using Halle.Chat;
using Halle.Event;
using Halle.Live.Contract;
using Halle.Live.History;
using Halle.Rooms;
using Halle.Talks.Questions;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.History;

public sealed class RoomHistoryTests : IDisposable
{
    private static readonly ImmutableArray<Actor> Writers =
        [.. Enumerable.Range(1, 40).Select(number => new Actor(new PersonId(number.ToString("x32")), Role.Visitor, "Camille (démo)", []))];

    private readonly HistoryCache _cache = new(5_000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[RC94] A page of a long room reads the page and what may have changed it, not the journal; the next page reads itself")]
    public async Task A_page_of_a_long_room_reads_what_it_needs()
    {
        var room = new ScriptedRoom(LiveHost.Booth);
        for (var number = 1; number <= 20_000; number++)
        {
            room.Say($"message {number}");
        }

        using var history = new RoomHistory(LiveHost.Booth, _cache);
        var first = await ReadAsync(history, room, before: 18_001, limit: 50);
        Assert.Equal(("17951", "18000", true), (first.Messages[0].Id, first.Messages[^1].Id, first.More));
        Assert.InRange(room.EventsRead, 50, 1_200);

        var before = room.EventsRead;
        Assert.Equal("17950", (await ReadAsync(history, room, before: 17_951, limit: 50)).Messages[^1].Id);
        Assert.InRange(room.EventsRead - before, 50, 200);

        before = room.EventsRead;
        Assert.Equal("4999", (await ReadAsync(history, room, before: 5_000, limit: 50)).Messages[^1].Id);
        Assert.InRange(room.EventsRead - before, 50, 1_200);
    }

    public void Dispose() => _cache.Dispose();

    [Fact(DisplayName = "[RC163] Whoever reads back where others of this edge just did asks the room for nothing, wherever each of them begins, and is shown what was done to a message since")]
    public async Task A_hall_that_reads_back_asks_once()
    {
        var room = new ScriptedRoom(LiveHost.Booth);
        for (var number = 1; number <= 3_000; number++)
        {
            room.Say($"message {number}");
        }

        using var history = new RoomHistory(LiveHost.Booth, _cache);
        await ReadAsync(history, room, before: 2_801, limit: 100);
        await ReadAsync(history, room, before: 2_701, limit: 100);
        var read = room.EventsRead;
        for (var reader = 0; reader < 200; reader++)
        {
            var page = await ReadAsync(history, room, before: 2_801 - reader % 150, limit: 50);
            Assert.Equal($"{2_800 - reader % 150}", page.Messages[^1].Id);
        }

        Assert.Equal(0, room.EventsRead - read);

        room.Happen(ScriptedRoom.Moderator, new MessageRemoved("2790", Reason: null));
        var after = await ReadAsync(history, room, before: 2_801, limit: 50);
        Assert.Equal((MessageState.Removed, ""), after.Messages.Where(message => message.Id == "2790").Select(message => (message.State, message.Text)).Single());
        Assert.Equal(1, room.EventsRead - read);

        using var anew = new RoomHistory(LiveHost.Booth, _cache);
        await ReadAsync(anew, room, before: 2_801, limit: 50);
        Assert.True(room.EventsRead - read > 50, "a history that begins anew has nothing from before");
    }

    [Theory(DisplayName = "[RC94] A page that is empty and says that there is more has looked through 4 500 events: who goes on from there misses nothing")]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task An_empty_page_says_how_far_it_looked(int limit)
    {
        var room = new ScriptedRoom(LiveHost.Booth);
        List<long> said = [];
        foreach (var votes in new[] { 20_000, 4_400, 4_501, 0, 9_000 })
        {
            said.Add(room.Say("before the vote"));
            for (var vote = 0; vote < votes; vote++)
            {
                room.Happen(ScriptedRoom.Nobody, new QuestionVoted("1"));
            }
        }

        using var history = new RoomHistory(LiveHost.Booth, _cache);
        var (found, empty) = (new List<long>(), 0);
        for (var (before, more) = (room.Seq + 1, true); more;)
        {
            var page = await ReadAsync(history, room, before, limit);
            found.InsertRange(0, page.Messages.Select(Seq));
            empty += page.More && page.Messages.IsEmpty ? 1 : 0;
            (before, more) = (page.Messages.IsEmpty ? Math.Max(1, before - RoomHistory.LookedThrough) : Seq(page.Messages[0]), page.More);
        }

        Assert.Equal(said, found);
        Assert.Equal(5, empty);
    }

    [Theory(DisplayName = "[RC95] [CH4] Whatever was held, released, removed, restored and pinned, pages show what reading everything would show, of what is removed a tombstone")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Pages_show_what_reading_everything_would_show(int seed)
    {
        var random = new Random(seed);
        var (room, journal, stored) = Play(random, steps: 4_000);
        var whole = new MessageFates(1);
        stored.ForEach(whole.Take);

        foreach (var audience in new[] { Audience.Public, Audience.Staff })
        {
            // The fold itself agrees with the room on what the room still holds, tombstones among it.
            var removed = 0;
            foreach (var posted in stored.Where(one => one.Event is MessagePosted).TakeLast(250))
            {
                var (shown, read) = (room.Show(new EntityKey("message", $"{posted.Seq}"), audience) as ChatMessage, whole.Show(posted, audience));
                Assert.Equal((shown?.State, shown?.Text, shown?.Author, shown?.ReplyTo), (read?.State, read?.Text, read?.Author, read?.ReplyTo));
                removed += read?.State == MessageState.Removed ? 1 : 0;
            }

            Assert.True(removed > 0, "none was removed");
            var expected = stored.Select(one => whole.Show(one, audience)).OfType<ChatMessage>().ToList();
            using var history = new RoomHistory(LiveHost.Booth, _cache);
            for (var jump = 0; jump < 20; jump++)
            {
                var before = random.Next(2, (int)journal.Seq + 2);
                var page = await ReadAsync(history, journal, before, limit: random.Next(1, 60), audience);
                Assert.Equal(expected.Where(message => Seq(message) < before).TakeLast(page.Messages.Length), page.Messages);
            }

            var pages = new List<ChatMessage>();
            for (var (before, more) = (journal.Seq + 1, true); more;)
            {
                var page = await ReadAsync(history, journal, before, limit: random.Next(1, 120), audience);
                pages.InsertRange(0, page.Messages);
                Assert.True(!page.More || page.Messages.Length > 0, "a page that says that there is more leads on");
                (before, more) = (page.Messages.Length > 0 ? Seq(page.Messages[0]) : 0, page.More);
            }

            Assert.Equal(expected, pages);
        }
    }

    private static async Task<HistoryPage> ReadAsync(
        RoomHistory history, ScriptedRoom room, long before, int limit, Audience audience = Audience.Public)
    {
        var page = await history.ReadAsync(room, audience, before, limit, room.Seq, Stop);
        Assert.Null(page.Code);
        return page;
    }

    private static long Seq(ChatMessage message) => long.Parse(message.Id);

    /// <summary>A lively booth by the real rules, its events stored as they happen.</summary>
    private static (Room Room, ScriptedRoom Journal, List<StoredEvent> Stored) Play(Random random, int steps)
    {
        var room = RoomFactory.Create(LiveHost.Booth, new RoomSettings());
        var journal = new ScriptedRoom(LiveHost.Booth);
        var stored = new List<StoredEvent>();
        var changes = new Changes();
        for (var step = 0; step < steps; step++)
        {
            var (actor, command) = Wish(random, step, (int)room.Seq);
            var now = DateTimeOffset.UnixEpoch.AddSeconds(step);
            var decision = room.Decide(command, new Situation(LiveHost.Booth, actor, Own: false, now, EventWide.None));
            if (decision.Rejection is null && !decision.Events.IsEmpty)
            {
                journal.Happen(actor, [.. decision.Events]);
                foreach (var one in room.Sequence(decision, actor, new ClientId($"client-{step:D6}"), now))
                {
                    room.Apply(one, changes);
                    stored.Add(one with { At = DateTimeOffset.UnixEpoch.AddSeconds(one.Seq), ClientId = null });
                }

                changes.Clear();
            }
        }

        return (room, journal, stored);
    }

    private static (Actor Actor, RoomCommand Command) Wish(Random random, int step, int seq)
    {
        var writer = Writers[random.Next(Writers.Length)];
        if (random.Next(10) < 7)
        {
            return (writer, new PostMessage(random.Next(12) == 0 ? $"voir https://exemple.fr/{step} svp" : $"question {step}"));
        }

        // Mostly of what is still at hand, so that it is done.
        var message = $"{Math.Max(1, seq - random.Next(random.Next(4) == 0 ? 1_500 : 600))}";
        return (ScriptedRoom.Moderator, random.Next(6) switch
        {
            0 => new HoldMessage(message),
            1 or 2 => new ReleaseMessage(message),
            3 => new RemoveMessage(message, Reason: null),
            4 => new RestoreMessage(message),
            _ => new PinMessage(message),
        });
    }
}
