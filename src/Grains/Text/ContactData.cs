using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Halle.Rooms;
using PhoneNumbers;

namespace Halle.Text;

/// <summary>
/// Finds links and contact data, written out or disguised. What is found is held for a moderator, not refused: a rule that guesses must
/// not have the last word.
/// </summary>
public static partial class ContactData
{
    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();

    private static readonly string[] Digits =
        ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];

    /// <summary>Why the message must be held (<c>link</c>, <c>contact</c>), or null. Staff of the event may write links.</summary>
    public static string? Find(string text, in Situation situation)
    {
        if (situation.Actor.Role is Role.Moderator or Role.Organiser)
        {
            return null;
        }

        var plain = Fold(text);
        return HasContact(text, plain) || AsksForContact(plain) ? "contact"
            : !situation.Actor.IsStaff && HasLink(text) ? "link"
            : null;
    }

    public static bool HasLink(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(word =>
            word.Contains("://", StringComparison.Ordinal)
            || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || BareDomain().IsMatch(word));

    /// <summary>Lower case, without accents, disguises of a, o and the rest undone.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                folded.Append(rune.ToString());
            }
        }

        return folded.ToString();
    }

    private static bool HasContact(string text, string plain) =>
        Email().IsMatch(plain)
        || Handle().IsMatch(plain)
        || Network().IsMatch(plain)
        || Phones.FindNumbers(text, "FR").Any()
        || LongestRunOfDigits(plain) >= 8;

    /// <summary>Questions no adult needs to put to a pupil in public.</summary>
    private static bool AsksForContact(string plain) => AskingForContact().IsMatch(plain);

    /// <summary>How many digits follow each other, written as digits or as words, with anything that is no letter between them.</summary>
    private static int LongestRunOfDigits(string plain)
    {
        var (longest, run) = (0, 0);
        foreach (Match token in Token().Matches(plain))
        {
            var spelled = Array.IndexOf(Digits, token.Value) >= 0
                || token.Value is "dix" or "onze" or "douze" or "treize" or "quatorze" or "quinze" or "seize" or "vingt" or "trente"
                    or "quarante" or "cinquante" or "soixante" or "vingts" or "cent" or "et";
            run = char.IsAsciiDigit(token.Value[0]) ? run + token.Length
                : string.Equals(token.Value, "et", StringComparison.Ordinal) ? run
                : spelled ? run + 1
                : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    [GeneratedRegex(@"\p{L}+|[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Token();

    [GeneratedRegex(
        @"\b[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,62}){0,3}\.(?:com|fr|net|org|io|gg|me|eu|info|biz|tv|app|dev|xyz|link|page|site|online|shop|be|ch|uk|de|ru|tk|ly)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex BareDomain();

    [GeneratedRegex(
        @"[a-z0-9._%+-]{1,64}\s{0,2}(?:@|\(at\)|\[at\]|\barobase?\b|\barrobase\b)\s{0,2}[a-z0-9-]{1,63}\s{0,2}(?:\.|\bpoint\b|\bdot\b|\(dot\))\s{0,2}[a-z]{2,10}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?:^|\s)@[a-z0-9_.]{3,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Handle();

    [GeneratedRegex(
        @"\b(?:s\W?n\W?a\W?p(?:\W?chat)?|i\W?n\W?s\W?t\W?a(?:gram)?|disc?ord|tik\W?tok|whats\W?app|telegram|signal\s+(?:moi|me)|messenger|facebook|face\W?book)\b",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Network();

    [GeneratedRegex(
        @"(?:quel\s+age|t\W?as\s+quel\s+age|ton\s+(?:age|numero|num|tel|telephone|portable|mail|adresse|nom de famille|lycee|college|ecole)|ta\s+(?:classe|ville|rue)|ou\s+(?:habites|tu habites)|ajoute\W+moi|add\s+moi|ecris\W+moi\s+(?:sur|en prive)|en\s+mp\b|en\s+prive\b)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex AskingForContact();
}
