using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Halle.Live.Sockets;

/// <summary>Accepts connections for Kestrel, as its own transport does, and can take one back (docs/decisions/0023).</summary>
internal sealed class SocketTransport(IMemoryPoolFactory<byte> memory, ILogger<SocketTransport> logger)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Connections the kernel accepts ahead of us: a school's door opens at once. The kernel has a ceiling of its own, usually 4 096.</summary>
    private const int Backlog = 4_096;

    /// <summary>
    /// Of every accepted socket; two frames of a very busy room. The kernel keeps up to 4 MiB for a socket whose reader sleeps. Bounded, a stuck
    /// reader is noticed after seconds, and ten thousand of them do not take the machine's memory.
    /// </summary>
    private const int SendBufferBytes = 128 * 1024;

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        try
        {
            socket.SendBufferSize = SendBufferBytes;
            socket.Listen(Backlog);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(exception.Message, exception);
        }

        return ValueTask.FromResult<IConnectionListener>(new SocketListener(socket, memory.Create(), logger));
    }
}
