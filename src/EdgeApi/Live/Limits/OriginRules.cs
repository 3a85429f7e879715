using System.Security.Cryptography;
using System.Text;

namespace Halle.Live.Limits;

/// <summary>
/// Which pages may connect. Browsers do not hold WebSockets back across sites, so the Origin is checked on every request of the live
/// path, exactly: the page's own host, or one of the listed. Browsers name no Origin when a page reads from its own host (the fallback
/// transports do); they say so in <c>Sec-Fetch-Site</c>, which no script can set. Without either only a program with the service token comes in.
/// </summary>
internal static class OriginRules
{
    public const string TokenHeader = "Halle-Service-Token";

    public static bool Allows(HttpRequest request, LiveOptions options)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return IsOwnRead(request) || HasToken(request, options.ServiceToken);
        }

        var own = $"{request.Scheme}://{request.Host.Value}";
        return origins is [{ } origin] &&
            (string.Equals(origin, own, StringComparison.OrdinalIgnoreCase) || options.AllowedOrigins.Contains(origin, StringComparer.Ordinal));
    }

    /// <summary>A page's read of an open connection of its own host. An upgrade is none: it always has an Origin.</summary>
    private static bool IsOwnRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.Count == 0 && request.Headers["Sec-Fetch-Site"] is ["same-origin"];

    private static bool HasToken(HttpRequest request, string? token) =>
        token is not null && request.Headers[TokenHeader] is [{ } given] &&
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
