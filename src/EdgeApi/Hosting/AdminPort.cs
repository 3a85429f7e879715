using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>Marks an endpoint that is only for the admin port.</summary>
public sealed class OnAdminPort;

/// <summary>
/// Keeps the two ports apart by the port a connection really came in on: the Host header is the caller's to choose.
/// </summary>
public static class AdminPort
{
    public static bool IsAdmin(HttpContext context, EdgeSettings settings) =>
        settings.AdminUrl is { } admin && context.Connection.LocalPort == admin.Port;

    public static void UseAdminPort(this WebApplication app, EdgeSettings settings) => app.Use((context, next) =>
    {
        var isAdminEndpoint = context.GetEndpoint()?.Metadata.GetMetadata<OnAdminPort>() is not null;
        return IsAdmin(context, settings) == isAdminEndpoint
            ? next(context)
            : Refusals.WriteAsync(context, StatusCodes.Status404NotFound, RejectionCode.NotFound);
    });
}
