namespace Halle.Capacity;

/// <summary>
/// When more is left out, and when less. What is measured is how long ready work waits for a thread: it grows whatever the machine lacks (cores,
/// or threads that are stuck), and a message is as late as its pieces waited. Up at once, as far as the delay says; down one at a time, after
/// a calm spell. Pure: the caller brings measurement and time.
/// </summary>
public sealed class OverloadRule(TimeSpan firstDelay, TimeSpan calmFor)
{
    /// <summary>Delays at which each burden goes, as multiples of the first: 50, 100, 150, 200, 300, 500, 800 ms by default.</summary>
    private static readonly int[] Multiples = [1, 2, 3, 4, 6, 10, 16];

    private DateTimeOffset? _calmSince;

    /// <summary>See <see cref="Overload.Level"/>.</summary>
    public int Level { get; private set; }

    /// <param name="delay">The longest of the last second.</param>
    /// <returns>The level from now on.</returns>
    public int Next(TimeSpan delay, DateTimeOffset now)
    {
        var due = Multiples.TakeWhile(multiple => delay >= firstDelay * multiple).Count();
        if (due > Level)
        {
            (Level, _calmSince) = (due, null);
        }
        else if (Level > 0 && delay < firstDelay * Multiples[Level - 1] / 2)
        {
            _calmSince ??= now;
            if (now - _calmSince >= calmFor)
            {
                (Level, _calmSince) = (Level - 1, now);
            }
        }
        else
        {
            _calmSince = null;
        }

        return Level;
    }
}
