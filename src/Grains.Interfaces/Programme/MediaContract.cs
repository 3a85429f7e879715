using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Halle.Programme;

/// <summary>How something of a site is opened.</summary>
public enum MediumKind
{
    /// <summary>A page of another site: opened in a new tab, its host shown.</summary>
    Link,

    /// <summary>A picture or a PDF.</summary>
    Document,

    /// <summary>A film, or an HLS playlist when its address ends in <c>.m3u8</c>.</summary>
    Video,
}

/// <summary>A film, document or link of a site.</summary>
/// <param name="Url">See <see cref="IsSafe"/>.</param>
/// <param name="Seconds">How long it takes; 0 where that means nothing.</param>
/// <param name="Language">ISO 639-1 of what is said or written; empty when there are no words.</param>
[GenerateSerializer, Immutable, Alias("halle.Medium")]
public sealed partial record Medium(LocalText Title, MediumKind Kind, string Url, int Seconds = 0, string Language = "")
{
    /// <summary>Of a video, one a language.</summary>
    [Id(5)]
    public ImmutableArray<Captions> Captions { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>
    /// A visitor's browser may be sent there: https at a named host and without a user, or a path of this server that is under
    /// <c>/media/</c> as a browser resolves it. Anything else, <c>javascript:</c> and <c>//host</c> included, is never shown.
    /// </summary>
    public static bool IsSafe(string url) =>
        url.StartsWith("/media/", StringComparison.Ordinal)
            ? !Misleading().IsMatch(url)
                && Uri.TryCreate("https://this.invalid" + url, UriKind.Absolute, out var own)
                && own.AbsolutePath.StartsWith("/media/", StringComparison.Ordinal)
            : Uri.TryCreate(url, UriKind.Absolute, out var uri)
                && uri is { Scheme: "https", UserInfo: "", HostNameType: UriHostNameType.Dns }
                && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    // The way up, as a browser or whatever stands before this server may read it: a browser takes a backslash for a slash, leaves tabs
    // and ends of lines out, and decodes dots; a proxy may decode what was encoded twice. The browser's side has the same (address.ts).
    [GeneratedRegex(@"\.\.|\\|\p{Cc}|%(?:25)*(?:2e|2f|5c)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Misleading();
}

/// <summary>What is said in a film, to read along.</summary>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Url">Of a WebVTT file; as safe as a medium's.</param>
[GenerateSerializer, Immutable, Alias("halle.Captions")]
public sealed record Captions(string Language, string Url);
