using Halle.Capacity;
using Halle.Hosting;
using Halle.Live.Connections;
using Halle.Live.Sockets;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// Stands before the live endpoints, whatever the pipeline around them: Origin, then session, then size, then a meter on the socket.
/// </summary>
internal sealed class LiveDoor(
    IOptions<LiveOptions> options, IOptions<GuardOptions> limits, LiveConnections connections, ConnectionTickets tickets, ISessions sessions, CapacityGate capacity, LineAccepts lines, TimeProvider time,
    ILoggerFactory logs)
{
    /// <summary>A browser's POST over long polling holds a few messages.</summary>
    private const long BodyBytes = 64 * 1024;

    public RequestDelegate Before(RequestDelegate live)
    {
        // The meter lies under the WebSocket, the close code over it, so this middleware is placed between the two. SignalR pings; no second timer.
        var socket = new WebSocketMiddleware(context => WithCloseCode(context, live), Options.Create(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }), logs);
        return context => Refuse(context) is var (status, code, wait) ? AnswerAsync(context, status, code, wait) : WithMeter(context, socket);
    }

    private (int Status, string Code, TimeSpan? Wait)? Refuse(HttpContext context) =>
        !OriginRules.Allows(context.Request, options.Value) ? (StatusCodes.Status403Forbidden, RejectionCode.Forbidden, null)
        : connections.IsLeaving ? (StatusCodes.Status503ServiceUnavailable, RejectionCode.Unavailable, null)
        : sessions.Read(context.User) is not { } session ? (StatusCodes.Status401Unauthorized, RejectionCode.SignInNeeded, null)
        : tickets.IsAnothers(context.Request, session) ? (StatusCodes.Status401Unauthorized, RejectionCode.SignInNeeded, null)
        : context.Request.Headers.ContentEncoding.Count > 0 ? (StatusCodes.Status415UnsupportedMediaType, RejectionCode.BadRequest, null)
        : context.Request.ContentLength > BodyBytes ? (StatusCodes.Status413PayloadTooLarge, RejectionCode.BadRequest, null)
        : Opens(context.Request) && capacity.AskConnection(session) is { } wait ? (StatusCodes.Status503ServiceUnavailable, RejectionCode.Full, wait)
        : null;

    /// <summary>A negotiation, or a socket without one; what carries an id belongs to a connection that has its place.</summary>
    private static bool Opens(HttpRequest request) => !request.Query.ContainsKey("id");

    private static Task AnswerAsync(HttpContext context, int status, string code, TimeSpan? wait)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Refusals.WriteAsync(context, status, code, wait);
    }

    private Task WithMeter(HttpContext context, WebSocketMiddleware socket)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyBytes;
        }

        var guard = new ConnectionGuard(limits.Value, time);
        context.Features.Set(guard);
        if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            lines.Offer(context, upgrade);
            if (context.Features.Get<UpgradeOnce>() is null)
            {
                context.Features.Set<IHttpUpgradeFeature>(new MeteredUpgrade(upgrade, guard));
            }
        }

        // Over HTTP/2 a socket would bypass the meter; browsers fall back to HTTP/1.1 for it.
        context.Features.Set<IHttpExtendedConnectFeature>(null);
        return socket.Invoke(context);
    }

    private Task WithCloseCode(HttpContext context, RequestDelegate live)
    {
        var guard = context.Features.Get<ConnectionGuard>()!;
        if (context.Features.Get<UpgradeOnce>() is { } upgrade && sessions.Read(context.User) is { } session)
        {
            return lines.AcceptAsync(context, upgrade, session, guard);
        }

        if (context.Features.Get<IHttpWebSocketFeature>() is { } feature)
        {
            context.Features.Set<IHttpWebSocketFeature>(new CodedWebSocketFeature(feature, guard));
        }

        return live(context);
    }

    private sealed class MeteredUpgrade(IHttpUpgradeFeature inner, ConnectionGuard guard) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new MeteredStream(await inner.UpgradeAsync(), guard);
    }

    private sealed class CodedWebSocketFeature(IHttpWebSocketFeature inner, ConnectionGuard guard) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => inner.IsWebSocketRequest;

        public async Task<System.Net.WebSockets.WebSocket> AcceptAsync(WebSocketAcceptContext context) =>
            new CodedWebSocket(await inner.AcceptAsync(context), guard);
    }
}
