using System.Globalization;
using System.Text;

namespace Halle.Text;

/// <summary>Text as a rule reads it: lower case, without accents, look-alikes of other scripts and styled letters as plain Latin.</summary>
internal static class FoldedText
{
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                folded.Append(char.ToLowerInvariant((char)rune.Value));
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (TryBoxed(rune, out var boxed))
            {
                folded.Append(boxed);
                continue;
            }

            if (Rune.GetNumericValue(rune) is var number && number is >= 0 and <= 20 && number == Math.Floor(number) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber)
            {
                folded.Append((int)number);
                continue;
            }

            // Before and after: a capital may look like another letter than its small form does.
            var plain = Lookalikes.ToLatin(Rune.ToLowerInvariant(Lookalikes.ToLatin(rune)));
            folded.Append(plain.Value switch
            {
                0x2019 or 0x2018 or 0x02BC => "'",
                'œ' => "oe",
                'æ' => "ae",
                'ß' => "ss",
                _ => plain.ToString(),
            });
        }

        return folded.ToString();
    }

    // White letters in black circles and squares, and the halves of flags: the only drawn alphabets that compatibility does not undo.
    private static bool TryBoxed(Rune rune, out char letter)
    {
        var place = rune.Value switch
        {
            >= 0x1F150 and <= 0x1F169 => rune.Value - 0x1F150,
            >= 0x1F170 and <= 0x1F189 => rune.Value - 0x1F170,
            >= 0x1F1E6 and <= 0x1F1FF => rune.Value - 0x1F1E6,
            _ => -1,
        };
        letter = (char)('a' + place);
        return place >= 0;
    }
}
