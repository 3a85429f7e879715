using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Net.WebSockets;
using Halle.Live.Connections;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Live.Limits;
using Halle.SignIn;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Halle.Live.Sockets;

/// <summary>
/// The conversation with one browser over its own socket: SignalR's JSON protocol without SignalR. The handshake, then calls one after
/// another, each answered before the next is read; a close with its reason. It holds no buffer while the browser says nothing.
/// </summary>
internal sealed class LineConversation
{
    private const byte RecordSeparator = 0x1e;

    /// <summary>How long a browser may take to let go after the close frame.</summary>
    private static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly WebSocket _webSocket;
    private readonly SocketLine _line;
    private readonly LiveConnection _live;
    private readonly ConnectionGuard _guard;
    private readonly LineServices _services;

    private LineConversation(Socket socket, ReadOnlyMemory<byte> leftover, Session session, ConnectionGuard guard, LineServices services)
    {
        socket.Blocking = false;
        _socket = socket;
        _guard = guard;
        _services = services;
        _line = new SocketLine(socket, services.Instruments, services.Time);
        _live = new LiveConnection(_line, session, guard, services.Instruments, services.Logger) { Turn = services.Connections.NextTurn() };

        // The sweep pings; no timer of the WebSocket's own.
        var stream = new LineStream(socket, leftover, _line);
        _webSocket = WebSocket.CreateFromStream(
            new MeteredStream(stream, guard, () => TakePing(stream)), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        guard.OnRefused(() => _ = CloseAsync());
    }

    /// <summary>Owns the socket from here on. Returns at once.</summary>
    public static void Begin(Socket socket, ReadOnlyMemory<byte> leftover, Session session, ConnectionGuard guard, LineServices services)
    {
        var conversation = new LineConversation(socket, leftover, session, guard, services);

        // Without the request's execution context, which would keep the request.
        ThreadPool.UnsafeQueueUserWorkItem(static one => _ = one.RunAsync(), conversation, preferLocal: false);
    }

    private bool TakePing(LineStream stream)
    {
        if (!_live.HasShakenHands || !stream.TakePing())
        {
            return false;
        }

        _guard.Ping(SocketFrames.PingBytes);
        return true;
    }

    private async Task RunAsync()
    {
        _services.Connections.Add(_live);
        try
        {
            await ReadAsync();
        }
        catch (InvalidDataException)
        {
            await _line.WriteAsync(_services.Protocol.Frame(CloseMessage.Empty));
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A frame that is none was answered by the WebSocket itself; else the browser is gone.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _services.ConversationFailed(exception);
        }
        finally
        {
            _services.Connections.Remove(_live);
        }

        await CloseInTimeAsync();
        await LetGoAsync();
        _webSocket.Dispose();
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[]? buffer = null;
        var filled = 0;
        try
        {
            while (!_guard.IsRefused)
            {
                if (filled == 0)
                {
                    if (buffer is not null)
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                        buffer = null;
                    }

                    if ((await _webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)).MessageType == WebSocketMessageType.Close)
                    {
                        return;
                    }

                    // A message that is not finished is never longer than one whole, so there is always room for more.
                    buffer = ArrayPool<byte>.Shared.Rent(2 * _guard.Limits.MessageBytes);
                }

                var received = await _webSocket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                filled += received.Count;
                var taken = 0;
                while (buffer.AsMemory(taken, filled - taken) is var rest && rest.Span.IndexOf(RecordSeparator) is >= 0 and var end)
                {
                    if (!await TakeAsync(rest[..(end + 1)]))
                    {
                        return;
                    }

                    taken += end + 1;
                }

                filled -= taken;
                buffer.AsSpan(taken, filled).CopyTo(buffer);
                _guard.Unfinished(filled, _live.HasShakenHands);
            }
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Takes one message, its end mark included; false when it was the last.</summary>
    private ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> message)
    {
        var sequence = new ReadOnlySequence<byte>(message);
        _guard.Whole(sequence.Slice(0, message.Length - 1), _live.HasShakenHands);
        if (_guard.IsRefused)
        {
            return ValueTask.FromResult(false);
        }

        return !_live.HasShakenHands ? ShakeHandsAsync(sequence)
            : message.Span[..^1].SequenceEqual(Envelope.Ping) ? ValueTask.FromResult(true)
            : CallAsync(sequence);
    }

    private async ValueTask<bool> CallAsync(ReadOnlySequence<byte> message)
    {
        await _services.Gathering.ComeAsync();
        return !_services.Protocol.TryParseMessage(ref message, _services.Calls, out var parsed) || await AnswerAsync(parsed);
    }

    private async ValueTask<bool> ShakeHandsAsync(ReadOnlySequence<byte> message)
    {
        if (!TryParse(ref message, out var request))
        {
            return false;
        }

        var refusal = !string.Equals(request.Protocol, Wire.ProtocolName, StringComparison.OrdinalIgnoreCase) ? "The protocol is not supported."
            : !_services.Protocol.IsVersionSupported(request.Version) ? "The protocol's version is not supported."
            : null;
        await _line.WriteAsync(Wire.Handshake(refusal));
        _live.HasShakenHands = refusal is null;
        return refusal is null;
    }

    private static bool TryParse(ref ReadOnlySequence<byte> message, [NotNullWhen(true)] out HandshakeRequestMessage? request)
    {
        try
        {
            return HandshakeProtocol.TryParseRequestMessage(ref message, out request);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("The handshake is no text.", exception);
        }
    }

    private async ValueTask<bool> AnswerAsync(HubMessage message)
    {
        if (message is CloseMessage)
        {
            return false;
        }

        if (message is not InvocationMessage { Target: nameof(ILiveServer.Execute) })
        {
            // A command goes to its room at once. Whatever else is asked may be work, and this may be a thread that every socket waits for.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        if (await _services.Calls.AnswerAsync(_live, message) is { } answer)
        {
            await _line.WriteAsync(_services.Protocol.Frame(answer));
            LiveHubProtocol.Written(answer)?.Invoke();
            _services.Gathering.Answered();
        }

        return true;
    }

    /// <summary>
    /// As <see cref="CloseAsync"/>, and no longer than a browser may take to let go: behind a frame that the browser does not take, the close frame would wait for
    /// ever, and nobody looks at this connection any more.
    /// </summary>
    private async Task CloseInTimeAsync()
    {
        try
        {
            await CloseAsync().WaitAsync(LettingGo, _services.Time);
        }
        catch (TimeoutException)
        {
            _line.Abort();
        }
    }

    /// <summary>Writes the close frame, if none was written yet, and that nothing follows.</summary>
    private async Task CloseAsync()
    {
        try
        {
            if (_webSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _webSocket.CloseOutputAsync(CodedWebSocket.StatusOf(_guard.Code), _guard.Code, CancellationToken.None);
                _socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The browser is gone, or another closes at this moment.
        }
        finally
        {
            _guard.SaidWhy();
        }
    }

    /// <summary>Reads until the browser has closed too: a socket closed over unread bytes is reset, and the close frame may be lost with it.</summary>
    private async Task LetGoAsync()
    {
        using var patience = new CancellationTokenSource(LettingGo, _services.Time);
        var buffer = ArrayPool<byte>.Shared.Rent(1_024);
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, patience.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was waited for long enough.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
