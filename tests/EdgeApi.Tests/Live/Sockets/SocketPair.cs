using System.Net;
using System.Net.Sockets;

namespace Halle.Tests.Live.Sockets;

/// <summary>Two connected sockets, of which the first sends through as small a buffer as the kernel allows.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket near, Socket far)
    {
        Near = near;
        Far = far;
    }

    public Socket Near { get; }

    public Socket Far { get; }

    public static async Task<SocketPair> ConnectAsync()
    {
        using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2_304 };
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { SendBufferSize = 2_304, NoDelay = true };
        var accepting = listening.AcceptAsync(TestContext.Current.CancellationToken);
        await near.ConnectAsync(listening.LocalEndPoint!, TestContext.Current.CancellationToken);
        near.Blocking = false;
        return new SocketPair(near, await accepting);
    }

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
