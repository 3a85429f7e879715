using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Sockets;

/// <summary>Browsers' pings, which do not come through the WebSocket.</summary>
public sealed class PingTests
{
    private const int PingBytes = 17;

    private static readonly byte[] Ping = RawClient.MessageBytes("""{"type":6}""");
    private static readonly byte[] Enter = RawClient.MessageBytes(
        """{"type":1,"invocationId":"e","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");

    [Theory(DisplayName = "[RC160] What comes around pings is not lost, wherever it is cut")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(PingBytes - 1)]
    [InlineData(PingBytes)]
    [InlineData(PingBytes + 1)]
    [InlineData(PingBytes + 40)]
    [InlineData(1_000)]
    public async Task What_comes_around_pings_is_not_lost(int cut)
    {
        await using var host = await LiveHost.StartAsync();
        host.Rooms[LiveHost.Booth].Say("bonjour");
        await using var client = await host.ConnectAsync();
        byte[] all = [.. Ping, .. Enter, .. Ping];
        cut = Math.Min(cut, all.Length);

        await client.SendBytesAsync(Ping);
        await client.SendBytesAsync(all[..cut]);
        await Eventually.IsTrueAsync(() => host.Connections.All.Single().Guard.SilentFor < TimeSpan.FromSeconds(1));
        await client.SendBytesAsync(all[cut..]);

        Assert.True((await client.NextAsync<Frame>()).Reset);
        await client.SendBytesAsync(Ping);
        Assert.Equal(ReceiptStatus.Ok, (await client.SayAsync(LiveHost.Booth, "salut", "client-0001")).Status);
    }

    [Fact(DisplayName = "[RC160] A browser that only pings is heard, and one that pings without end is too much")]
    public async Task Pings_are_heard_and_limited()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        var guard = host.Connections.All.Single().Guard;
        await Eventually.IsTrueAsync(() => guard.SilentFor > TimeSpan.FromMilliseconds(500), what: "it is silent");

        await client.SendBytesAsync(Ping);
        await Eventually.IsTrueAsync(() => guard.SilentFor < TimeSpan.FromMilliseconds(500), what: "the ping is heard");

        for (var sent = 0; sent < 2_000 && !guard.IsRefused; sent++)
        {
            await client.SendBytesAsync(Ping);
        }

        Assert.Equal((1008, ClosingCode.TooMuch), await client.Closed);
    }
}
