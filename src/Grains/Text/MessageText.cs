using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// What a chat message may be. Cleaning is idempotent: cleaned text is cleaned to itself. Nothing is escaped: text is shown as text.
/// </summary>
public static class MessageText
{
    /// <summary>In characters as people count them (graphemes).</summary>
    public const int MaxGraphemes = 500;

    /// <summary>In UTF-16 units, which bounds a row and a frame whatever the graphemes are made of.</summary>
    public const int MaxUnits = 2_000;

    /// <summary>Accents on one base: three are enough for every living language; more is a stack that covers the lines around.</summary>
    public const int MaxMarks = 3;

    /// <summary>Line breaks; more pushes others off the screen.</summary>
    public const int MaxBreaks = 3;

    public static bool TryClean(string? text, out string cleaned, [NotNullWhen(false)] out string? code)
    {
        cleaned = "";
        code = text is null ? RejectionCode.BadRequest
            : text.Length > 4 * MaxUnits ? RejectionCode.TooLong
            : !TryNormalize(text, out var normal) ? RejectionCode.Unreadable
            : Check(cleaned = Clean(normal));
        return code is null;
    }

    private static string? Check(string text) =>
        IsBlank(text) ? RejectionCode.Empty
        : text.Length > MaxUnits || new StringInfo(text).LengthInTextElements > MaxGraphemes ? RejectionCode.TooLong
        : null;

    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        var (marks, breaks) = (0, 0);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                kept.Append(breaks++ < MaxBreaks ? '\n' : ' ');
                marks = 0;
            }
            else if (rune.Value == '\t')
            {
                kept.Append(' ');
            }
            else if (IsForbidden(rune))
            {
                continue;
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                // Variation selectors belong to emoji and cover nothing.
                if (rune.Value is >= 0xFE00 and <= 0xFE0F || ++marks <= MaxMarks)
                {
                    kept.Append(rune.ToString());
                }
            }
            else
            {
                marks = 0;
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString().Trim().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Controls, direction overrides and isolates, invisible tags, the byte order mark, noncharacters, private use.</summary>
    private static bool IsForbidden(Rune rune) =>
        Rune.IsControl(rune)
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C
        || rune.Value is 0xFEFF or 0x2028 or 0x2029 or (>= 0xE0000 and <= 0xE007F) or (>= 0xFDD0 and <= 0xFDEF)
        || (rune.Value & 0xFFFE) == 0xFFFE
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.PrivateUse;

    /// <summary>Spaces, fillers and joiners alone are nothing to read.</summary>
    private static bool IsBlank(string text) => !text.EnumerateRunes().Any(rune =>
        !Rune.IsWhiteSpace(rune)
        && rune.Value is not (0x3164 or 0x115F or 0x1160 or 0xFFA0 or 0x2800)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark));

    private static bool TryNormalize(string text, out string normal)
    {
        try
        {
            normal = text.Normalize(NormalizationForm.FormC);
            return true;
        }
        catch (ArgumentException)
        {
            // A lone surrogate: not a text.
            normal = "";
            return false;
        }
    }
}
