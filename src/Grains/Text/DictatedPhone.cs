namespace Halle.Text;

/// <summary>
/// Whether figures are a French telephone number. Ordinary talk is full of figures, so what explains itself (a time, a date, an amount of
/// something) is none; where it is a guess, it is one: it is read by a moderator then, not refused.
/// </summary>
internal static class DictatedPhone
{
    // The length of a national number in France; those of its neighbours are as long or longer.
    private const int NationalLength = 10;

    // A number may begin inside a row that is as long as one, and not inside a shorter figure.
    private const int WholeRow = 9;

    public static bool IsIn(string folded)
    {
        if (!MayHold(folded))
        {
            return false;
        }

        var ordinary = OrdinaryFigures.Of(folded);
        var read = Figures.Of(folded, drawn: false);
        var apart = Figures.Of(folded, drawn: false, apart: true);
        return IsIn(folded, read, ordinary)
            || IsIn(folded, Figures.Of(folded, drawn: true), ordinary)
            || (apart.Count > read.Count && AnyRow(read, row => IsGrouped(row, apart, folded, ordinary)))
            || Figures.Squeezed(folded).Any(figures => HasNumber(figures, ordinary: null));
    }

    /// <summary>Whether all the figures of the text are somebody counting aloud.</summary>
    public static bool IsCounting(string folded) => OrdinaryFigures.IsCounting(Figures.Of(folded, drawn: false));

    // Without a digit there must be the word for nought, or a hundred.
    private static bool MayHold(string folded) =>
        folded.AsSpan().ContainsAnyInRange('0', '9') || folded.Contains("cent", StringComparison.Ordinal) || (folded.Contains('z', StringComparison.Ordinal) && folded.Contains('o', StringComparison.Ordinal));

    private static bool IsIn(string folded, List<Figure> figures, OrdinaryFigures ordinary) =>
        AnyRow(figures, row => HasNumber(row, ordinary))
        || IsScattered(figures, ordinary)
        || IsScattered(figures.FindAll(figure => char.IsAsciiDigit(folded[figure.Start])), ordinary);

    /// <summary>Whether it holds for any of the rows of figures that follow each other.</summary>
    private static bool AnyRow(List<Figure> figures, Func<List<Figure>, bool> holds)
    {
        var row = new List<Figure>();
        foreach (var figure in figures)
        {
            if (!figure.Follows && row.Count > 0)
            {
                if (holds(row))
                {
                    return true;
                }

                row.Clear();
            }

            row.Add(figure);
        }

        return holds(row);
    }

    /// <summary>Whether words of the row, grouped in another way than they were read, are a number from a nought on.</summary>
    /// <param name="apart">The figures of the whole text, each number word for itself.</param>
    private static bool IsGrouped(List<Figure> row, List<Figure> apart, string folded, OrdinaryFigures ordinary)
    {
        if (row.Count == 0 || OrdinaryFigures.IsCounting(row))
        {
            return false;
        }

        var words = apart.FindAll(figure => figure.Start >= row[0].Start && figure.End <= row[^1].End);
        for (var start = 0; start < words.Count; start++)
        {
            if (words[start].Digits[0] == '0' && !ordinary.Explain(words[start]) && NumberGroups.Reach(folded, words, start, NationalLength))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Figures that follow each other hold a number, forwards, or are one backwards.</summary>
    private static bool HasNumber(List<Figure> row, OrdinaryFigures? ordinary)
    {
        var digits = string.Concat(row.Select(figure => figure.Digits));
        if (digits.Length < WholeRow || OrdinaryFigures.IsCounting(row))
        {
            return false;
        }

        var at = 0;
        for (var i = 0; i < row.Count; at += row[i++].Digits.Length)
        {
            for (var start = at; start <= at + Math.Max(0, row[i].Digits.Length - WholeRow); start++)
            {
                if (LengthOfNumber(digits, start) is > 0 and var length && !(ordinary is not null && !ordinary.IsAfterPlus(row[i]) && AreExplained(row, i, start - at + length, ordinary)))
                {
                    return true;
                }
            }
        }

        return (IsShortened(row, ordinary) || (digits.Length == NationalLength && IsBackwards(digits))) && !(ordinary is not null && AreExplained(row, 0, digits.Length, ordinary));
    }

    /// <summary>The length of the number that begins there, 0 when none does.</summary>
    private static int LengthOfNumber(string digits, int start)
    {
        var rest = digits.AsSpan()[start..];
        return rest.Length >= NationalLength && rest[0] == '0' && rest[1] != '0' ? NationalLength
            : rest.Length > NationalLength && rest.StartsWith("33", StringComparison.Ordinal) && rest[2] is >= '1' and <= '9' ? NationalLength + 1
            : rest.Length > NationalLength + 1 && rest.StartsWith("330", StringComparison.Ordinal) && rest[3] != '0' ? NationalLength + 2
            : rest.Length > NationalLength + 2 && rest.StartsWith("0033", StringComparison.Ordinal) ? NationalLength + 3
            : 0;
    }

    // "6 12 34 56 78", "six cent douze trente-quatre …": the nought is left to the reader. With commas it is a list.
    private static bool IsShortened(List<Figure> row, OrdinaryFigures? ordinary) =>
        ordinary is not null && ordinary.AreInPairs(row) && row[0].Digits is ['6' or '7', ..]
        && (row.Count == 5 && row[0].Digits.Length == 1 && row.Skip(1).All(figure => figure.Digits.Length == 2)
            || row.Count is 3 or 4 && row[0].Digits.Length == 3 && row.Sum(figure => figure.Digits.Length) == WholeRow && ordinary.IsSaid(row[0]));

    // "87 65 43 21 60" read from its end, by digits or by pairs; mobile numbers only, which are what is given away.
    private static bool IsBackwards(string digits) => digits is [.., '6' or '7', '0'] or [.., '0', '6' or '7'];

    /// <summary>"06 mdr 12 lol 34 …": all figures of the message together are exactly one mobile number, and none of them is a time, a date or an amount.</summary>
    private static bool IsScattered(List<Figure> figures, OrdinaryFigures ordinary)
    {
        var digits = string.Concat(figures.Where(figure => !ordinary.IsComplete(figure) && (figure.Digits.Length != 5 || !ordinary.Explain(figure))).Select(figure => figure.Digits));
        return digits is ['0', '6' or '7', ..] && digits.Length == NationalLength
            || (digits.StartsWith("336", StringComparison.Ordinal) || digits.StartsWith("337", StringComparison.Ordinal)) && digits.Length == NationalLength + 1;
    }

    private static bool AreExplained(List<Figure> row, int first, int length, OrdinaryFigures ordinary)
    {
        for (var (i, covered) = (first, 0); covered < length; covered += row[i++].Digits.Length)
        {
            if (!ordinary.Explain(row[i]))
            {
                return false;
            }
        }

        return true;
    }
}
