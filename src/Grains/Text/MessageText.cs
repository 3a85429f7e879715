using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// What a chat message may be. Cleaning is total and idempotent: cleaned text is cleaned to itself. Nothing is escaped: text is shown as text,
/// so markup, entities and template syntax are words like others.
/// </summary>
public static class MessageText
{
    /// <summary>In characters as people count them (graphemes).</summary>
    public const int MaxGraphemes = 500;

    /// <summary>In UTF-16 units, which bounds a row and a frame whatever the graphemes are made of.</summary>
    public const int MaxUnits = 2_000;

    /// <summary>Marks on one base: three are enough for every living language; more is a stack that covers the lines around.</summary>
    public const int MaxMarks = 3;

    /// <summary>Line breaks; more pushes others off the screen.</summary>
    public const int MaxBreaks = 3;

    // Taking something out can bring together what then composes; it settles at once or with the next pass.
    private const int MaxPasses = 4;

    /// <summary>Cleans what somebody wrote; false with the refusal's code when nothing readable is left or it is too long.</summary>
    public static bool TryClean(string? text, out string cleaned, [NotNullWhen(false)] out string? code)
    {
        cleaned = "";
        code = text is null ? RejectionCode.BadRequest

            // Before any work: what is cut off by cleaning is not what makes a message this long.
            : text.Length > MaxUnits ? RejectionCode.TooLong
            : HasLoneSurrogate(text) ? RejectionCode.Unreadable
            : Check(cleaned = Clean(text));
        return code is null;
    }

    /// <summary>The text without what no message needs. Lone surrogates are dropped here; <see cref="TryClean"/> refuses them.</summary>
    public static string Clean(string text)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var next = CapMarks(Filter(text).Normalize(NormalizationForm.FormC));
            if (string.Equals(next, text, StringComparison.Ordinal))
            {
                break;
            }

            text = next;
        }

        return text;
    }

    private static string? Check(string text) =>
        IsBlank(text) ? RejectionCode.Empty
        : text.Length > MaxUnits || new StringInfo(text).LengthInTextElements > MaxGraphemes ? RejectionCode.TooLong
        : null;

    /// <summary>Spaces joined, lines counted, everything that does not show (or shows where it should not) left out.</summary>
    private static string Filter(string text)
    {
        var kept = new StringBuilder(text.Length);
        var (breaks, space, joiner) = (0, default(char?), default(Rune?));
        Rune? last = null;
        foreach (var rune in WholeRunes(text.ReplaceLineEndings("\n")))
        {
            if (rune.Value == '\n' || Rune.IsWhiteSpace(rune))
            {
                // Of a run of spaces one is kept, a line break before all others.
                space = rune.Value == '\n' ? '\n' : space is null && rune.Value is 0xA0 or 0x202F ? (char)rune.Value : space is '\n' ? space : ' ';
                joiner = null;
            }
            else if (rune.Value is 0x200D or 0x200C)
            {
                joiner = space is null ? rune : null;
            }
            else if (!IsLeftOut(rune))
            {
                if (space is { } gap && last is not null)
                {
                    kept.Append(gap != '\n' ? gap : breaks++ < MaxBreaks ? '\n' : ' ');
                }

                if (joiner is { } between && last is { } before && Joins(before) && Joins(rune))
                {
                    kept.Append(between.ToString());
                }

                Append(kept, rune);
                (space, joiner, last) = (null, null, rune);
            }
        }

        return kept.ToString();
    }

    private static string CapMarks(string text)
    {
        var kept = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks <= MaxMarks)
            {
                Append(kept, rune);
            }
        }

        return kept.ToString();
    }

    /// <summary>Emoji families are joined, and letters of scripts that need it; Latin letters are not, there a joiner only hides a word.</summary>
    private static bool Joins(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsMark(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>
    /// Controls, every format character (direction marks and overrides, zero-width spaces, the byte order mark, tags), private use,
    /// noncharacters, supplementary variation selectors, and letters that are drawn as nothing.
    /// </summary>
    private static bool IsLeftOut(Rune rune) => rune.IsAscii ? Rune.IsControl(rune) :
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        || (rune.Value & 0xFFFE) == 0xFFFE
        || rune.Value is (>= 0xFDD0 and <= 0xFDEF) or (>= 0xE0000 and <= 0xE0FFF)
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0;

    // Most of what people write is in the first plane: no string for each letter.
    private static void Append(StringBuilder text, Rune rune)
    {
        if (rune.IsBmp)
        {
            text.Append((char)rune.Value);
        }
        else
        {
            text.Append(rune.ToString());
        }
    }

    private static bool IsBlank(string text) => !text.EnumerateRunes().Any(rune => !Rune.IsWhiteSpace(rune) && !IsMark(rune));

    private static IEnumerable<Rune> WholeRunes(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                yield return rune;
                i += rune.Utf16SequenceLength;
            }
            else
            {
                i++;
            }
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
