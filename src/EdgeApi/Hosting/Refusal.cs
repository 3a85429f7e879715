using System.Globalization;
using Halle.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Hosting;

/// <summary>A refusal as every HTTP answer tells it: a stable code, and what helps to do better.</summary>
public sealed record Refusal(string Code, int? RetryAfterMs = null, DateTimeOffset? Until = null, string? Reason = null)
{
    /// <summary>Why a body could not be taken, for <see cref="RejectionCode.BadRequest"/> by other means than its content.</summary>
    public static Refusal From(Rejection rejection) => new(
        rejection.Code,
        rejection.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalMilliseconds) : null,
        rejection.Until,
        rejection.Reason);
}

/// <summary>Writes refusals: from endpoints as results, from middleware straight into the response.</summary>
public static class Refusals
{
    /// <summary>The one HTTP status of each code.</summary>
    public static int StatusOf(string code) => code switch
    {
        RejectionCode.SignInNeeded or RejectionCode.Revoked => StatusCodes.Status401Unauthorized,
        RejectionCode.Forbidden or RejectionCode.Banned or RejectionCode.Muted => StatusCodes.Status403Forbidden,
        RejectionCode.NotFound => StatusCodes.Status404NotFound,
        RejectionCode.Closed or RejectionCode.Locked or RejectionCode.RoomFull or RejectionCode.NameTaken or RejectionCode.WrongState
            or RejectionCode.Ended or RejectionCode.NotStarted or RejectionCode.EventPaused => StatusCodes.Status409Conflict,
        RejectionCode.SlowDown or RejectionCode.SlowMode => StatusCodes.Status429TooManyRequests,
        RejectionCode.Busy or RejectionCode.StorageUnavailable or RejectionCode.StorageFull or RejectionCode.Quarantined
            or RejectionCode.Unavailable or RejectionCode.Full => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    public static JsonHttpResult<Refusal> Of(string code, TimeSpan? retryAfter = null) => Of(new Rejection(code, retryAfter));

    public static JsonHttpResult<Refusal> Of(Rejection rejection, int? status = null) =>
        TypedResults.Json(Refusal.From(rejection), RoomJson.Options, statusCode: status ?? StatusOf(rejection.Code));

    /// <summary>For middleware: nothing further is done with the request.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, TimeSpan? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter is { } wait)
        {
            SetRetryAfter(context, wait);
        }

        return context.Response.WriteAsJsonAsync(
            Refusal.From(new Rejection(code, retryAfter)), RoomJson.Options, context.RequestAborted);
    }

    /// <summary>The header counts whole seconds, so it rounds up; the body's milliseconds are exact.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>Adds <c>Retry-After</c> to every refusal of an endpoint that names a wait.</summary>
public sealed class RetryAfterFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        if (result is JsonHttpResult<Refusal> { Value.RetryAfterMs: { } wait })
        {
            Refusals.SetRetryAfter(context.HttpContext, TimeSpan.FromMilliseconds(wait));
        }

        return result;
    }
}
