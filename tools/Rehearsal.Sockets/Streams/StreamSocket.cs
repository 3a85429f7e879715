using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Halle.Rehearsal.Sockets.Streams;

/// <summary>
/// A visitor on one of the framework's streams: for https, and where there is no epoll. Heavier than the lean one by what TLS keeps for each
/// line; it still holds no buffer while nothing comes.
/// </summary>
internal sealed class StreamSocket : VisitorSocket
{
    private const int ReadBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly Action<StreamSocket> _ended;
    private Stream? _stream;
    private byte[]? _unsent;
    private bool _writing;

    private StreamSocket(Socket socket, IVisitorEvents events, Opening opening, Action<StreamSocket> ended)
        : base(events, opening) => (_socket, _ended) = (socket, ended);

    /// <param name="ended">Called once when the line is given up.</param>
    public static StreamSocket Dial(
        VisitorTarget target, IPAddress? from, IVisitorEvents events, Opening opening, Action<StreamSocket> ended)
    {
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(from, 0));
        }

        var visitor = new StreamSocket(socket, events, opening, ended);
        _ = visitor.RunAsync(target);
        return visitor;
    }

    public void Tick(long now) => OnTick(now);

    private protected override void Write(ReadOnlySpan<byte> bytes)
    {
        _unsent = [.. _unsent ?? [], .. bytes];
        if (!_writing && _stream is { } stream)
        {
            _writing = true;
            _ = WriteAllAsync(stream);
        }
    }

    private protected override void CloseLine()
    {
        _unsent = null;
        _socket.Dispose();
        _ended(this);
    }

    private async Task RunAsync(VisitorTarget target)
    {
        try
        {
            await _socket.ConnectAsync(target.EndPoint);
            Stream stream = new NetworkStream(_socket, ownsSocket: false);
            if (target.IsSecure)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = target.Server.Host,
                    RemoteCertificateValidationCallback = target.Trust,
                });
                stream = secure;
            }

            await using (stream)
            {
                _stream = stream;
                OnConnected();
                await ReadAsync(stream);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            OnEnd(error.Message);
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        // Waits without a buffer, as reading nothing ends when there is something to read: thousands of idle visitors would each hold one.
        while (await stream.ReadAsync(Memory<byte>.Empty) == 0)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
            try
            {
                var count = await stream.ReadAsync(buffer);
                if (count == 0)
                {
                    OnEnd("the server hung up");
                    return;
                }

                OnBytes(buffer.AsSpan(0, count), Stopwatch.GetTimestamp());
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task WriteAllAsync(Stream stream)
    {
        try
        {
            while (true)
            {
                byte[] bytes;
                lock (Gate)
                {
                    if (_unsent is null)
                    {
                        _writing = false;
                        return;
                    }

                    (bytes, _unsent) = (_unsent, null);
                }

                await stream.WriteAsync(bytes);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The reading end tells.
        }
    }
}
