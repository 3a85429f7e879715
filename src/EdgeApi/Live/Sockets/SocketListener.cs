using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Halle.Live.Sockets;

/// <summary>One listening socket.</summary>
internal sealed partial class SocketListener(Socket listening, MemoryPool<byte> memory, ILogger logger) : IConnectionListener
{
    /// <summary>Out of descriptors or memory: the next try must not turn a full machine into a busy one.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    public EndPoint EndPoint { get; } = listening.LocalEndPoint!;

    /// <summary>The next connection; null when the listening has ended.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                if (TryOpen(await listening.AcceptAsync(cancellationToken)) is { } connection)
                {
                    return connection;
                }
            }
            catch (Exception exception) when (exception is ObjectDisposedException ||
                exception is SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted or SocketError.InvalidArgument or SocketError.NotSocket })
            {
                return null;
            }
            catch (SocketException exception)
            {
                NotAccepted(logger, exception.SocketErrorCode);
                await Task.Delay(Breath, cancellationToken);
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        listening.Dispose();
        return default;
    }

    public ValueTask DisposeAsync()
    {
        // Not the memory: a connection that is still open uses it, and the collector takes it when the last has ended.
        listening.Dispose();
        return default;
    }

    /// <summary>Null when the browser was gone before it was accepted.</summary>
    private SocketConnection? TryOpen(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            var connection = new SocketConnection(socket, memory);
            connection.Start();
            return connection;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection was not accepted: {Error}")]
    private static partial void NotAccepted(ILogger logger, SocketError error);
}
