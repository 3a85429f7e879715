using Halle.Capacity;
using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Tests.Capacity;

public sealed class OverloadTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory(DisplayName = "[CA5] The longer work waits for a thread, the more is left out, in the order of the list")]
    [InlineData(49, 0)]
    [InlineData(50, 1)]
    [InlineData(100, 2)]
    [InlineData(150, 3)]
    [InlineData(200, 4)]
    [InlineData(300, 5)]
    [InlineData(500, 6)]
    [InlineData(800, 7)]
    [InlineData(60_000, 7)]
    public void More_is_left_out_the_longer_work_waits(int delayMs, int level) =>
        Assert.Equal(level, NewRule().Next(TimeSpan.FromMilliseconds(delayMs), Noon));

    [Fact(DisplayName = "[CA5] It comes back one by one, each after 5 s of calm; a delay in between begins the calm anew")]
    public void It_comes_back_one_by_one()
    {
        var rule = NewRule();
        rule.Next(TimeSpan.FromMilliseconds(150), Noon);
        var levels = new List<int>();

        for (var second = 1; second <= 20; second++)
        {
            // At second 4 it is busy once more, too little to leave out more and too much to be calm.
            levels.Add(rule.Next(TimeSpan.FromMilliseconds(second == 4 ? 90 : 5), Noon.AddSeconds(second)));
        }

        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 0], levels);
    }

    [Fact(DisplayName = "[CA6] Presence is told every 3 s from level 2 on, the zone's counts every 5 s from level 4 on, history is short at level 7, frames come half and a quarter as often")]
    public void What_is_told_less_often()
    {
        var by = Enumerable.Range(0, 8).Select(level => new Overload { Level = level }).ToList();

        Assert.Equal([0, 0, 3, 3, 3, 3, 3, 3], by.Select(one => (int)one.BetweenPulses(zone: false, readers: 1_000).TotalSeconds));
        Assert.Equal([0, 0, 0, 0, 5, 5, 5, 5], by.Select(one => (int)one.BetweenPulses(zone: true, readers: 1_000).TotalSeconds));
        Assert.Equal([250, 250, 500, 500, 1_000, 1_000, 1_000, 1_000], by.Select(one => (int)one.Tick(TimeSpan.FromMilliseconds(250)).TotalMilliseconds));
        Assert.Equal([200, 200, 200, 200, 200, 200, 200, 50], by.Select(one => one.HistoryPage));
        Assert.Equal([false, false, false, true, true, true, true, true], by.Select(one => one.RefuseReaction() is not null));
    }

    [Theory(DisplayName = "[CA9] An edge writes at most 4 000 pulses of one room a second, and one every 5 s to everybody however many they are")]
    [InlineData(4_000, 0)]
    [InlineData(6_000, 1.5)]
    [InlineData(16_000, 4)]
    [InlineData(100_000, 5)]
    public void Large_rooms_are_told_less_often(int readers, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new Overload().BetweenPulses(zone: true, readers));

    [Theory(DisplayName = "[CA7] Visitors' messages and questions wait from level 6 on; pupils, staff, reports and votes never do")]
    [InlineData(Role.Visitor, true)]
    [InlineData(Role.Pupil, false)]
    [InlineData(Role.Teacher, false)]
    [InlineData(Role.Professional, false)]
    [InlineData(Role.Moderator, false)]
    [InlineData(Role.Organiser, false)]
    public void Only_visitors_chat_waits(Role role, bool waits)
    {
        var actor = new Actor(new PersonId(new string('a', 32)), role, "Camille (démo)", []);
        var message = new PostMessage("Bonjour");
        var (busy, most) = (new Overload { Level = 5 }, new Overload { Level = 7 });

        Assert.Null(busy.Refuse(actor, message));
        Assert.Equal(waits, most.Refuse(actor, message) is { Code: RejectionCode.SlowDown, RetryAfter: not null });
        Assert.Equal(waits, most.Refuse(actor, new AskQuestion("Quel bac ?")) is not null);
        Assert.Null(most.Refuse(actor, new ReportMessage("1")));
        Assert.Null(most.Refuse(actor, new VoteQuestion("1")));
    }

    private static OverloadRule NewRule() => new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
}
