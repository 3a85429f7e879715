using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>What holds for everything under <c>/api</c>.</summary>
public static class Api
{
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.RequireRateLimiting(RequestPace.Policy);
        api.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(context);
        });
        api.AddEndpointFilter<RetryAfterFilter>();
        api.AddEndpointFilter<RefuseBadBody>();
        // A mistyped path, or the wrong method on a right one, is told so in the same words.
        api.Map("/{**path}", () => Refusals.Of(RejectionCode.NotFound)).Add(endpoint =>
            ((RouteEndpointBuilder)endpoint).Order = int.MaxValue - 1);
        return api;
    }
}
