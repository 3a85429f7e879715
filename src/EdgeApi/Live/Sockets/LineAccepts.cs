using System.Net.Sockets;
using Halle.Live.Limits;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Halle.Live.Sockets;

/// <summary>Takes WebSockets out of Kestrel where that can be done (docs/decisions/0023); what it does not take is SignalR's.</summary>
internal sealed class LineAccepts(LineServices services, IOptions<LiveOptions> options)
{
    /// <summary>
    /// Offers to take the request. A connection that was negotiated belongs to SignalR, and so does one whose socket cannot be had because
    /// TLS ends in this process.
    /// </summary>
    public void Offer(HttpContext context, IHttpUpgradeFeature upgrade)
    {
        if (options.Value.OwnSockets && upgrade.IsUpgradableRequest && !context.Request.Query.ContainsKey("id") &&
            context.Features.Get<IDetachableSocket>() is { CanDetach: true })
        {
            var once = new UpgradeOnce(upgrade);
            context.Features.Set(once);
            context.Features.Set<IHttpUpgradeFeature>(once);
        }
    }

    /// <summary>Answers the upgrade; the conversation begins when the request has ended and nothing of it is left.</summary>
    public async Task AcceptAsync(HttpContext context, UpgradeOnce upgrade, Session session, ConnectionGuard guard)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Writes the answer. The WebSocket it gives is tied to the request and stays unused.
        await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        await context.Features.GetRequiredFeature<IDetachableSocket>().DetachAsync(upgrade.Upgraded!, Taker(session, guard, services));
    }

    /// <summary>Apart, so that it holds the session and nothing of the request.</summary>
    private static Action<Socket, ReadOnlyMemory<byte>> Taker(Session session, ConnectionGuard guard, LineServices services) =>
        (socket, leftover) => LineConversation.Begin(socket, leftover, session, guard, services);
}

/// <summary>Keeps what the upgrade gave.</summary>
internal sealed class UpgradeOnce(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public Stream? Upgraded { get; private set; }

    public async Task<Stream> UpgradeAsync() => Upgraded = await inner.UpgradeAsync();
}
