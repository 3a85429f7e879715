using System.Collections.Immutable;
using CsCheck;
using Halle.Booths;
using Halle.Demo;
using Halle.Event;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

public sealed class BookkeepingTests
{
    private static readonly RoomId Booth = RoomId.Booth("demo");

    [Fact(DisplayName = "[RC150] Refusals are forgotten after 30 s and beyond a thousand")]
    public void Refusals_are_forgotten()
    {
        var (refusals, person, said) = (new RecentRefusals(), Cast.Visitor(1).Person, new Rejection(RejectionCode.Muted));
        refusals.Add(person, new ClientId("refused-0"), said, TimeSpan.Zero);
        Assert.Equal(said, refusals.Find(person, new ClientId("refused-0"), RecentRefusals.KeepFor));
        Assert.Null(refusals.Find(person, new ClientId("refused-0"), RecentRefusals.KeepFor + TimeSpan.FromTicks(1)));

        for (var number = 0; number <= RecentRefusals.KeepCount; number++)
        {
            refusals.Add(person, new ClientId($"refused-{number}"), said, RecentRefusals.KeepFor);
        }

        Assert.Null(refusals.Find(person, new ClientId("refused-0"), RecentRefusals.KeepFor));
        Assert.Equal(said, refusals.Find(person, new ClientId("refused-1"), RecentRefusals.KeepFor));
    }

    [Fact(DisplayName = "[RC63] Batches follow on without hole or repeat, one at a time, however they are taken")]
    public void Batches_follow_on_one_at_a_time() =>
        Gen.Int[0, 2].List[1, 200].Sample(steps =>
        {
            var backlog = new FeedBacklog(Booth, "epoch", at: 10, maxBytes: 1_000);
            var (written, told, reactions) = (10L, 10L, 0);
            FeedBatch? inFlight = null;
            foreach (var step in steps.Append(2).Append(1).Append(2).Append(1))
            {
                if (step == 0)
                {
                    Assert.True(backlog.TryAdd(++written, [1]));
                    backlog.Add(new RoomPulse(written, 1, [], ImmutableDictionary<string, int>.Empty.Add("clap", 1), Zone: null));
                }
                else if (step == 1 && inFlight is not null)
                {
                    backlog.Delivered();
                    inFlight = null;
                }
                else if (backlog.TakeNext() is { } batch)
                {
                    Assert.Null(inFlight);
                    inFlight = batch;
                    Assert.Equal((told, batch.To - batch.From), (batch.From, (long)batch.Commits.Length));
                    told = batch.To;
                    reactions += batch.Pulse?.Reactions.GetValueOrDefault("clap") ?? 0;
                }
            }

            Assert.Equal((written, written - 10), (told, (long)reactions));
        });

    [Fact(DisplayName = "[RC64] A feed has a bound")]
    public void A_feed_has_a_bound()
    {
        var backlog = new FeedBacklog(Booth, "epoch", at: 0, maxBytes: 10);
        Assert.True(backlog.TryAdd(1, new byte[10]));
        Assert.False(backlog.TryAdd(2, new byte[1]));
    }

    [Fact(DisplayName = "[RC65] An edge that comes back gets exactly what it missed, or a snapshot")]
    public void An_edge_that_comes_back_gets_exactly_what_it_missed()
    {
        var recent = new RecentCommits(maxBytes: 6);
        recent.Add(0, 3, [1, 1]);
        recent.Add(3, 4, [2, 2]);
        recent.Add(4, 9, [3, 3]);
        recent.Add(9, 10, [4, 4]);

        Assert.Null(recent.After(0, 10));
        Assert.Equal([2, 3, 4], recent.After(3, 10)!.Value.Select(commit => (int)commit[0]));
        Assert.Equal([4], recent.After(9, 10)!.Value.Select(commit => (int)commit[0]));
        Assert.Empty(recent.After(10, 10)!.Value);
        Assert.Null(recent.After(5, 10));
        Assert.Null(recent.After(11, 10));
        Assert.Null(recent.After(-1, 10));
    }

