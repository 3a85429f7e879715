namespace Halle.Event;

/// <summary>
/// How many of the zone's counts are told now. What is told goes to everybody who is there, so over a minute it is no more than an idle
/// visitor's line is meant to carry; what is around the counts of one telling weighs as much as one of them. After a calm some may go at once.
/// </summary>
internal sealed class CountBudget(int aMinute)
{
    private const int AtOnce = 20;

    /// <summary>Where more wait than may go, they go together: told one by one, half of it would be what is around them.</summary>
    private const int Together = 6;

    private double _left = AtOnce;
    private TimeSpan _at;

    /// <param name="waiting">Counts that are to be told.</param>
    /// <param name="urgent">What is told in any case, and weighs as much.</param>
    public int Take(int waiting, int urgent, TimeSpan now)
    {
        _left = Math.Min(AtOnce, _left + ((now - _at).TotalMinutes * aMinute));
        _at = now;
        if (urgent > 0)
        {
            // An opening event tells all sites' next times at once, and every half hour many: no debt is left behind, or counts would stand still for a minute.
            _left = Math.Max(0, _left - urgent - 1);
            return Spend(Math.Min((int)_left, waiting), around: 0);
        }

        var room = (int)_left - 1;
        return Spend(waiting <= room ? waiting : room >= Together ? room : 0, around: 1);
    }

    private int Spend(int counts, int around)
    {
        _left -= counts > 0 ? counts + around : 0;
        return counts;
    }
}
