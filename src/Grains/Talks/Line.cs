using System.Globalization;
using System.Text;
using Halle.Rooms;

namespace Halle.Talks;

/// <summary>One line that staff or the public write beside the chat: a question, a poll's option, a reason. No line breaks, no control characters.</summary>
internal static class Line
{
    /// <summary>Cleans a line; the refusal's code when nothing is left, or more than <paramref name="limit"/> characters as people count them.</summary>
    public static string? Read(string? text, int limit, out string line)
    {
        line = "";
        if (text is null)
        {
            return RejectionCode.BadRequest;
        }

        // A grapheme can be long; ten units each are enough for the largest family of emoji, and bound the work.
        if (text.Length > limit * 10)
        {
            return RejectionCode.TooLong;
        }

        if (!TryNormalize(text, out var normal))
        {
            return RejectionCode.Unreadable;
        }

        var cleaned = new StringBuilder(normal.Length);
        foreach (var rune in normal.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (cleaned.Length > 0 && cleaned[^1] != ' ')
                {
                    cleaned.Append(' ');
                }
            }
            else if (!Rune.IsControl(rune) && !IsInvisible(rune))
            {
                cleaned.Append(rune.ToString());
            }
        }

        line = cleaned.ToString().Trim();
        return line.Length == 0 ? RejectionCode.Empty
            : new StringInfo(line).LengthInTextElements > limit ? RejectionCode.TooLong
            : null;
    }

    // Embeddings and overrides turn a line around; a zero-width joiner is part of an emoji and stays.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value != 0x200D;

    private static bool TryNormalize(string text, out string normal)
    {
        try
        {
            normal = text.Normalize(NormalizationForm.FormC);
            return true;
        }
        catch (ArgumentException)
        {
            // A lone surrogate: no text.
            normal = "";
            return false;
        }
    }
}
