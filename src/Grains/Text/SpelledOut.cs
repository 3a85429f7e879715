using System.Text;

namespace Halle.Text;

/// <summary>Puts together what is written letter by letter: "s n a p", "g-m-a-i-l", "e v i l . c o m".</summary>
internal static class SpelledOut
{
    // Two single letters beside each other are ordinary ("il y a", "a b"), three are rare.
    private const int Fewest = 3;

    /// <summary>The text with every stretch of single letters as one word; the text itself when there is none.</summary>
    public static string Joined(string text)
    {
        StringBuilder? joined = null;
        var kept = 0;
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfStretch(text, i, out var letters);
            if (letters >= Fewest)
            {
                joined ??= new StringBuilder(text.Length);
                joined.Append(text, kept, i - kept);
                Glue(text.AsSpan()[i..end], joined);
                kept = end;
            }

            i = Math.Max(end, i + 1);
            while (i < text.Length && char.IsLetterOrDigit(text[i]) && char.IsLetterOrDigit(text[i - 1]))
            {
                i++;
            }
        }

        return joined?.Append(text, kept, text.Length - kept).ToString() ?? text;
    }

    // Single letters or digits with one to three other signs between them, not broken by a line.
    private static int EndOfStretch(string text, int start, out int letters)
    {
        letters = 0;
        var (end, i) = (start, start);
        while (i < text.Length && char.IsLetterOrDigit(text[i]) && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])))
        {
            letters++;
            end = ++i;
            var signs = 0;
            while (i < text.Length && !char.IsLetterOrDigit(text[i]) && signs < 4)
            {
                (i, signs) = (i + 1, signs + 1);
            }

            if (signs is 0 or 4)
            {
                break;
            }
        }

        return end;
    }

    // A sign that stands between all of them parts letters; one that stands between some is part of what is spelled.
    private static void Glue(ReadOnlySpan<char> stretch, StringBuilder joined)
    {
        var between = Signs(stretch, 0);
        var same = true;
        for (var i = 0; i < stretch.Length; i++)
        {
            if (char.IsLetterOrDigit(stretch[i]) && i + 1 < stretch.Length)
            {
                same &= Signs(stretch, i).SequenceEqual(between);
            }
        }

        foreach (var letter in stretch)
        {
            if (char.IsLetterOrDigit(letter) || (!same && !char.IsWhiteSpace(letter)))
            {
                joined.Append(letter);
            }
        }
    }

    private static ReadOnlySpan<char> Signs(ReadOnlySpan<char> stretch, int letter)
    {
        var end = letter + 1;
        while (end < stretch.Length && !char.IsLetterOrDigit(stretch[end]))
        {
            end++;
        }

        return stretch[(letter + 1)..end];
    }
}
