using System.Net;
using System.Net.Sockets;

namespace Halle.Cluster.Tests.Faults.Proxy;

/// <summary>
/// Stands before a server on a TCP port of its own and does damage on request: refuses, delays, answers 503, resets connections, and leaves
/// out WebSocket frames on their way to the browser. What it does by chance comes from its seed.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint _listen;
    private readonly Func<IReadOnlyList<IPEndPoint>> _targets;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly HashSet<Link> _links = [];
    private readonly List<Task> _running = [];
    private TcpListener? _listener;
    private ProxyFault _fault;
    private int _writes;
    private int _reads;

    public FaultProxy(IPEndPoint listen, IPEndPoint target, int seed)
        : this(listen, () => [target], seed)
    {
    }

    /// <param name="targets">Asked for each connection, and tried in turn; none: it is closed.</param>
    public FaultProxy(IPEndPoint listen, Func<IReadOnlyList<IPEndPoint>> targets, int seed)
    {
        (_listen, _targets, _random) = (listen, targets, new Random(seed));
        Listen();
    }

    /// <summary>Which WebSocket frames from the server are left out; null: none. Asked with each frame's payload and this proxy's chance.</summary>
    public Func<ReadOnlySpan<byte>, Random, bool>? LeavesOut { get; set; }

    /// <summary>How long a writing request waits under <see cref="ProxyFault.Slow"/>.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>HTTP requests that write, so far.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>HTTP requests that read, so far.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Connections there are.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _links.Count;
            }
        }
    }

    /// <summary>WebSocket frames left out so far.</summary>
    public int LeftOut { get; private set; }

    public ProxyFault Fault
    {
        get => _fault;
        set
        {
            lock (_gate)
            {
                _fault = value;
            }

            if (value == ProxyFault.Refused)
            {
                _listener?.Dispose();
                _listener = null;
                Cut(1);
            }
            else if (_listener is null)
            {
                Listen();
            }
        }
    }

    /// <summary>A completion that answers a command. Answers to entering have no status.</summary>
    public static bool IsReceipt(ReadOnlySpan<byte> payload) =>
        payload.IndexOf("\"type\":3"u8) >= 0 && payload.IndexOf("\"status\":"u8) >= 0;

    /// <summary>Resets about this share of the connections there are.</summary>
    /// <returns>How many.</returns>
    public int Cut(double share)
    {
        Link[] chosen;
        lock (_gate)
        {
            chosen = [.. _links.Where(_ => share >= 1 || _random.NextDouble() < share)];
        }

        foreach (var link in chosen)
        {
            link.Reset();
        }

        return chosen.Length;
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        _listener = null;
        Cut(1);
        Task[] running;
        lock (_gate)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running);
    }

    private void Listen()
    {
        var listener = new TcpListener(_listen);
        listener.Start();
        _listener = listener;
        Keep(AcceptAsync(listener));
    }

    private void Keep(Task task)
    {
        lock (_gate)
        {
            _running.RemoveAll(static other => other.IsCompleted);
            _running.Add(task);
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            try
            {
                Keep(ServeAsync(await listener.AcceptSocketAsync()));
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var link = new Link(client);
        try
        {
            lock (_gate)
            {
                _links.Add(link);
            }

            if (await ConnectAsync(link))
            {
                await Task.WhenAny(UpAsync(link), DownAsync(link));
            }
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone: so does the other.
        }
        finally
        {
            lock (_gate)
            {
                _links.Remove(link);
            }
        }
    }

    private async Task<bool> ConnectAsync(Link link)
    {
        foreach (var target in _targets())
        {
            try
            {
                await link.Begin().ConnectAsync(target);
                return true;
            }
            catch (SocketException)
            {
                // The next one may be there.
            }
        }

        return false;
    }

    private async Task UpAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        while (await link.Client.ReceiveAsync(buffer) is var count and > 0)
        {
            var begins = HttpStart.Of(buffer.AsSpan(0, count));
            if (begins == HttpStart.Kind.Write)
            {
                Interlocked.Increment(ref _writes);
            }
            else if (begins == HttpStart.Kind.Read)
            {
                Interlocked.Increment(ref _reads);
            }

            if (Fault == ProxyFault.Unavailable && begins != HttpStart.Kind.None)
            {
                await link.Client.SendAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                return;
            }

            if (Fault == ProxyFault.Slow && begins == HttpStart.Kind.Write)
            {
                await Lasting.ForAsync(Delay, CancellationToken.None);
            }

            if (Fault != ProxyFault.Silent)
            {
                await link.Server.SendAsync(buffer.AsMemory(0, count));
            }
        }
    }

    private async Task DownAsync(Link link)
    {
        using var from = new NetworkStream(link.Server, ownsSocket: false);
        using var to = new NetworkStream(link.Client, ownsSocket: false);
        if (LeavesOut is null)
        {
            await from.CopyToAsync(to);
            return;
        }

        await SocketFrames.CopyAsync(from, to, payload =>
        {
            lock (_gate)
            {
                var leaves = LeavesOut?.Invoke(payload, _random) is true;
                LeftOut += leaves ? 1 : 0;
                return !leaves;
            }
        });
    }

    private sealed class Link(Socket client) : IDisposable
    {
        public Socket Client => client;

        public Socket Server { get; private set; } = New();

        /// <summary>A socket that failed to connect is of no more use.</summary>
        public Socket Begin()
        {
            Server.Dispose();
            return Server = New();
        }

        /// <summary>As a broken network or a dead process does it: no farewell.</summary>
        public void Reset()
        {
            foreach (var socket in (Socket[])[client, Server])
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
                {
                    // It was closed already.
                }

                socket.Dispose();
            }
        }

        public void Dispose()
        {
            client.Dispose();
            Server.Dispose();
        }

        private static Socket New() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    }
}

/// <summary>Whether bytes from a client begin an HTTP request. Bodies of table requests begin with other words.</summary>
internal static class HttpStart
{
    public enum Kind
    {
        None,
        Read,
        Write,
    }

    public static Kind Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GET "u8) ? Kind.Read
        : bytes.StartsWith("POST "u8) || bytes.StartsWith("PUT "u8) || bytes.StartsWith("MERGE "u8) || bytes.StartsWith("DELETE "u8) ? Kind.Write
        : Kind.None;
}
