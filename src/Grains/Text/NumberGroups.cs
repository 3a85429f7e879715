using System.Globalization;

namespace Halle.Text;

/// <summary>
/// The ways in which number words may be grouped: "zéro six cent douze …" is 0 612 …, 06 112 … and 0 600 12 …, and a reader takes the one that makes
/// a telephone number.
/// </summary>
internal static class NumberGroups
{
    /// <summary>Whether the figures from one on, grouped in some way, are so many digits, and a group ends there.</summary>
    /// <param name="words">Figures that follow each other, each number word for itself.</param>
    public static bool Reach(string folded, List<Figure> words, int start, int length)
    {
        // Bit n of a place: n digits may have been said before it. Each figure has one digit at least, so no more places than digits count.
        Span<int> said = stackalloc int[length + 1];
        said[0] = 1;
        var most = Math.Min(length, words.Count - start);
        for (var from = 0; from < most; from++)
        {
            var (value, to) = (ValueOf(folded, words[start + from]), from);
            var digits = words[start + from].Digits.Length;
            while (said[from] != 0)
            {
                if (digits <= length && MayEnd(folded, words, start + to))
                {
                    said[to + 1] |= said[from] << digits;
                    if ((said[to + 1] & (1 << length)) != 0)
                    {
                        return true;
                    }
                }

                if (++to >= most || value is not { } before || !AreOneWord(folded, words, start + to) || ValueOf(folded, words[start + to]) is not { } next
                    || !NumberWords.TryJoin(before, next, out var together))
                {
                    break;
                }

                (value, digits) = (together, together.ToString(CultureInfo.InvariantCulture).Length);
            }
        }

        return false;
    }

    // "trente" does not stand alone before "quatre".
    private static bool MayEnd(string folded, List<Figure> words, int at) =>
        at + 1 >= words.Count || !AreOneWord(folded, words, at + 1)
        || ValueOf(folded, words[at]) is not { } before || ValueOf(folded, words[at + 1]) is not { } next
        || !NumberWords.TryJoin(before, next, out _) || NumberWords.MayStandApart(before, next);

    private static bool AreOneWord(string folded, List<Figure> words, int at) => Figures.IsOneWord(folded.AsSpan()[words[at - 1].End..words[at].Start]);

    /// <summary>The value of a number word; null of figures that are written.</summary>
    private static int? ValueOf(string folded, in Figure figure) =>
        char.IsAsciiDigit(folded[figure.Start]) ? null : int.Parse(figure.Digits, CultureInfo.InvariantCulture);
}
