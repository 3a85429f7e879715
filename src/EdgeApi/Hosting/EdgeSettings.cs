using System.Collections.Immutable;
using System.Net;
using Halle.Clustering;

namespace Halle.Hosting;

/// <summary>The settings after they were checked and read: what the composition works with.</summary>
public sealed record EdgeSettings(
    DeploymentShape Shape,
    ImmutableArray<Uri> Urls,
    Uri? AdminUrl,
    ImmutableArray<string> Origins,
    ImmutableArray<string> FrameAncestors,
    bool BehindProxy,
    ImmutableArray<IPAddress> Proxies,
    bool Demo,
    bool Development)
{
    /// <summary>How the silos are found; null in the embedded shape.</summary>
    public ClusterSettings? Cluster { get; init; }

    private static readonly string[] LoopbackProxies = ["127.0.0.1", "::1"];

    /// <summary>Cookies are Secure and <c>__Host-</c>, except in Development over plain http on loopback.</summary>
    public bool SecureCookies => !Development || BehindProxy || Urls.Any(url => url.Scheme is "https" || !url.IsLoopback);

    /// <summary>
    /// Reads the options. What is only good for development is refused elsewhere, so that a forgotten setting stops a start and not an event.
    /// </summary>
    /// <exception cref="StartUpException">Every fault, each naming its setting.</exception>
    public static EdgeSettings Read(EdgeOptions options, bool development)
    {
        var faults = new List<string>();
        if (!Enum.TryParse<DeploymentShape>(options.Shape, ignoreCase: true, out var shape) || !Enum.IsDefined(shape)
            || int.TryParse(options.Shape, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            faults.Add($"Halle:Shape '{options.Shape}' is unknown; this version knows: {string.Join(", ", Enum.GetNames<DeploymentShape>())}.");
        }

        var urls = ReadUrls(options.Urls, faults);
        var admin = ReadAdminUrl(options.AdminUrl, urls, faults);
        var origins = ReadOrigins("Halle:Origins", options.Origins, faults);
        var ancestors = ReadOrigins("Halle:FrameAncestors", options.FrameAncestors, faults);
        var proxies = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var proxy in options.Proxies.Count > 0 ? options.Proxies : LoopbackProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                proxies.Add(address);
            }
            else
            {
                faults.Add($"Halle:Proxies: '{proxy}' is not an IP address.");
            }
        }

        var demo = options.Demo ?? development;
        if (!development)
        {
            RefuseDevelopmentDefaults(options, demo, urls, origins, faults);
        }

        return faults.Count > 0
            ? throw new StartUpException(faults)
            : new EdgeSettings(
                shape, urls, admin, origins, ancestors, options.BehindProxy, proxies.ToImmutable(), demo, development);
    }

    private static void RefuseDevelopmentDefaults(
        EdgeOptions options, bool demo, ImmutableArray<Uri> urls, ImmutableArray<string> origins, List<string> faults)
    {
        if (demo)
        {
            faults.Add("Halle:Demo is on: the demo event and its printed sign-in links are for Development only.");
        }

        if (!options.BehindProxy && urls.Any(url => url.Scheme is "http"))
        {
            faults.Add("Halle:Urls serves plain http: use https, or set Halle:BehindProxy when a proxy in front ends TLS.");
        }

        if (options.Origins.Count == 0)
        {
            faults.Add("Halle:Origins is empty: name the public address, for example https://fair.example.");
        }

        if (origins.Any(origin => !origin.StartsWith("https://", StringComparison.Ordinal)))
        {
            faults.Add("Halle:Origins: only https origins are accepted outside Development.");
        }
    }

    private static ImmutableArray<Uri> ReadUrls(string text, List<string> faults)
    {
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel's "any address" spellings are not hosts a Uri can read.
            var readable = part.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal);
            if (Uri.TryCreate(readable, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath is "/")
            {
                urls.Add(url);
            }
            else
            {
                faults.Add($"Halle:Urls: '{part}' is not an address such as {EdgeOptions.DefaultUrls}.");
            }
        }

        if (urls.Count == 0 && faults.Count == 0)
        {
            faults.Add("Halle:Urls is empty.");
        }

        return urls.ToImmutable();
    }

    private static Uri? ReadAdminUrl(string text, ImmutableArray<Uri> urls, List<string> faults)
    {
        if (text.Length == 0 || string.Equals(text, "off", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not "http" || !url.IsLoopback)
        {
            faults.Add($"Halle:AdminUrl '{text}' is neither 'off' nor a loopback http address: metrics and dashboard have no sign-in.");
            return null;
        }

        if (url.Port != 0 && urls.Any(other => other.Port == url.Port))
        {
            faults.Add($"Halle:AdminUrl uses the public port {url.Port}.");
        }

        return url;
    }

    private static ImmutableArray<string> ReadOrigins(string setting, IReadOnlyList<string> texts, List<string> faults)
    {
        var origins = ImmutableArray.CreateBuilder<string>();
        foreach (var text in texts)
        {
            if (!text.Contains('*', StringComparison.Ordinal)
                && Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                && string.Equals(text.TrimEnd('/'), url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            {
                origins.Add(url.GetLeftPart(UriPartial.Authority));
            }
            else
            {
                faults.Add($"{setting}: '{text}' is not one exact origin such as https://fair.example; wildcards are refused.");
            }
        }

        return origins.ToImmutable();
    }
}
