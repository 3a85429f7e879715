using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Halle.Classrooms;
using Halle.Rooms;

namespace Halle.Text;

/// <summary>
/// The name a visitor appears under: readable, nobody else's, no insult and no address. Staff names come from the server and pupils' from
/// their class; both are shown with a badge that no name can imitate.
/// </summary>
public static class DisplayName
{
    /// <summary>In characters as people count them.</summary>
    public const int MinLength = 2;

    /// <summary>In characters as people count them.</summary>
    public const int MaxLength = 40;

    // A family of emoji is eleven units; a name that long in units has more to hide than to say.
    private const int MaxUnits = MaxLength * 8;

    private static readonly FrozenSet<string> ReservedWords = Skeletons(
        "admin", "root", "staff", "support", "bot", "systeme", "system", "mod", "modo", "modos", "orga", "equipe", "securite", "police", "infirmerie", "anonyme",
        "enseignant", "enseignante", "professeur", "visiteur", "eleve", "professionnel", "professionnelle", "halle", "assistance", "accueil");

    private static readonly FrozenSet<string> ReservedParts = Skeletons(
        "administrat", "moderat", "organisat", "organizer", "organiser", "officiel", "official", "webmaster", "helpdesk");

    private static readonly FrozenSet<string> InsultWords = Skeletons(
        "con", "conne", "cons", "pute", "putes", "pd", "pedo", "fdp", "ntm", "tg", "bite", "bites", "cul", "chatte", "nique", "niquer", "salop", "gouine", "negre", "negro",
        "bougnoule", "youpin", "tapette", "sex", "sexe", "porno", "nazi", "nazie", "nazis", "hitler", "viol", "suce", "sucer", "merde", "bouffon", "mongol", "trisomique",
        "fuck", "bitch", "shit", "bullshit", "cunt", "slut", "whore", "rapist", "retard", "retarded");

    private static readonly FrozenSet<string> InsultParts = Skeletons(
        "connard", "connasse", "encule", "enculer", "salope", "batard", "putain", "pedale", "pedophile", "niquetamere", "filsdepute", "branleur", "branlette",
        "trouduc", "couille", "bougnoul", "youpin", "negresse", "tafiole", "pouffiasse", "petasse", "neonazi", "hitler", "fuck", "nigger", "nigga", "motherf", "conard",
        "conasse", "encull", "asshole", "faggot", "wanker", "bitches");

    /// <summary>Reads a wished name; the refusal's code, or null with the name as it will be shown.</summary>
    /// <param name="reserved">Names nobody may look like: labels of sites, names of staff.</param>
    public static string? Check(string? given, ReservedNames reserved, out string name)
    {
        name = "";
        if (given is null)
        {
            return RejectionCode.BadRequest;
        }

        if (given.Length > MaxUnits)
        {
            return RejectionCode.TooLong;
        }

        if (!TryNormalize(given, out var normal))
        {
            return RejectionCode.Unreadable;
        }

        name = Join(normal);
        var length = new StringInfo(name).LengthInTextElements;
        if (length == 0 || !name.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || IsSymbol(rune)))
        {
            return RejectionCode.Empty;
        }

        if (length > MaxLength)
        {
            return RejectionCode.TooLong;
        }

        var words = NameWords.Of(name);
        return IsReserved(words, reserved) ? RejectionCode.NameReserved
            : length < MinLength || !IsWritten(name) || IsAddress(name) || IsInsult(words) || ContactData.IsIn(name) ? RejectionCode.NameRefused
            : null;
    }

    /// <summary>What the name can be taken for: people with equal skeletons cannot be told apart.</summary>
    public static string Skeleton(string name) => Lookalikes.Skeleton(name);

    private static bool IsReserved(NameWords name, ReservedNames reserved) => Says(name, ReservedWords, ReservedParts) || reserved.Cover(name) || name.Readings.Any(Pseudonyms.Cover);

    private static bool IsInsult(NameWords name) => Says(name, InsultWords, InsultParts);

    private static bool Says(NameWords name, FrozenSet<string> words, FrozenSet<string> parts)
    {
        foreach (var reading in name.Readings)
        {
            var whole = string.Concat(reading);
            if (words.Contains(whole) || reading.Any(words.Contains) || parts.Any(part => whole.Contains(part, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return words.Contains(name.Everything) || parts.Any(part => name.Everything.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Letters, figures and what stands between parts of a name; no emoji, no signs that look like a badge, no stacks of marks.</summary>
    private static bool IsWritten(string name)
    {
        var marks = 0;
        var letters = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark ? marks + 1 : 0;
            letters += Rune.IsLetter(rune) ? 1 : 0;
            if (marks > MessageText.MaxMarks
                || !(Rune.IsLetterOrDigit(rune) || marks > 0 || rune.Value is ' ' or '-' or '\'' or '\u2019' or '.' or '\u00B7' or '_')
                || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0)
            {
                return false;
            }
        }

        return letters >= MinLength;
    }

    private static bool IsAddress(string name) => LinkText.Leads(name) || name.Contains("www.", StringComparison.OrdinalIgnoreCase);

    // A line break in a name has one purpose; other blanks are joined, so that two names do not differ by them.
    private static string Join(string text)
    {
        var joined = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or 0x2028 or 0x2029 or 0x85 || !Rune.IsWhiteSpace(rune))
            {
                joined.Append(rune.Value is 0xAD or 0x200B or 0x2060 or 0xFEFF ? "" : rune.ToString());
            }
            else if (joined.Length > 0 && joined[^1] != ' ')
            {
                joined.Append(' ');
            }
        }

        return joined.ToString().Trim(' ');
    }

    private static bool IsSymbol(Rune rune) => Rune.IsSymbol(rune) || Rune.IsPunctuation(rune);

    private static bool TryNormalize(string text, out string normal)
    {
        try
        {
            normal = text.Normalize(NormalizationForm.FormKC);
            return true;
        }
        catch (ArgumentException)
        {
            // A lone surrogate: not a name.
            normal = "";
            return false;
        }
    }

    private static FrozenSet<string> Skeletons(params ReadOnlySpan<string> words)
    {
        var skeletons = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            skeletons.Add(Lookalikes.Skeleton(word));
        }

        return skeletons.ToFrozenSet(StringComparer.Ordinal);
    }
}
