namespace Halle.Hosting;

/// <summary>
/// One line per request at Debug, one per failed request at Warning: method, route (its pattern, never the values), status, time.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (BadHttpRequestException error)
        {
            if (!context.Response.HasStarted)
            {
                await Refusals.WriteAsync(context, error.StatusCode, Rooms.RejectionCode.BadRequest);
            }
        }
        catch (Exception error)
        {
            LogFailed(RouteOf(context), error);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            // An outage behind us (a grain that does not answer) is worth another try; the message stays here.
            await Refusals.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, Rooms.RejectionCode.Unavailable, TimeSpan.FromSeconds(2));
        }
        finally
        {
            var milliseconds = time.GetElapsedTime(start).TotalMilliseconds;
            LogDone(KnownMethod(context.Request.Method), RouteOf(context), context.Response.StatusCode, milliseconds);
        }
    }

    /// <summary>A method is the caller's text too.</summary>
    private static string KnownMethod(string method) =>
        method is "GET" or "HEAD" or "POST" or "DELETE" or "OPTIONS" or "CONNECT" ? method : "other";

    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Route} answered {Status} in {Milliseconds:0.0} ms")]
    private partial void LogDone(string method, string route, int status, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Route} failed")]
    private partial void LogFailed(string route, Exception error);
}
