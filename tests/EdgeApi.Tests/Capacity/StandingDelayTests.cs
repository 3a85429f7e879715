using Halle.Capacity;

namespace Halle.Tests.Capacity;

public sealed class StandingDelayTests
{
    [Theory(DisplayName = "[CA5] One pause is no load, however long it is and whatever comes before and after")]
    [InlineData(300)]
    [InlineData(740)]
    [InlineData(900)]
    [InlineData(1_900)]
    public void One_pause_is_no_load(int pauseMs)
    {
        var highest = Play([.. Enumerable.Repeat(1, 10), pauseMs, .. Enumerable.Repeat(1, 10)]).Max();

        Assert.Equal(1, highest);
    }

    [Theory(DisplayName = "[CA5] What keeps work waiting again and again is load, and noticed with the second wait")]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(740)]
    [InlineData(1_500)]
    public void A_standing_queue_is_load(int waitMs)
    {
        var least = Play([.. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(waitMs, 8)]);

        Assert.Equal(waitMs, least[^1]);
        if (waitMs >= 740)
        {
            Assert.True(least[11] >= 740);
        }
    }

    [Fact(DisplayName = "[CA5] A short wait within the second is enough for no load")]
    public void A_short_wait_is_enough()
    {
        var least = Play([.. Enumerable.Range(0, 40).Select(number => number % 3 == 0 ? 2 : 250)]);

        Assert.All(least.Skip(6), one => Assert.Equal(2, one));
    }

    [Fact(DisplayName = "[CA5] Whoever has waited for 2 s needs no second one beside it")]
    public void Who_is_stuck_counts_alone()
    {
        var delay = new StandingDelay();
        delay.Ended(TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        delay.Ended(TimeSpan.FromSeconds(0.2), TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, delay.Least(TimeSpan.FromSeconds(2.1), TimeSpan.FromSeconds(1.9)).TotalMilliseconds);
        Assert.Equal(2_100, delay.Least(TimeSpan.FromSeconds(2.3), TimeSpan.FromSeconds(2.1)).TotalMilliseconds);
    }

    [Fact(DisplayName = "[CA5] A first start is one long wait")]
    public void A_first_start_is_no_load()
    {
        Assert.Equal([0, 3, 3], Play([900, 3, 3]));
    }

    /// <summary>One wait after the other, looked at five times a second as the watch does.</summary>
    /// <returns>In whole milliseconds, what is found right after each wait's end; the largest found until then where it is looked at during one.</returns>
    private static List<int> Play(IReadOnlyList<int> waits)
    {
        var delay = new StandingDelay();
        var found = new List<int>();
        var now = TimeSpan.Zero;
        var beat = TimeSpan.FromMilliseconds(200);
        foreach (var wait in waits.Select(ms => TimeSpan.FromMilliseconds(ms)))
        {
            var began = now;
            var most = TimeSpan.Zero;
            for (now += beat; now - began < wait; now += beat)
            {
                var least = delay.Least(now, now - began);
                most = least > most ? least : most;
            }

            delay.Ended(now, wait);
            var after = delay.Least(now, TimeSpan.Zero);
            found.Add((int)(after > most ? after : most).TotalMilliseconds);
        }

        return found;
    }
}
