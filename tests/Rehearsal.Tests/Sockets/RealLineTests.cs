using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Halle.Rehearsal.Sockets;
using Halle.Shared;

namespace Halle.Rehearsal.Tests.Sockets;

public sealed class RealLineTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_visitors_share_a_thread_and_hear_everything_in_order()
    {
        const int Visitors = 200;
        const int Records = 500;
        using var door = new Door();
        using var sockets = new VisitorSockets();
        var heard = Enumerable.Range(0, Visitors).Select(_ => new Heard()).ToArray();

        var opening = heard.Select(one => sockets.ConnectAsync(door.Target, "halle=demo", one)).ToArray();
        var lines = await Task.WhenAll(heard.Select(_ => door.AcceptAsync()));
        await Task.WhenAll(opening).WaitAsync(TimeSpan.FromSeconds(20), Stop);
        byte[] all = [.. Enumerable.Range(0, Records).SelectMany(number => Server.Text($"{{\"type\":1,\"n\":{number}}}\u001e"))];
        await Task.WhenAll(lines.Select((line, number) => DribbleAsync(line, all, 1_000 + number)));

        await Eventually.BecomesTrueAsync(
            () => heard.All(one => one.Records.Count == Records),
            "every visitor has every record", () => $"{heard.Sum(one => one.Records.Count)}", TimeSpan.FromSeconds(20), Stop);
        Assert.All(heard, one => Assert.Equal(Enumerable.Range(0, Records).Select(number => $"{{\"type\":1,\"n\":{number}}}"), one.Records));
        Array.ForEach(lines, line => line.Dispose());
        await Eventually.BecomesTrueAsync(
            () => heard.All(one => one.End is { ByVisitor: false }), "every visitor knows the end", () => "", TimeSpan.FromSeconds(5), Stop);
    }

    [Fact]
    public async Task A_line_that_is_full_gets_the_rest_later()
    {
        using var door = new Door();
        using var sockets = new VisitorSockets();
        var opening = sockets.ConnectAsync(door.Target, cookie: null, new Heard());
        using var line = await door.AcceptAsync();
        var socket = await opening;
        var text = new string('m', 100_000);

        var calls = Enumerable.Range(0, 100).Select(_ => socket.InvokeAsync("Say", text)).ToArray();
        var received = 0L;
        var buffer = new byte[64 * 1024];
        while (received < 100 * text.Length)
        {
            received += await line.ReceiveAsync(buffer, Stop);
        }

        Assert.All(calls, call => Assert.False(call.IsCompleted));
        socket.Abort();
        await Assert.ThrowsAsync<VisitorClosedException>(() => calls[0]);
        while (await line.ReceiveAsync(buffer, Stop) > 0)
        {
            // The last frame's end; then the line's.
        }
    }

    [Fact]
    public async Task Nobody_listening_is_told_at_once()
    {
        using var door = new Door();
        var target = door.Target;
        door.Dispose();
        using var sockets = new VisitorSockets();
        var clock = Stopwatch.StartNew();

        var closed = await Assert.ThrowsAsync<VisitorClosedException>(() => sockets.ConnectAsync(target, cookie: null, new Heard()));

        Assert.Contains("refused", closed.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Visitors_may_come_from_an_address_of_their_own()
    {
        using var door = new Door();
        using var sockets = new VisitorSockets();

        var opening = sockets.ConnectAsync(door.Target, cookie: null, new Heard(), IPAddress.Parse("127.0.7.1"));
        using var line = await door.AcceptAsync();

        Assert.Equal("127.0.7.1", ((IPEndPoint)line.RemoteEndPoint!).Address.ToString());
        await opening;
    }

    private static async Task DribbleAsync(Socket line, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - at, random.Next(1, 2_000));
            await line.SendAsync(bytes.AsMemory(at, size), Stop);
            at += size;
        }
    }

    /// <summary>A server that upgrades and shakes hands, and leaves the rest to the test.</summary>
    private sealed class Door : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public Door()
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _listener.Listen(512);
            Target = VisitorTarget.ResolveAsync(new Uri($"http://{_listener.LocalEndPoint}")).GetAwaiter().GetResult();
        }

        public VisitorTarget Target { get; }

        public async Task<Socket> AcceptAsync()
        {
            var line = await _listener.AcceptAsync(Stop);
            line.NoDelay = true;
            var buffer = new byte[4_096];
            var length = 0;
            while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                length += await line.ReceiveAsync(buffer.AsMemory(length), Stop);
            }

            await line.SendAsync(Server.Upgrade(), Stop);
            await line.ReceiveAsync(buffer, Stop);
            await line.SendAsync(Server.Text("{}\u001e"), Stop);
            return line;
        }

        public void Dispose() => _listener.Dispose();
    }
}
