using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Halle.Rehearsal.Tests.Faults;

/// <summary>What a faulty server does with the steps of a room.</summary>
public enum Fault
{
    None,

    /// <summary>One in a while is never sent.</summary>
    Drop,

    /// <summary>One in a while is sent with its numbers, and without what is in it.</summary>
    Hollow,

    /// <summary>One in a while is sent twice.</summary>
    Repeat,

    /// <summary>One in a while is sent after the next.</summary>
    Swap,

    /// <summary>All are late, in order.</summary>
    Delay,

    /// <summary>One in a while is sent as a new picture with nothing in it.</summary>
    Reset,

    /// <summary>Every receipt is a request to wait.</summary>
    AskToWait,

    /// <summary>Every receipt says that it is not known what became of it.</summary>
    SayUnknown,
}

/// <summary>
/// Stands between visitors and a server and does one kind of wrong, drawn by lot from a seed, to frames of rooms alone: what else is said, and
/// the picture at the entrance, passes as it is.
/// </summary>
internal sealed partial class FaultProxy : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(1_500);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly TcpListener _listener = new(IPAddress.Loopback, Halle.Shared.RunningEdge.FreePort());
    private readonly Uri _server;
    private readonly Fault _fault;
    private readonly int _seed;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _lines = [];
    private readonly Task _accepting;
    private int _done;
    private int _upgrades;

    public FaultProxy(Uri server, Fault fault, int seed)
    {
        (_server, _fault, _seed) = (server, fault, seed);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How often it did wrong.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Live connections that came through.</summary>
    public int Upgrades => Volatile.Read(ref _upgrades);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_lines);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            try
            {
                _lines.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), new Random(_seed + number)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient visitor, Random random)
    {
        using var server = new TcpClient { NoDelay = true };
        using (visitor)
        {
            visitor.NoDelay = true;
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                var up = visitor.GetStream().CopyToAsync(server.GetStream(), _stop.Token);
                var down = DownAsync(server.GetStream(), visitor.GetStream(), random);
                await Task.WhenAny(up, down);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One side hung up; so does the other.
            }
        }
    }

    private async Task DownAsync(NetworkStream from, NetworkStream to, Random random)
    {
        try
        {
            var head = await ReadHeadAsync(from);
            await to.WriteAsync(head, _stop.Token);
            if (Encoding.ASCII.GetString(head).StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _upgrades);
                await FramesAsync(from, to, random);
            }
            else
            {
                await from.CopyToAsync(to, _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private async Task<byte[]> ReadHeadAsync(NetworkStream from)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']))
        {
            await from.ReadExactlyAsync(one, _stop.Token);
            head.Add(one[0]);
        }

        return [.. head];
    }

    private async Task FramesAsync(NetworkStream from, NetworkStream to, Random random)
    {
        var sending = Task.CompletedTask;
        var waiting = new List<byte>();
        byte[]? held = null;
        while (true)
        {
            var reading = ReadFrameAsync(from);
            if (held is not null && await Task.WhenAny(reading, Task.Delay(Patience, _stop.Token)) != reading)
            {
                // Nothing came that it could be late behind.
                await WriteAsync(to, 1, held);
                held = null;
            }

            var (opcode, payload) = await reading;
            if (opcode > 2)
            {
                await WriteAsync(to, opcode, payload);
                continue;
            }

            waiting.AddRange(payload);
            while (waiting.IndexOf(RecordSeparator) is >= 0 and var end)
            {
                var record = waiting[..(end + 1)].ToArray();
                waiting.RemoveRange(0, end + 1);
                var text = Encoding.UTF8.GetString(record);
                var isStep = text.Contains("\"target\":\"Frame\"", StringComparison.Ordinal) && !text.Contains("\"reset\":true", StringComparison.Ordinal);
                if (_fault is Fault.AskToWait or Fault.SayUnknown && Receipt().IsMatch(text))
                {
                    Interlocked.Increment(ref _done);
                    await WriteAsync(to, 1, Encoding.UTF8.GetBytes(Receipt().Replace(text, _fault == Fault.AskToWait
                        ? "\"result\":{\"status\":\"refused\",\"code\":\"slow_down\",\"retryAfterMs\":300}}"
                        : "\"result\":{\"status\":\"unknown\",\"retryAfterMs\":300}}")));
                    continue;
                }

                if (!isStep)
                {
                    // What was said before a late step must not overtake it either.
                    sending = _fault == Fault.Delay ? AfterAsync(sending, Task.CompletedTask, to, record) : WriteAsync(to, 1, record);
                    await (_fault == Fault.Delay ? Task.CompletedTask : sending);
                    continue;
                }

                if (held is not null)
                {
                    await WriteAsync(to, 1, [.. record, .. held]);
                    held = null;
                    continue;
                }

                var hit = _fault is not (Fault.None or Fault.AskToWait or Fault.SayUnknown) && (_fault == Fault.Delay || random.Next(6) == 0);
                if (hit)
                {
                    Interlocked.Increment(ref _done);
                }

                switch (hit ? _fault : Fault.None)
                {
                    case Fault.Drop:
                        break;
                    case Fault.Hollow:
                        await WriteAsync(to, 1, Hollow(text));
                        break;
                    case Fault.Reset:
                        await WriteAsync(to, 1, Encoding.UTF8.GetBytes(
                            Encoding.UTF8.GetString(Hollow(text)).Replace("\"reset\":false", "\"reset\":true", StringComparison.Ordinal)));
                        break;
                    case Fault.Repeat:
                        await WriteAsync(to, 1, [.. record, .. record]);
                        break;
                    case Fault.Swap:
                        held = record;
                        break;
                    case Fault.Delay:
                        sending = AfterAsync(sending, Task.Delay(Late, _stop.Token), to, record);
                        break;
                    default:
                        await WriteAsync(to, 1, record);
                        break;
                }
            }
        }
    }

    [GeneratedRegex(@"""result"":\{""status"":""ok"".*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Receipt();

    private static byte[] Hollow(string record)
    {
        var set = record.IndexOf("\"set\":[", StringComparison.Ordinal);
        var drop = record.LastIndexOf("],\"drop\":", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(record[..(set + "\"set\":[".Length)] + record[drop..]);
    }

    private async Task AfterAsync(Task before, Task pause, NetworkStream to, byte[] record)
    {
        await before;
        await pause;
        await WriteAsync(to, 1, record);
    }

    private async Task<(int Opcode, byte[] Payload)> ReadFrameAsync(NetworkStream from)
    {
        var head = new byte[2];
        await from.ReadExactlyAsync(head, _stop.Token);
        var length = (long)(head[1] & 0x7f);
        if (length >= 126)
        {
            var more = new byte[length == 126 ? 2 : 8];
            await from.ReadExactlyAsync(more, _stop.Token);
            length = more.Aggregate(0L, (sum, value) => (sum << 8) + value);
        }

        var payload = new byte[length];
        await from.ReadExactlyAsync(payload, _stop.Token);
        return (head[0] & 0x0f, payload);
    }

    private async Task WriteAsync(NetworkStream to, int opcode, byte[] payload) =>
        await to.WriteAsync(Sockets.Server.Frame((Rehearsal.Sockets.FrameOpcode)opcode, payload), _stop.Token);
}
