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
}
