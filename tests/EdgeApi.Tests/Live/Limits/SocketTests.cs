using System.Diagnostics;
using System.Text;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

/// <summary>The rows "WebSocket frames" of the catalogue of bad input, over a real socket.</summary>
public abstract class SocketTests(bool ownSockets) : OverBothCarriers(ownSockets)
{
    private const byte Text = 0x81;

    public static TheoryData<string, byte[], int> BadFrames => new()
    {
        { "invalid UTF-8", RawClient.FrameBytes(Text, [0xff, 0xfe, 0x1e]), 1007 },
        { "RSV1", RawClient.FrameBytes(0xc1, [1]), 1002 },
        { "reserved opcode 3", RawClient.FrameBytes(0x83, [1]), 1002 },
        { "control frame of 126 bytes", RawClient.FrameBytes(0x89, new byte[126]), 1002 },
        { "unmasked", RawClient.FrameBytes(Text, new byte[10], masked: false), 1002 },
        { "announces 2^62 bytes", RawClient.FrameBytes(Text, [1], claimed: 1L << 62), 1009 },
        { "announces 2^64 - 1 bytes", RawClient.FrameBytes(Text, [1], claimed: -1), 1009 },
        { "binary", RawClient.FrameBytes(0x82, Encoding.UTF8.GetBytes("{\"type\":6}\u001e")), 1008 },
        { "fragments of one byte", [.. RawClient.FrameBytes(0x01, [65]), .. Repeat(RawClient.FrameBytes(0x00, [65]), 10_000)], 1008 },

        // 15 950 bytes: the frame is taken, and what is in it is too much.
        { "1 450 pings in one frame", RawClient.FrameBytes(Text, Repeat(Encoding.UTF8.GetBytes("{\"type\":6}\u001e"), 1_450)), 1008 },

        // 31 900 bytes: refused from its header, before anything in it is counted.
        { "2 900 pings in one frame", RawClient.FrameBytes(Text, Repeat(Encoding.UTF8.GetBytes("{\"type\":6}\u001e"), 2_900)), 1009 },
        { "socket pings", Repeat(RawClient.FrameBytes(0x89, []), 2_000), 1008 },
        { "a message too large", RawClient.FrameBytes(Text, Encoding.UTF8.GetBytes(new string('x', (8 * 1024) + 1))), 1009 },
    };

    [Theory(DisplayName = "[LI9] A bad frame ends its connection with a code, and nobody else's")]
    [MemberData(nameof(BadFrames))]
    public async Task A_bad_frame_ends_its_connection_with_a_code(string what, byte[] bytes, int code)
    {
        await using var host = await StartAsync();
        await using var other = await host.ConnectAsync();
        await using var client = await host.ConnectAsync();

        await client.SendBytesAsync(bytes);

        Assert.True((await client.Closed).Code == code, $"{GetType().Name}, {what}: {await client.Closed}");
        Assert.Null((await other.EnterAsync(LiveHost.Booth)).Code);
    }

    [Theory(DisplayName = "[LI10] A message that is begun and not finished is closed within 5 s")]
    [InlineData("{\"type\":6")]
    [InlineData("")]
    public async Task A_message_that_is_not_finished_is_closed(string begin)
    {
        await using var host = await StartAsync(("Live:Guard:PartialAfter", "00:00:01"));
        await using var client = await host.ConnectAsync();
        var clock = Stopwatch.StartNew();

        await client.SendBytesAsync(begin.Length > 0 ? RawClient.FrameBytes(Text, Encoding.UTF8.GetBytes(begin)) : [0x81]);

        Assert.Equal((1008, "too_much"), await client.Closed);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    [Fact(DisplayName = "[LI11] E01: a socket that says nothing is closed within 5 s")]
    public async Task A_socket_that_says_nothing_is_closed()
    {
        await using var host = await StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);
        var clock = Stopwatch.StartNew();
        await using var client = await RawClient.UpgradeAsync(host, session.Id);

        await client.Closed;

        // RestlessTests hold the five seconds by a clock of their own; one more is what a loaded machine may need for the rest.
        Assert.InRange(clock.Elapsed.TotalSeconds, 3, 6);
    }

    [Fact(DisplayName = "[LI12] A half-open socket is closed within 30 s")]
    public async Task A_half_open_socket_is_closed()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var clock = Stopwatch.StartNew();

        await Eventually.IsTrueAsync(() => client.IsClosed, TimeSpan.FromSeconds(45));

        Assert.InRange(clock.Elapsed.TotalSeconds, 20, 31);
    }

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(part => part)];
}

public sealed class SocketTestsOnOwnSockets() : SocketTests(ownSockets: true);

public sealed class SocketTestsOverSignalR() : SocketTests(ownSockets: false);
