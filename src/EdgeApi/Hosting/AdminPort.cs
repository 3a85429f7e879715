using System.Net;
using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>Marks an endpoint that is only for the admin port.</summary>
public sealed class OnAdminPort;

/// <summary>
/// Keeps the two ports apart by the port a connection really came in on: the Host header is the caller's to choose. On the admin port, which has no
/// sign-in, it must name this machine all the same: a page somewhere else whose name was made to point here (DNS rebinding) names itself.
/// </summary>
public static class AdminPort
{
    public static bool IsAdmin(HttpContext context, EdgeSettings settings) =>
        settings.AdminUrl is { } admin && context.Connection.LocalPort == admin.Port;

    private static bool IsThisMachine(HostString host) =>
        string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    public static void UseAdminPort(this WebApplication app, EdgeSettings settings) => app.Use((context, next) =>
    {
        var isAdminEndpoint = context.GetEndpoint()?.Metadata.GetMetadata<OnAdminPort>() is not null;
        return IsAdmin(context, settings) == isAdminEndpoint && (!isAdminEndpoint || IsThisMachine(context.Request.Host))
            ? next(context)
            : Refusals.WriteAsync(context, StatusCodes.Status404NotFound, RejectionCode.NotFound);
    });
}
