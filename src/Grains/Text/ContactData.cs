using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Halle.Text;

/// <summary>
/// Finds what lets two people meet outside: telephone numbers, addresses, names on other networks, and questions for them, written out or
/// disguised. What is found is held for a moderator, not refused: a rule that guesses must not have the last word.
/// </summary>
public static class ContactData
{
    // Linear whatever the text is: these run on the words of strangers.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    // Behind a figure, for FiguresOf: "tonnes", "Fos-sur-Mer".
    private const int WordsAround = 16;

    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();

    private static readonly FrozenSet<string> Networks = FrozenSet.ToFrozenSet(
        new[]
        {
            "snap", "snapchat", "snapp", "snape", "insta", "instagram", "instagramm", "discord", "tiktok", "tiktoc", "whatsapp", "wathsapp", "fessebouc", "watsapp", "whatsap", "watsap",
            "telegram", "messenger", "facebook", "skype", "viber", "wechat", "kik", "omegle", "twitch", "twitter", "yubo", "bereal", "tktk", "wtsp", "wsp", "tlgrm",
        }.Select(AsDrawn),
        StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NetworkNames = Networks.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int MaxName = Networks.Max(name => name.Length);

    private static readonly SearchValues<char> WordEdges = SearchValues.Create(" \n\u00A0\u202F,;:!?()/'\"«»=<>");

    // With a dot or a word for it: "prenom arobase exemple point fr"; an at-sign in brackets is one without: "prenom(at)exemple".
    private static readonly Regex Mail = new(
        @"[a-z0-9._%+-]\s{0,2}(?:@|[(\[{<*]\s?a\s?[)\]}>*])\s{0,2}[a-z0-9-]+\s{0,2}(?:\.|\(\.\)|\bpoint\b|\bdot\b|\(dot\))\s{0,2}[a-z]{2}" +
        @"|[a-z0-9]\s?[(\[{<*_-]\s?(?:at|@|arob)\s?[)\]}>*_-]\s?[a-z0-9]{2}" +
        @"|[a-z0-9]@[a-z]{2}" +
        @"|[a-z0-9] (?:at|chez) [a-z0-9-]{2,20}(?:\.| point | dot | pt )(?:com|fr|net|org|eu|me|io)\b" +
        @"|[a-z0-9] a [a-z0-9-]{2,20} (?:point|dot|pt) (?:com|fr|net|org|eu|me|io)\b" +
        @"|\b(?:orange|free|laposte|la poste|outlook|yahoo|icloud|wanadoo|sfr|proton|bbox|neuf) (?:point |dot |pt )?(?:fr|com|net)\b",
        Linear,
        Bound);

    private static readonly Regex Handle = new(@"(?:^|[\s(:,;])@\s?[a-z0-9_.]{3}", Linear, Bound);

    // "ig: lea", "mon fb", "lea#1234".
    private static readonly Regex ShortNetwork = new(
        @"\b(?:ig|fb|tt|ds|sc)\s?[:=]\s?[a-z0-9_.]{3}|\bmon (?:ig|fb|tt)\b|[a-z0-9_.]{2}#[0-9]{4}\b|\b(?:mon|ton) 👻|👻\s?[:=]" +
        @"|\b(?:psn|steam|xbox|roblox|fortnite|gamertag)\s?[:=]|\bmon (?:pseudo (?:sur |dans )?)?(?:psn|steam|xbox|roblox|fortnite|minecraft|gamertag)\b", Linear, Bound);

    private static readonly Regex Asking = new(
        @"\b(?:" +
        @"(?:quel|ton|tu as quel|t'as quel|ta quel|t as quel|c'est quoi ton)\s+age\b|how old are you|your age|quel age" +
        @"|(?:ton|votre|your)\s+(?:numero|num|06|07|tel|telephone|portable|phone|number|phone number|mail|email|e-mail|adresse|address|pseudo|nom de famille|vrai nom)\b" +
        @"|(?:ton|ta|your)\s+(?:ecole|college|lycee|school|ville|rue|quartier)\b|(?:quel|quelle|which|what)\s+(?:ecole|college|lycee|school)" +
        @"|(?:ou|tu)\s+(?:est-ce que tu\s+)?(?:habites|vis)\b|habites[- ]tu|where do you live|tu habites ou" +
        @"|(?:ajoute|add|rajoute|contacte|appelle|ecris|dm|mp)[ -](?:moi|me|nous)\b|add me|call me|text me|dm me" +
        @"|(?:envoie|donne|file|passe)[ -]moi\s+(?:ton|ta|tes|une photo|un message)|envoie une photo|send me (?:a |your )?(?:pic|photo)" +
        @"|(?:en|par)\s+(?:mp|dm|prive)\b|message prive|in private|se voir en vrai|rejoins[ -](?:moi|nous)" +
        @")",
        Linear,
        Bound);

    // Without one of these there is no match: most messages never reach the slower patterns.
    private static readonly SearchValues<string> MailSigns = SearchValues.Create(
        ["@", " chez ", "(", "[", "{", "<", "*", "-at", "_at", "- at", "_ at", " at ", " a ", "orange", "free", "poste", "outlook", "yahoo", "icloud", "wanadoo", "sfr", "proton", "bbox", "neuf"],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> ShortSigns = SearchValues.Create(["ig", "fb", "tt", "ds", "sc", "#", "👻", "psn", "steam", "xbox", "roblox", "fortnite", "minecraft", "gamertag"], StringComparison.Ordinal);

    // Whatever stands around them.
    private static readonly SearchValues<string> MailHouses = SearchValues.Create(["gmail", "hotmail", "protonmail"], StringComparison.Ordinal);

    private static readonly SearchValues<string> AskingSigns = SearchValues.Create(
        [
            "age", "ton ", "votre ", "your ", "ta ", "quel", "which", "what", "habite", " vis", "live", "ajoute", "add", "contacte", "appelle", "ecris", "dm", "mp", "call me",
            "text me", "envoie", "donne", "file", "passe", "send me", "prive", "private", "en vrai", "rejoins",
        ],
        StringComparison.Ordinal);

    /// <summary>Whether the text carries contact data, as it is written or with what is spelled letter by letter put together.</summary>
    public static bool IsIn(string text)
    {
        var folded = FoldedText.Of(text);
        var joined = SpelledOut.Joined(folded);
        var counting = DictatedPhone.IsCounting(folded);
        return DictatedPhone.IsIn(folded)
            || IsInFolded(folded)
            || (!ReferenceEquals(joined, folded) && ((!counting && DictatedPhone.IsIn(joined)) || IsInFolded(joined)))
            || (!counting && HasPhone(text));
    }

    /// <summary>The figures of the text with the words around them that say what they are; nothing when there are none. What is left is folded.</summary>
    public static string FiguresOf(string text)
    {
        var folded = FoldedText.Of(text);
        var kept = new StringBuilder();
        var at = 0;
        foreach (var figure in Figures.Of(folded, drawn: false))
        {
            // A sign before it, a unit or a town behind it; of longer talk in between, that it was there.
            var from = figure.Start - at > 2 * WordsAround ? figure.Start - 1 : at;
            if (from > at)
            {
                kept.Append(folded.AsSpan(at, kept.Length == 0 ? 0 : WordsAround)).Append(" (…) ");
            }

            kept.Append(folded.AsSpan(from, figure.End - from));
            at = figure.End;
        }

        return kept.Append(folded.AsSpan(at, kept.Length == 0 ? 0 : Math.Min(WordsAround, folded.Length - at))).ToString();
    }

    /// <summary>Whether the figures of the text are a telephone number, whatever stands between them.</summary>
    public static bool IsDictated(string text) => DictatedPhone.IsIn(FoldedText.Of(text));

    private static bool IsInFolded(string folded) =>
        folded.Contains("arobas", StringComparison.Ordinal)
        || folded.Contains("arrobas", StringComparison.Ordinal)
        || folded.Contains("robase", StringComparison.Ordinal)
        || (folded.AsSpan().ContainsAny(MailSigns) && (Mail.IsMatch(folded) || Handle.IsMatch(folded)))
        || folded.AsSpan().ContainsAny(MailHouses)
        || (folded.AsSpan().ContainsAny(ShortSigns) && ShortNetwork.IsMatch(folded))
        || NamesNetwork(folded);

    /// <summary>Whether the text asks for what no adult needs to know of a pupil: age, school, number, a way to meet elsewhere.</summary>
    public static bool IsAskedFor(string text)
    {
        var folded = FoldedText.Of(text);
        return folded.AsSpan().ContainsAny(AskingSigns) && Asking.IsMatch(folded);
    }

    // Numbers of other countries, which the French pattern does not know. Without enough figures there is none.
    private static bool HasPhone(string text) =>
        text.Count(char.IsDigit) >= 7 && Phones.FindNumbers(text, "FR", PhoneNumberUtil.Leniency.VALID, maxTries: 20).Any();

    private static bool NamesNetwork(string folded)
    {
        var (spelled, before) = ("", "");
        Span<char> letters = stackalloc char[MaxName];
        foreach (var range in folded.AsSpan().SplitAny(WordEdges))
        {
            // Longer than any name there is, and so is whatever it is written out with.
            if (!TryPlain(folded.AsSpan()[range], letters, out var length))
            {
                (spelled, before) = ("", "");
                continue;
            }

            if (range.Start.Equals(range.End))
            {
                continue;
            }

            var plain = letters[..length];
            if (NetworkNames.Contains(plain))
            {
                return true;
            }

            // "tik tok", "whats app", "sn ap": one word in two.
            if (length > 1 && before.Length > 1 && before.Length + length <= MaxName && NetworkNames.Contains(string.Concat(before, plain)))
            {
                return true;
            }

            before = plain.ToString();

            // "s n a p": single letters in a row are one word, wherever it begins and ends.
            spelled = length == 1 ? spelled + plain[0] : "";
            if (spelled.Length >= 4 && Networks.Any(name => name.Length >= 4 && spelled.EndsWith(name, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters only, digits and signs as the letters they stand for: "sn4p", "s.n.a.p", "1nsta". False when there are more than fit.</summary>
    private static bool TryPlain(ReadOnlySpan<char> word, Span<char> letters, out int length)
    {
        length = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            var letter = rune.IsAscii && char.IsAsciiLetter((char)rune.Value) ? rune : Lookalikes.FromLeet(rune);
            if (!Rune.IsLetter(letter))
            {
                continue;
            }

            if (length + letter.Utf16SequenceLength > letters.Length)
            {
                return false;
            }

            // "snapchaat": a letter held down is one.
            var before = length;
            length += letter.EncodeToUtf16(letters[length..]);
            if (letters[before] == 'i')
            {
                letters[before] = 'l';
            }

            length = before > 0 && length == before + 1 && letters[before] == letters[before - 1] ? before : length;
        }

        return true;
    }

    // A figure one may stand for either letter, and a letter held down is one.
    private static string AsDrawn(string letters)
    {
        var drawn = letters.Replace('i', 'l');
        return string.Concat(drawn.Where((letter, place) => place == 0 || letter != drawn[place - 1]));
    }
}
