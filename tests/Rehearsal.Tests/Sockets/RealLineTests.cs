using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Halle.Rehearsal.Sockets;
using Halle.Shared;

namespace Halle.Rehearsal.Tests.Sockets;

public sealed class RealLineTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, true)]
    public async Task Many_visitors_share_few_threads_and_hear_everything_in_order(int threads, int gatherMs, bool secure)
    {
        const int Visitors = 100;
        const int Records = 300;
        using var door = new Door(secure);
        using var sockets = new VisitorSockets(threads, TimeSpan.FromMilliseconds(gatherMs));
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
        // The threads that read are told apart where they do nothing else.
        await Eventually.BecomesTrueAsync(
            () => sockets.ReadingTime > TimeSpan.Zero == (threads > 0 && !secure),
            "what reading cost is known", () => $"{sockets.ReadingTime}", TimeSpan.FromSeconds(5), Stop);
        Array.ForEach(lines, line => line.Dispose());
        await Eventually.BecomesTrueAsync(
            () => heard.All(one => one.End is { ByVisitor: false }), "every visitor knows the end", () => "", TimeSpan.FromSeconds(5), Stop);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var door = new Door(secure: true);
        door.Target.Trust = null;
        using var sockets = new VisitorSockets();
        var accepting = door.AcceptAsync();

        var closed = await Assert.ThrowsAsync<VisitorClosedException>(() => sockets.ConnectAsync(door.Target, cookie: null, new Heard()));

        Assert.Contains("certificate", closed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task A_line_that_is_full_gets_the_rest_later(int threads)
    {
        using var door = new Door();
        using var sockets = new VisitorSockets(threads);
        var opening = sockets.ConnectAsync(door.Target, cookie: null, new Heard());
        using var line = await door.AcceptAsync();
        var socket = await opening;
        var text = new string('m', 100_000);

        var calls = Enumerable.Range(0, 100).Select(_ => socket.InvokeAsync("Say", text)).ToArray();
        var received = 0L;
        var buffer = new byte[64 * 1024];
        while (received < 100 * text.Length)
        {
            received += await line.ReadAsync(buffer, Stop);
        }

        Assert.All(calls, call => Assert.False(call.IsCompleted));
        socket.Abort();
        await Assert.ThrowsAsync<VisitorClosedException>(() => calls[0]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 300)]
    [InlineData(0, 0)]
    public async Task What_the_server_said_before_it_hung_up_is_read(int threads, int gatherMs)
    {
        const int Lines = 20;
        const int Records = 4_000;
        using var door = new Door();
        using var sockets = new VisitorSockets(threads, TimeSpan.FromMilliseconds(gatherMs));
        var heard = Enumerable.Range(0, Lines).Select(_ => new Heard()).ToArray();
        var opening = heard.Select(one => sockets.ConnectAsync(door.Target, cookie: null, one)).ToArray();
        var lines = await Task.WhenAll(heard.Select(_ => door.AcceptAsync()));
        await Task.WhenAll(opening).WaitAsync(TimeSpan.FromSeconds(20), Stop);

        // More than one read takes, and the end with it: all of it comes while the thread rests, where it does.
        byte[] all = [.. Enumerable.Range(0, Records).SelectMany(number => Server.Text($"{{\"type\":1,\"n\":{number}}}\u001e"))];
        await Task.WhenAll(lines.Select(async line =>
        {
            await line.WriteAsync(all, Stop);
            await line.DisposeAsync();
        }));

        // Well before a ping, which would find it out as well.
        await Eventually.BecomesTrueAsync(
            () => heard.All(one => one.End is { ByVisitor: false }), "every visitor knows the end", () => $"{heard.Count(one => one.End is null)} do not", TimeSpan.FromSeconds(8), Stop);
        Assert.All(heard, one => Assert.Equal(Records, one.Records.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Nobody_listening_is_told_at_once(int threads)
    {
        using var door = new Door();
        var target = door.Target;
        door.Dispose();
        using var sockets = new VisitorSockets(threads);
        var clock = Stopwatch.StartNew();

        var closed = await Assert.ThrowsAsync<VisitorClosedException>(() => sockets.ConnectAsync(target, cookie: null, new Heard()));

        Assert.Contains("refused", closed.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Visitors_may_come_from_an_address_of_their_own(int threads)
    {
        using var door = new Door();
        using var sockets = new VisitorSockets(threads);

        var opening = sockets.ConnectAsync(door.Target, cookie: null, new Heard(), IPAddress.Parse("127.0.7.1"));
        using var line = await door.AcceptAsync();

        Assert.Equal("127.0.7.1", door.LastCaller?.Address.ToString());
        await opening;
    }

    private static async Task DribbleAsync(Stream line, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < bytes.Length;)
        {
            var size = Math.Min(bytes.Length - at, random.Next(1, 2_000));
            await line.WriteAsync(bytes.AsMemory(at, size), Stop);
            at += size;
        }
    }

    /// <summary>A server that upgrades and shakes hands, and leaves the rest to the test.</summary>
    private sealed class Door : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly X509Certificate2? _certificate;

        public Door(bool secure = false)
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, RunningEdge.FreePort()));
            _listener.Listen(512);
            Target = VisitorTarget.ResolveAsync(new Uri($"http{(secure ? "s" : "")}://{_listener.LocalEndPoint}")).GetAwaiter().GetResult();
            if (secure)
            {
                using var key = RSA.Create(2048);
                var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                var now = TimeProvider.System.GetUtcNow();
                _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
                Target.Trust = (_, shown, _, _) => _certificate.RawDataMemory.Span.SequenceEqual(shown!.GetRawCertData());
            }
        }

        public VisitorTarget Target { get; }

        public IPEndPoint? LastCaller { get; private set; }

        public async Task<Stream> AcceptAsync()
        {
            var socket = await _listener.AcceptAsync(Stop);
            socket.NoDelay = true;
            LastCaller = (IPEndPoint?)socket.RemoteEndPoint;
            Stream line = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                var secure = new SslStream(line);
                await secure.AuthenticateAsServerAsync(_certificate);
                line = secure;
                // The visitor may hang up before the handshake is over, and that is told by the first read alone.
            }

            var buffer = new byte[4_096];
            var length = 0;
            while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                var count = await line.ReadAsync(buffer.AsMemory(length), Stop);
                length += count > 0 ? count : throw new IOException("The visitor hung up.");
            }

            await line.WriteAsync(Server.Upgrade(), Stop);
            _ = await line.ReadAsync(buffer, Stop);
            await line.WriteAsync(Server.Text("{}\u001e"), Stop);
            return line;
        }

        public void Dispose()
        {
            _listener.Dispose();
            _certificate?.Dispose();
        }
    }
}
