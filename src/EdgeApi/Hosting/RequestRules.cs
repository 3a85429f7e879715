using Halle.Rooms;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Halle.Hosting;

/// <summary>What every request has to keep to, whatever it asks for; checked before anything is routed.</summary>
public static class RequestRules
{
    public static IApplicationBuilder UseRequestRules(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (RefusalOf(context.Request) is var (status, code))
        {
            // What was not read must not be taken for the next request.
            context.Response.Headers.Connection = "close";
            await Refusals.WriteAsync(context, status, code);
            return;
        }

        await next(context);
    });

    private static (int Status, string Code)? RefusalOf(HttpRequest request)
    {
        if (request.Headers.TransferEncoding.Count > 0
            && (request.Headers.ContentLength is not null || request.Headers.ContainsKey("X-Content-Length")))
        {
            // Two lengths for one body is how requests are smuggled past a proxy. (Kestrel moves the second aside under the other name.)
            return (StatusCodes.Status400BadRequest, RejectionCode.BadRequest);
        }

        if (request.ContentLength > Listeners.MaxBody)
        {
            return (StatusCodes.Status413PayloadTooLarge, RejectionCode.TooLong);
        }

        // Nothing here unpacks a body, so no small one becomes a large one.
        return StringValues.IsNullOrEmpty(request.Headers[HeaderNames.ContentEncoding])
            ? null
            : (StatusCodes.Status415UnsupportedMediaType, RejectionCode.BadRequest);
    }
}
