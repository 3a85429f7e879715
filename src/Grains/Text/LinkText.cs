using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Halle.Text;

/// <summary>A link as somebody wrote it.</summary>
/// <param name="Shown">The word in the message.</param>
/// <param name="Host">The host it leads to, in ASCII: look-alikes show themselves as <c>xn--…</c>.</param>
public sealed record FoundLink(string Shown, string Host);

/// <summary>
/// Finds what leads out of the event, generously, because a moderator should see it: a bare domain is found too, and a domain whose dot is
/// written as a word.
/// </summary>
public static class LinkText
{
    private static readonly char[] Edges = [.. "()[]{}<>«»\"'“”‘’,;:!?….*_~`|"];

    // Endings in use for links people paste, and all two-letter ones that are no French word.
    private static readonly FrozenSet<string> Endings = FrozenSet.ToFrozenSet(
        [
            "com", "c0m", "net", "org", "info", "biz", "xyz", "site", "online", "shop", "store", "club", "link", "page", "live", "chat", "app", "dev", "blog",
            "cloud", "games", "game", "video", "social", "space", "website", "fun", "top", "pro", "name", "world", "team", "tech", "tel", "wiki", "zip",
            "mov", "edu", "gov", "mil", "int", "paris", "bzh", "corsica", "alsace", "onion",
            "fr", "eu", "io", "gg", "tv", "co", "ly", "be", "ch", "uk", "de", "ru", "tk", "ml", "ga", "cf", "gq", "it", "es", "pt", "nl", "us", "ca", "cc", "ws",
            "to", "gl", "gd", "fm", "ai", "sh", "lu", "mc", "re", "nc", "pf", "pl", "cz", "jp", "cn", "in", "br", "su", "me", "id", "ee", "is", "at", "se", "no",
            "рф", "рус", "онлайн", "сайт",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Those that are also found with their last letter held down: "evil.comm".
    private static readonly FrozenSet<string> HeldDown = FrozenSet.ToFrozenSet(["com", "net", "org", "info", "fr", "xyz"], StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> BesideHosts = SearchValues.Create("/\\:?#,;()[]{}<>=|!*'\"«»“”‘’→&%+~");

    // "evil,com", "evil•com", "evil .com", "evil. com": only endings that are no word of a sentence.
    private static readonly Regex OtherDot = new(
        @"[\p{L}0-9-]{2}(?:[,;·•∙⋅・‧|*…]|\s\.|\.\s)(?:com|fr|net|org|eu|io|gg|tv|xyz|COM|FR|NET|ORG|EU|GG|TV)\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
        TimeSpan.FromMilliseconds(250));

    /// <summary>What may be typed into a browser, in order.</summary>
    public static IEnumerable<FoundLink> Find(string text)
    {
        foreach (var word in Plain(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(word.Trim(Edges)) is { } link)
            {
                yield return link;
            }
        }
    }

    /// <summary>Whether a moderator should look at it: a link, a domain with its dot in words or in another sign, a number of a machine.</summary>
    public static bool Leads(string text)
    {
        var plain = Plain(text);
        var joined = SpelledOut.Joined(plain);
        return LeadsIn(plain) || (!ReferenceEquals(joined, plain) && LeadsIn(joined));
    }

    private static bool LeadsIn(string text) => Find(text).Any() || HasSpokenDot(text) || OtherDot.IsMatch(text) || HasMachineNumber(text);

    // Dots and colons that a browser reads as its own, and styled letters.
    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Replace('\u3002', '.').Replace('\uFF0E', '.').Replace('\uFF61', '.').Replace('\u2024', '.').Replace('\uFF1A', ':').Replace('\uFF0F', '/');

    private static FoundLink? Read(string word)
    {
        var scheme = word.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            // "voir:https://…": what stands before the last scheme is no part of the link.
            var start = scheme;
            while (start > 0 && char.IsAsciiLetter(word[start - 1]))
            {
                start--;
            }

            var address = word[start..];
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IdnHost.Length > 0
                ? new FoundLink(address, uri.IdnHost)
                : new FoundLink(address, "");
        }

        // A browser completes "//host" and "https:host".
        var bareWord = word.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? word[6..]
            : word.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? word[5..]
            : word;
        // This machine has no dot: "localhost:8080", "localhost/".
        var here = bareWord.AsSpan(Math.Max(0, bareWord.AsSpan().IndexOfAnyExcept(BesideHosts)));
        if (here.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) && here.Length > 10 && here[9] is ':' or '/' && char.IsLetterOrDigit(here[10]))
        {
            return new FoundLink(word, "localhost");
        }

        foreach (var range in bareWord.AsSpan().SplitAny(BesideHosts))
        {
            var host = bareWord[range];
            if (IsDomain(host) && Uri.TryCreate("https://" + host, UriKind.Absolute, out var bare))
            {
                return new FoundLink(word, bare.IdnHost);
            }
        }

        return null;
    }

    private static bool IsDomain(string host)
    {
        // Mail is contact data, and found there.
        var labels = host.Split('.');
        if (labels.Length < 2 || host.Length > 253 || host.Contains('@', StringComparison.Ordinal) || !labels.All(IsLabel))
        {
            return false;
        }

        if (labels.Length == 4 && labels.All(IsByte))
        {
            return true;
        }

        var ending = labels[^1];
        return string.Equals(labels[0], "www", StringComparison.OrdinalIgnoreCase)
            || ending.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
            || ((Endings.Contains(ending) || IsHeldDown(ending)) && !IsNextSentence(labels[^2], ending));
    }

    private static bool IsHeldDown(string ending)
    {
        var once = ending.TrimEnd(ending[^1]).Length + 1;
        return once < ending.Length && HeldDown.Contains(ending[..once]);
    }

    private static bool IsByte(string label) => label.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? byte.TryParse(label.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
        : byte.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_');

    /// <summary>"[::1]:80", "2001:db8::1". A time of day is none: it has neither eight groups nor two colons in a row.</summary>
    private static bool HasMachineNumber(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
            {
                end++;
            }

            var isWhole = (i == 0 || !char.IsLetterOrDigit(text[i - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            var number = text.AsSpan()[i..end];
            if (isWhole && number.Count(':') >= 2 && number.ContainsAnyInRange('0', '9') && Uri.CheckHostName(number.TrimEnd('.').ToString()) == UriHostNameType.IPv6)
            {
                return true;
            }

            i = Math.Max(end, i + 1);
        }

        return false;
    }

    // "fini.Me voici": a sentence without the space, not a domain.
    private static bool IsNextSentence(string before, string ending) =>
        char.IsUpper(ending[0]) && char.IsLower(ending[^1]) && char.IsLower(before[^1]);

    private static bool HasSpokenDot(string text)
    {
        var words = text.ToLower(CultureInfo.InvariantCulture)
            .Split([' ', '\n', '\t', '\u00A0', '\u202F', '(', ')', '[', ']', '{', '}', '<', '>', '*', ',', '!', '?', '/'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length - 1; i++)
        {
            if (words[i] is "www")
            {
                return true;
            }

            // A French sentence may end in "point com…" of anything; only endings nobody says otherwise are taken.
            if (i > 0 && (words[i] is "point" or "pt" or "dot" or ".") && words[i + 1] is "com" or "fr" or "net" or "org" or "gg" or "io" or "xyz" or "tv")
            {
                return true;
            }
        }

        return false;
    }
}
