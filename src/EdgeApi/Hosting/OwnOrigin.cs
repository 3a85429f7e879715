using Halle.Live;
using Halle.Rooms;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Halle.Hosting;

/// <summary>The exact origins whose pages may change things here.</summary>
public sealed class OwnOrigins(EdgeSettings settings, IServiceProvider services)
{
    private volatile HashSet<string>? _loopback;

    /// <summary>The first configured origin, or the first address served: what links begin with.</summary>
    public string Public => settings.Origins is [var first, ..] ? first : Served() is [var served, ..] ? served : settings.Urls[0].GetLeftPart(UriPartial.Authority);

    public bool Contains(string? origin) =>
        origin is { Length: > 0 and <= 512 }
        && (settings.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (settings.Development && settings.Origins.IsEmpty && LoopbackOrigins().Contains(origin)));

    private HashSet<string> LoopbackOrigins()
    {
        if (_loopback is { } known)
        {
            return known;
        }

        var origins = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in Served())
        {
            var url = new Uri(address);
            origins.Add(address);
            origins.Add($"{url.Scheme}://localhost:{url.Port}");
            origins.Add($"{url.Scheme}://127.0.0.1:{url.Port}");
        }

        _loopback = origins.Count > 0 ? origins : null;
        return origins;
    }

    private string[] Served()
    {
        // The server knows its ports only after it was started (port 0 in a test).
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return [.. addresses
            .Select(address => new Uri(address))
            .Where(url => url.Port != settings.AdminUrl?.Port)
            .Select(url => url.GetLeftPart(UriPartial.Authority))];
    }
}

/// <summary>
/// Refuses a change that another site's page sends with our visitor's cookie: it needs our own Origin. A browser always sends one
/// then; a program has to. (The live connection keeps its own door.)
/// </summary>
public static class OwnOriginRule
{
    public static void AddOwnOrigin(this IServiceCollection services, EdgeSettings settings)
    {
        services.AddSingleton<OwnOrigins>();
        services.Configure<LiveOptions>(live =>
        {
            foreach (var origin in settings.Origins)
            {
                live.AllowedOrigins.Add(origin);
            }
        });
    }

    public static IApplicationBuilder UseOwnOrigin(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetRequiredService<OwnOrigins>();
        return app.Use((context, next) => IsRefused(context.Request, own)
            ? Refusals.WriteAsync(context, StatusCodes.Status403Forbidden, RejectionCode.Forbidden)
            : next(context));
    }

    private static bool IsRefused(HttpRequest request, OwnOrigins own) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && !request.Path.StartsWithSegments("/live", StringComparison.Ordinal)
        && !(request.Headers.Origin is [{ } origin] && own.Contains(origin));
}
