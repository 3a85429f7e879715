using System.Buffers;
using System.Globalization;

namespace Halle.Text;

/// <summary>
/// Reads the figures out of folded text, whatever disguises them: digits with anything between them, number words whole or run together,
/// letters that are drawn like digits.
/// </summary>
internal static class Figures
{
    // 0033 and nine more, and one to spare: a longer row of digits is a serial number, a measure or a time stamp.
    private const int LongestRow = 14;

    private static readonly SearchValues<char> DrawnAlone = SearchValues.Create("olizsb");

    private const string Drawn = "olizsbqgea";

    private const string Meant = "0112589934";

    /// <summary>The figures, in order.</summary>
    /// <param name="folded">The text as <see cref="FoldedText"/> gives it.</param>
    /// <param name="drawn">Whether letters that are drawn like digits are read as digits where they stand among them ("O6 l2"), or left out.</param>
    /// <param name="apart">Whether each number word stands for itself, for <see cref="NumberGroups"/>.</param>
    public static List<Figure> Of(string folded, bool drawn, bool apart = false)
    {
        var found = new Row(folded, apart);
        for (var i = 0; i < folded.Length;)
        {
            var end = EndOfWord(folded, i);
            if (end == i)
            {
                i++;
                continue;
            }

            if (drawn && AsDigits(folded.AsSpan()[i..end], found.IsOpen) is { } digits)
            {
                found.Add(i, end, digits);
            }
            else
            {
                ReadWord(folded, i, end, found);
            }

            i = end;
        }

        return found.Take();
    }

    /// <summary>
    /// The figures of the text with all that is neither letter nor digit taken out, from each "zero" on: "z é r o s i x", "zer osix". One that is read
    /// with another before it does not begin anew: "zerozerozero…" is read once.
    /// </summary>
    public static IEnumerable<List<Figure>> Squeezed(string folded)
    {
        var squeezed = string.Concat(folded.Where(char.IsLetterOrDigit));
        for (var at = squeezed.IndexOf("zero", StringComparison.Ordinal); at >= 0; at = squeezed.IndexOf("zero", at, StringComparison.Ordinal))
        {
            var found = new Row(squeezed, apart: false);
            at = ReadRunTogether(squeezed, at, squeezed.Length, found);
            yield return found.Take();
        }
    }

    // Letters and digits change off inside a word: "06a12" are two figures with a letter between.
    private static void ReadWord(string folded, int start, int end, Row found)
    {
        for (var i = start; i < end;)
        {
            var isDigit = char.IsAsciiDigit(folded[i]);
            var part = i;
            while (part < end && char.IsAsciiDigit(folded[part]) == isDigit)
            {
                part++;
            }

            var letters = folded.AsSpan()[i..part];
            if (isDigit)
            {
                found.AddRow(i, part, letters);
            }
            else if (letters.Length > 1 && !IsBetween(letters) && (ReadRunTogether(folded, i, part, found: null) != part || ReadRunTogether(folded, i, part, found) != part))
            {
                // "monzerosix": what is said before does not matter.
                var zero = letters.IndexOf("zero", StringComparison.Ordinal);
                found.Break();
                if (zero > 0 && ReadRunTogether(folded, i + zero, part, found) != part)
                {
                    found.Break();
                }
            }

            i = part;
        }
    }

    /// <summary>Reads number words and digits that stand one behind the other; returns where they end.</summary>
    private static int ReadRunTogether(string text, int start, int end, Row? found)
    {
        var i = start;
        while (i < end)
        {
            var rest = text.AsSpan()[i..end];
            if (char.IsAsciiDigit(rest[0]))
            {
                var digits = 1;
                while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
                {
                    digits++;
                }

                found?.AddRow(i, i + digits, rest[..digits]);
                i += digits;
            }
            else if (NumberWords.LengthAtStart(rest, out var value) is > 0 and var length)
            {
                // "vingtsix" is twenty and six, not the plural.
                if (value is 20 or 100 && rest[length - 1] == 's' && length < rest.Length && NumberWords.LengthAtStart(rest[(length - 1)..], out _) > 0)
                {
                    length--;
                }

                found?.AddNumber(i, i + length, value);
                i += length;
            }
            else if (i > start && rest.StartsWith("et", StringComparison.Ordinal))
            {
                i += 2;
            }
            else
            {
                break;
            }
        }

        return i;
    }

    /// <summary>Whether people say the word between the figures of one number.</summary>
    public static bool IsBetween(ReadOnlySpan<char> word) => word is
        "et" or "puis" or "plus" or "pui" or "ensuite" or "apres" or "enfin" or "suivi" or "de" or "du" or "le" or "la" or "and" or "then" or "oh"
        or "point" or "tiret" or "virgule" or "espace" or "slash" or "barre" or "underscore" or "dot" or "dash";

    /// <summary>The digits a word is drawn with; null when it is a word. Without a digit of its own it must stand among figures, and be no word of the language.</summary>
    private static string? AsDigits(ReadOnlySpan<char> word, bool amongFigures)
    {
        var isDrawnWhole = word is "o" || (amongFigures && word.Length == 2 && !word.ContainsAnyExcept(DrawnAlone) && word is not ("il" or "si" or "os"));
        if (word.Length > LongestRow || !(isDrawnWhole || word.ContainsAnyInRange('0', '9')))
        {
            return null;
        }

        Span<char> digits = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            var letter = Drawn.IndexOf(word[i], StringComparison.Ordinal);
            if (letter < 0 && !char.IsAsciiDigit(word[i]))
            {
                return null;
            }

            digits[i] = letter < 0 ? word[i] : Meant[letter];
        }

        return digits.ToString();
    }

    /// <summary>Whether number words with this between them may be one: "soixante-dix", "vingt et un", and not "soixante, douze".</summary>
    public static bool IsOneWord(ReadOnlySpan<char> between) => between.Trim(" -\n") is "" or "et";

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsLetterOrDigit(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>The figures found so far. A number word waits for what may belong to it: soixante … douze.</summary>
    private sealed class Row(string text, bool apart)
    {
        private readonly List<Figure> _figures = [];
        private (int Start, int End, int Value)? _waiting;
        private bool _follows;

        public bool IsOpen => _follows || _waiting is not null;

        public void Break()
        {
            Settle();
            _follows = false;
        }

        public void AddRow(int start, int end, ReadOnlySpan<char> digits)
        {
            if (digits.Length > LongestRow)
            {
                Break();
            }
            else
            {
                Add(start, end, digits.ToString());
            }
        }

        public void Add(int start, int end, string digits)
        {
            Settle();
            _figures.Add(new Figure(start, end, digits, _follows));
            _follows = true;
        }

        public void AddNumber(int start, int end, int value)
        {
            if (!apart && _waiting is { } waiting && IsOneWord(text.AsSpan()[waiting.End..start]) && NumberWords.TryJoin(waiting.Value, value, out var together))
            {
                _waiting = (waiting.Start, end, together);
                return;
            }

            Settle();
            _waiting = (start, end, value);
        }

        public List<Figure> Take()
        {
            Settle();
            return _figures;
        }

        private void Settle()
        {
            if (_waiting is { } waiting)
            {
                _waiting = null;
                Add(waiting.Start, waiting.End, waiting.Value.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