    [Fact(DisplayName = "[PR54] The ledger converges to the sum of the newest reports, whatever is repeated, late or lapsed")]
    public void The_ledger_converges() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20], Gen.Long[1, 30], Gen.Int[0, 4]).List[0, 60].Sample(reports =>
        {
            var ledger = new PresenceLedger(TimeSpan.FromSeconds(15));
            var (now, newest) = (TimeSpan.Zero, new Dictionary<int, (long Version, int Present, TimeSpan Until)>());
            foreach (var (edge, present, version, pause) in reports)
            {
                now += TimeSpan.FromSeconds(pause);
                ledger.Lapse(now);
                foreach (var gone in newest.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToArray())
                {
                    newest.Remove(gone);
                }

                ledger.Report(new EdgeId($"edge-{edge}"), Report(version, present), now);
                var known = newest.GetValueOrDefault(edge);
                newest[edge] = version > known.Version
                    ? (version, present, now + TimeSpan.FromSeconds(15))
                    : known with { Until = now + TimeSpan.FromSeconds(15) };
            }

            Assert.Equal(newest.Values.Sum(report => report.Present), ledger.Present);
            ledger.Lapse(now + TimeSpan.FromSeconds(15));
            Assert.Equal((0, default(TimeSpan?)), (ledger.Present, ledger.NextLapse));
        });

    [Fact(DisplayName = "[PR57] Somebody known by name who reads through two edges is one person")]
    public void Somebody_known_by_name_is_one_person()
    {
        var ledger = new PresenceLedger(TimeSpan.FromSeconds(15));
        var (lea, max) = (new NamedPresence(Cast.Person(1), Role.Pupil, "Loutre"), new NamedPresence(Cast.Person(2), Role.Pupil, "Castor"));
        ledger.Report(new EdgeId("edge-a"), Report(1, present: 2) with { Named = [lea, max] }, TimeSpan.Zero);
        ledger.Report(new EdgeId("edge-b"), Report(1, present: 1) with { Named = [lea] }, TimeSpan.Zero);
        Assert.Equal(2, ledger.Present);

        ledger.Report(new EdgeId("edge-a"), Report(2, present: 1) with { Named = [max] }, TimeSpan.Zero);
        Assert.Equal(2, ledger.Present);

        ledger.Remove(new EdgeId("edge-b"));
        Assert.Equal(1, ledger.Present);
    }

    [Fact(DisplayName = "[PR57] A visitor who reads through two edges is one person, and stays one when either edge lets go")]
    public void A_visitor_at_two_edges_is_one_person()
    {
        var ledger = new PresenceLedger(TimeSpan.FromSeconds(15));
        var (alix, sacha) = (Cast.Person(1).Mark, Cast.Person(2).Mark);
        var host = new NamedPresence(Cast.Person(3), Role.Professional, "Demo host");
        ledger.Report(new EdgeId("edge-a"), Report(1, present: 3) with { Named = [host], Unnamed = [alix, sacha] }, TimeSpan.Zero);
        ledger.Report(new EdgeId("edge-b"), Report(1, present: 2) with { Named = [host], Unnamed = [alix] }, TimeSpan.Zero);
        Assert.Equal(3, ledger.Present);

        // As many as before, and somebody else.
        ledger.Report(new EdgeId("edge-b"), Report(2, present: 2) with { Named = [host], Unnamed = [Cast.Person(4).Mark] }, TimeSpan.Zero);
        Assert.Equal(4, ledger.Present);

        ledger.Report(new EdgeId("edge-b"), Report(3, present: 2) with { Named = [host], Unnamed = [sacha] }, TimeSpan.Zero);
        ledger.Remove(new EdgeId("edge-a"));
        Assert.Equal(2, ledger.Present);
    }

    [Fact(DisplayName = "[PR57] An edge with a crowd, or of an older version, says how many: those are added to who is known one by one")]
    public void A_crowd_is_added()
    {
        var ledger = new PresenceLedger(TimeSpan.FromSeconds(15));
        ledger.Report(new EdgeId("edge-a"), Report(1, present: 1_000), TimeSpan.Zero);
        ledger.Report(new EdgeId("edge-b"), Report(1, present: 2) with { Unnamed = [1, 2] }, TimeSpan.Zero);
        ledger.Report(new EdgeId("edge-c"), Report(1, present: 2) with { Unnamed = [2, 3] }, TimeSpan.Zero);

        Assert.Equal(1_003, ledger.Present);
    }

    [Fact(DisplayName = "[PR55] A room that fell silent counts as empty, and is told so once")]
    public void A_silent_room_counts_as_empty()
    {
        var board = new ZoneBoard(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), new CountBudget(40));
        board.Report(Booth, new SiteStatus(3, 1, Live: false), TimeSpan.Zero);
        Assert.Equal(3, board.TakeChanges(TimeSpan.Zero)!["booth:demo"].Present);
        board.Report(Booth, new SiteStatus(3, 1, Live: false), TimeSpan.FromSeconds(5));
        Assert.Null(board.TakeChanges(TimeSpan.FromSeconds(5)));

        board.Lapse(TimeSpan.FromSeconds(19.9));
        Assert.Single(board.Whole());
        board.Lapse(TimeSpan.FromSeconds(20));

        Assert.Empty(board.Whole());
        Assert.Equal(new SiteStatus(0, 0, Live: false), board.TakeChanges(TimeSpan.FromSeconds(20))!["booth:demo"]);
        Assert.True(board.IsEmpty);
    }

    [Fact(DisplayName = "[ZO6] One more among many waits until a tenth have come or the count has settled; what matters is told at once")]
    public void A_small_change_of_a_count_settles()
    {
        var board = new ZoneBoard(TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(30), new CountBudget(40));
        var calm = new SiteStatus(100, 1, Live: false);
        SiteStatus? Told(SiteStatus status, double at)
        {
            board.Report(Booth, status, TimeSpan.FromSeconds(at));
            return board.TakeChanges(TimeSpan.FromSeconds(at))?["booth:demo"];
        }

        Assert.Equal(calm, Told(calm, at: 0));
        Assert.Null(Told(calm with { Present = 109 }, at: 1));
        Assert.Equal(calm with { Present = 110 }, Told(calm with { Present = 110 }, at: 2));
        Assert.Null(Told(calm with { Present = 111 }, at: 3));
        Assert.Equal(calm with { Present = 111, Available = 0 }, Told(calm with { Present = 111, Available = 0 }, at: 4));
        Assert.Null(Told(calm with { Present = 112, Available = 0 }, at: 33.9));
        Assert.False(board.IsEmpty);
        Assert.Equal(112, board.TakeChanges(TimeSpan.FromSeconds(34))!["booth:demo"].Present);

        // Back to what was told: there is nothing to say, and nobody waits for it.
        Assert.Null(Told(calm with { Present = 113, Available = 0 }, at: 35));
        Assert.Null(Told(calm with { Present = 112, Available = 0 }, at: 36));
        Assert.Null(board.TakeChanges(TimeSpan.FromSeconds(100)));
        Assert.Equal(new SiteStatus(0, 0, Live: false), Told(new SiteStatus(0, 0, Live: false), at: 101));
        Assert.Equal(1, Told(new SiteStatus(1, 0, Live: false), at: 102)!.Present);
        Assert.Equal(2, Told(new SiteStatus(2, 0, Live: false), at: 103)!.Present);
    }

    [Fact(DisplayName = "[ZO6] Where all sites change all the time no more counts are told than an idle line carries, each in its turn; what is more than a count is told at once")]
    public void Of_many_counts_some_are_told()
    {
        var board = new ZoneBoard(TimeSpan.FromSeconds(150), TimeSpan.FromSeconds(30), new CountBudget(40));
        var told = new Dictionary<string, int>();
        var (weight, longest) = (0, 0);
        for (var second = 0; second < 660; second++)
        {
            for (var site = 1; site <= 45; site++)
            {
                board.Report(RoomId.Booth($"site-{site}"), new SiteStatus(1 + second + site, 0, Live: false), TimeSpan.FromSeconds(second));
            }

            var changes = board.TakeChanges(TimeSpan.FromSeconds(second));
            weight += second < 60 || changes is null ? 0 : changes.Count + 1;
            foreach (var key in changes?.Keys ?? [])
            {
                longest = Math.Max(longest, second - told.GetValueOrDefault(key));
                told[key] = second;
            }
        }

        Assert.Equal(45, told.Count);
        Assert.InRange(weight, 390, 410);
        Assert.InRange(longest, 60, 90);

        board.Report(RoomId.Booth("site-45"), new SiteStatus(3, 1, Live: false), TimeSpan.FromSeconds(660));
        Assert.Equal(1, board.TakeChanges(TimeSpan.FromSeconds(660))!["booth:site-45"].Available);
    }

    [Theory(DisplayName = "[SI54] The demo's forum is on the coming Friday, or on this one while it lasts")]
    [InlineData("2026-11-24T10:00:00Z", "2026-11-27T00:00:00+01:00")]
    [InlineData("2026-11-27T15:59:00Z", "2026-11-27T00:00:00+01:00")]
    [InlineData("2026-11-27T16:00:00Z", "2026-12-04T00:00:00+01:00")]
    [InlineData("2026-10-24T10:00:00Z", "2026-10-30T00:00:00+01:00")]
    public void The_forum_is_on_the_coming_Friday(string now, string friday) =>
        Assert.Equal(
            DateTimeOffset.Parse(friday, System.Globalization.CultureInfo.InvariantCulture),
            DemoProgramme.Friday(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact(DisplayName = "[ZO5] The demo plans hours on half hours of the forum's week, at invented sites only")]
    public void The_demo_plans_hours_at_invented_sites()
    {
        var now = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.Zero);
        var sites = DemoProgramme.Build(now).Sites;

        Assert.All(sites.Where(site => !site.Fictional), site => Assert.Empty(site.Hours));
        Assert.All(sites.Where(site => site.Fictional), site => Assert.InRange(site.Hours.Length, 3, 10));
        Assert.All(sites.SelectMany(site => site.Hours), hours =>
        {
            Assert.True(HalfHour.IsBeginning(hours.From) && HalfHour.IsBeginning(hours.Until) && hours.From < hours.Until, hours.ToString());
            Assert.InRange(hours.From, now, now.AddDays(5));
        });
        Assert.True(sites.Select(site => NextTime.After(now, site.Hours, SaidHours.Nothing)).Distinct().Count() > 6);
    }

    private static PresenceReport Report(long version, int present) => new(
        version, ImmutableDictionary<Role, int>.Empty.Add(Role.Visitor, present), [], ImmutableDictionary<string, int>.Empty);
}
