using System.Net.WebSockets;
using Halle.Live.Contract;

namespace Halle.Live.Limits;

/// <summary>A WebSocket that closes with the guard's reason instead of "normal closure", so that a browser knows why.</summary>
internal sealed class CodedWebSocket(WebSocket inner, ConnectionGuard guard) : WebSocket
{
    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override void Abort() => inner.Abort();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(Status(closeStatus), guard.Code ?? statusDescription, cancellationToken);

    public override async Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await inner.CloseOutputAsync(Status(closeStatus), guard.Code ?? statusDescription, cancellationToken);
        guard.SaidWhy();
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override void Dispose()
    {
        inner.Dispose();
        guard.SaidWhy();
    }

    private WebSocketCloseStatus Status(WebSocketCloseStatus usual) => guard.Code is { } code ? StatusOf(code) : usual;

    /// <summary>The close frame's status for a <see cref="ClosingCode"/>; null is a usual end.</summary>
    public static WebSocketCloseStatus StatusOf(string? code) => code switch
    {
        null => WebSocketCloseStatus.NormalClosure,
        ClosingCode.TooLarge => WebSocketCloseStatus.MessageTooBig,
        ClosingCode.Failed => WebSocketCloseStatus.InternalServerError,
        ClosingCode.GoingAway => WebSocketCloseStatus.EndpointUnavailable,
        _ => WebSocketCloseStatus.PolicyViolation,
    };
}
