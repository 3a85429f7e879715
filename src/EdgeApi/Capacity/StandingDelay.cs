namespace Halle.Capacity;

/// <summary>
/// How long work waits for a thread at the least: a pause of the collector, a first start or a machine that stood still for a moment makes one long wait,
/// a machine that cannot keep up makes none short (the standing queue of CoDel, Nichols and Jacobson 2012). Pure: the caller brings waits and time.
/// </summary>
internal sealed class StandingDelay
{
    /// <summary>Waits that ended within it are compared, and never fewer than the last <see cref="Fewest"/>: within a long one no other ends.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private const int Fewest = 2;

    /// <summary>Who has waited for so long needs no other beside it.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(2);

    private readonly Queue<(TimeSpan At, TimeSpan Wait)> _ended = [];
    private TimeSpan _last;

    /// <param name="at">When it ended; never before the one told of last.</param>
    public void Ended(TimeSpan at, TimeSpan wait)
    {
        _ended.Enqueue((at, wait));
        _last = wait;
    }

    /// <param name="waiting">How long the one has waited that has not ended; zero when there is none.</param>
    public TimeSpan Least(TimeSpan now, TimeSpan waiting)
    {
        while (_ended.Count > Fewest && now - _ended.Peek().At > Window)
        {
            _ended.Dequeue();
        }

        if (waiting >= Stuck)
        {
            return waiting;
        }

        return _ended.Count < Fewest ? TimeSpan.Zero
            : waiting > Window ? (waiting < _last ? waiting : _last)
            : _ended.Min(one => one.Wait);
    }
}
