using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>Gives the 405 of whoever answered, router or SignalR, the body every other refusal has.</summary>
public static class WrongMethod
{
    public static IApplicationBuilder UseCodedWrongMethod(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
        {
            await Refusals.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, RejectionCode.BadRequest);
        }
    });
}
