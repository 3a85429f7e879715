using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Halle.Tests;

/// <summary>A line to a store on this machine that cuts one connection off when the answer to a request comes back: done, and nobody is told.</summary>
internal sealed class LosesAnswers : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _lines = [];
    private readonly CancellationTokenSource _enough = new();
    private readonly int _to;
    private readonly Task _accepting;
    private string? _wanted;

    public LosesAnswers(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = AcceptAsync(_enough.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The answer to the first request of this method is lost, and must have been.</summary>
    public async Task LosingOneAsync(string method, Func<Task> ask)
    {
        _wanted = method + " ";
        await ask();
        Assert.Null(_wanted);
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_lines);
        _enough.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                _lines.Add(CarryAsync(await _listener.AcceptTcpClientAsync(stop), stop));
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task CarryAsync(TcpClient near, CancellationToken stop)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, _to, stop);
                var (here, there, loses) = (near.GetStream(), far.GetStream(), false);

                // Either end, or a lost answer, ends both.
                await Task.WhenAny(
                    PassAsync(here, there, bytes => Take(bytes, ref loses)),
                    PassAsync(there, here, _ => !loses));
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // One of both has hung up.
            }
        }

        async Task PassAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, bool> passes)
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReadAsync(buffer, stop) is > 0 and var read && passes(buffer.AsMemory(0, read)))
            {
                await to.WriteAsync(buffer.AsMemory(0, read), stop);
            }
        }
    }

    private bool Take(ReadOnlyMemory<byte> bytes, ref bool loses)
    {
        if (_wanted is { } wanted && Encoding.ASCII.GetString(bytes.Span).StartsWith(wanted, StringComparison.Ordinal))
        {
            (loses, _wanted) = (true, null);
        }

        return true;
    }
}
