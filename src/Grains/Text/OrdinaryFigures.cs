using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Halle.Text;

/// <summary>Figures that say what they are: times, dates, years, marks out of 20, amounts in groups of three, and numbers of something.</summary>
internal sealed class OrdinaryFigures
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    // Complete by themselves. A telephone number in pairs is hardly ever all hours and minutes.
    private static readonly Regex Complete = new(
        @"\b(?:[01]?[0-9]|2[0-3]) ?(?:h|:) ?(?:[0-5][0-9](?::[0-5][0-9])?)?\b" +
        @"|\b(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])(?:/(?:19|20)?[0-9]{2})?\b" +
        @"|\b(?:0?[1-9]|[12][0-9]|3[01])[.-](?:0?[1-9]|1[0-2])[.-](?:19|20)[0-9]{2}\b" +
        @"|\b(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01])\b" +
        @"|\b(?:[01]?[0-9]|20)(?:[.,][0-9]{1,2})?/(?:20|10)\b" +
        @"|\b(?:19|20)[0-9]{2}\b" +
        @"|\b[1-9][0-9]{0,2}(?:[ .'][0-9]{3})+(?:[.,][0-9]+)?\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
        Bound);

    // "0,5 m": without its unit it may be anything.
    private static readonly Regex Measured = new(
        @"\b(?:0|[1-9][0-9]*)[.,][0-9]{1,3} ?(?:[a-z]{2}|[mgltvwas]\b|%|€|°)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Bound);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = FrozenSet.ToFrozenSet(
        ["m", "g", "l", "t", "v", "w", "h", "kg", "km", "cm", "mm", "kv", "mw", "kw", "gw", "hz", "db", "ko", "mo", "go", "an", "ans", "eme"], StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly List<(int Start, int End)> _complete;
    private readonly string _folded;
    private List<(int Start, int End)>? _measured;

    private OrdinaryFigures(string folded)
    {
        _folded = folded;
        _complete = Spans(Complete, folded);
    }

    public static OrdinaryFigures Of(string folded) => new(folded);

    /// <summary>Whether the figure is a time, a date, a year, a mark or an amount in groups of three.</summary>
    public bool IsComplete(in Figure figure) => IsWithin(_complete, figure);

    /// <summary>Whether the figure is complete, or a number of something.</summary>
    public bool Explain(in Figure figure) => IsComplete(figure) || IsCounted(figure) || IsWithin(_measured ??= Spans(Measured, _folded), figure);

    /// <summary>Whether it begins like a number of another country: "+33".</summary>
    public bool IsAfterPlus(in Figure figure) => figure.Start > 0 && _folded[figure.Start - 1] == '+';

    /// <summary>Whether the figure is written in words.</summary>
    public bool IsSaid(in Figure figure) => !char.IsAsciiDigit(_folded[figure.Start]);

    /// <summary>Whether only blanks, dots and dashes stand between the figures, as in a number that is written down.</summary>
    public bool AreInPairs(List<Figure> row) =>
        row.Zip(row.Skip(1)).All(pair => !_folded.AsSpan()[pair.First.End..pair.Second.Start].ContainsAnyExcept(" .-\n"));

    /// <summary>"120 places", "45 %"; with a nought in front only a postcode, whose town is a long word ("06130 Grasse").</summary>
    private bool IsCounted(in Figure figure)
    {
        var rest = _folded.AsSpan()[figure.End..].TrimStart(' ');
        var end = 0;
        while (end < rest.Length && char.IsLetterOrDigit(rest[end]))
        {
            end++;
        }

        var word = rest[..end];
        var isThing = Units.Contains(word) || (word.Length >= 3 && !Figures.IsBetween(word) && (!NumberWords.TryRead(word, out var value) || value == 100) && !word.ContainsAnyInRange('0', '9'));
        return figure.Digits[0] != '0' ? isThing || (rest.Length > 0 && rest[0] is '%' or '€' or '°')
            : figure.Digits.Length == 5 && isThing && word.Length > 3;
    }

    /// <summary>Whether somebody counts aloud, up or down: "un, deux, trois …", "10 9 8 …". Nobody's number is that.</summary>
    public static bool IsCounting(List<Figure> row)
    {
        if (row.Count < 3 || !IsPlain(row[0], out var first) || !IsPlain(row[1], out var second))
        {
            return false;
        }

        var step = second - first;
        if (step is not (1 or -1))
        {
            return false;
        }

        for (var i = 1; i < row.Count; i++)
        {
            if (!IsPlain(row[i], out var number) || number != first + (i * step))
            {
                return false;
            }
        }

        return true;

        static bool IsPlain(in Figure figure, out int number) =>
            int.TryParse(figure.Digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && (figure.Digits.Length == 1 || figure.Digits[0] != '0');
    }

    private static bool IsWithin(List<(int Start, int End)> spans, in Figure figure)
    {
        foreach (var (start, end) in spans)
        {
            if (start <= figure.Start && figure.End <= end)
            {
                return true;
            }
        }

        return false;
    }

    private static List<(int Start, int End)> Spans(Regex regex, string text)
    {
        var spans = new List<(int Start, int End)>();
        foreach (var match in regex.EnumerateMatches(text))
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            if (!GoesOn(text, start, end))
            {
                spans.Add((start, end));
            }
        }

        return spans;
    }

    // "06/01/02/03/04" is no date and another: what stands in it stands on both sides of it too.
    private static bool GoesOn(string text, int start, int end)
    {
        var inside = text.AsSpan()[start..end].IndexOfAny("/.-:");
        if (inside < 0)
        {
            return false;
        }

        var sign = text[start + inside];
        return (end + 1 < text.Length && text[end] == sign && char.IsAsciiDigit(text[end + 1])) || (start > 1 && text[start - 1] == sign && char.IsAsciiDigit(text[start - 2]));
    }
}
