using System.Collections.Frozen;

namespace Halle.Text;

/// <summary>
/// Names that belong to somebody: labels of sites, and staff. Nobody else may be called so, nor so that it can be taken for it: in look-alike
/// letters, with figures behind, with the parts the other way round, or with something around it. Made once, asked for every newcomer.
/// </summary>
public sealed class ReservedNames
{
    public static readonly ReservedNames None = Of([], []);

    /// <summary>More words than a name has; bounds the parts that are looked up.</summary>
    private const int MostWords = 8;

    private static readonly char[] PartsOfStaff = [',', ';', '\u00B7', '(', ')', '|', '/', '\u2013', '\u2014'];

    private readonly FrozenSet<string> _whole;
    private readonly FrozenSet<string> _runs;
    private readonly FrozenSet<string> _anyOrder;

    private ReservedNames(FrozenSet<string> whole, FrozenSet<string> runs, FrozenSet<string> anyOrder) =>
        (_whole, _runs, _anyOrder) = (whole, runs, anyOrder);

    /// <param name="labels">Not to be contained in a name either: "Jean EDF" speaks for EDF.</param>
    /// <param name="staff">Names of people. "Camille" alone keeps nobody from being called Camille Martin; "Camille Durand, soudeuse" also keeps
    /// "Camille Durand".</param>
    public static ReservedNames Of(IEnumerable<string> labels, IEnumerable<string> staff)
    {
        var whole = new HashSet<string>(StringComparer.Ordinal);
        var runs = new HashSet<string>(StringComparer.Ordinal);
        var anyOrder = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in labels.SelectMany(label => NameWords.Of(label).Readings).Where(words => words.Length > 0))
        {
            whole.Add(string.Concat(words));
            runs.Add(string.Join(' ', words));
        }

        foreach (var name in staff)
        {
            foreach (var words in NameWords.Of(name).Readings.Where(words => words.Length > 0))
            {
                whole.Add(string.Concat(words));
            }

            foreach (var words in name.Split(PartsOfStaff).Prepend(name).SelectMany(part => NameWords.Of(part).Readings).Where(words => words.Length > 1))
            {
                whole.Add(string.Concat(words));
                anyOrder.Add(InOrder(words));
            }
        }

        return new ReservedNames(
            whole.ToFrozenSet(StringComparer.Ordinal), runs.ToFrozenSet(StringComparer.Ordinal), anyOrder.ToFrozenSet(StringComparer.Ordinal));
    }

    internal bool Cover(NameWords name)
    {
        if (_whole.Count == 0)
        {
            return false;
        }

        foreach (var words in name.Readings)
        {
            if (_whole.Contains(string.Concat(words)) || Contain(words))
            {
                return true;
            }
        }

        return _whole.Contains(name.Everything);
    }

    private bool Contain(string[] words)
    {
        for (var from = 0; from < words.Length; from++)
        {
            for (var to = from + 1; to <= Math.Min(words.Length, from + MostWords); to++)
            {
                var part = words.AsSpan(from, to - from);
                if (_runs.Contains(string.Join(' ', part)) || (part.Length > 1 && _anyOrder.Contains(InOrder(part))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string InOrder(ReadOnlySpan<string> words)
    {
        var sorted = words.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return string.Join(' ', sorted);
    }
}
