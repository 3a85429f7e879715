using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Sockets;

public sealed class DetachTests
{
    private static readonly byte[] Handshake = RawClient.MessageBytes("""{"protocol":"json","version":1}""");
    private static readonly byte[] Enter = RawClient.MessageBytes(
        """{"type":1,"invocationId":"e","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");

    [Theory(DisplayName = "[RC83] What a browser sends right behind its upgrade is not lost, wherever it is cut")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(45)]
    [InlineData(1_000)]
    public async Task Bytes_behind_the_upgrade_are_not_lost(int cut)
    {
        await using var host = await LiveHost.StartAsync();
        host.Rooms[LiveHost.Booth].Say("bonjour");
        byte[] both = [.. Handshake, .. Enter];
        cut = Math.Min(cut, both.Length);

        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id, after: both[..cut]);
        await client.SendBytesAsync(both[cut..]);

        Assert.Equal("{}", (await client.HandshakeAnswer).GetRawText());
        Assert.True((await client.NextAsync<Frame>()).Reset);
    }

    [Fact(DisplayName = "[RC84] Of a visitor's request nothing is kept while the connection lives")]
    public async Task Nothing_of_the_request_is_kept()
    {
        await using var host = await LiveHost.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.ConnectAsync()));
        await Task.WhenAll(clients.Select(client => client.EnterAsync(LiveHost.Booth)));

        // The last one or two may still be named by a thread that has nothing else to do.
        await Eventually.IsTrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return host.Requests.Count(request => request.IsAlive) <= 2;
        });
        Assert.Equal(20, host.Requests.Count);
        Assert.Equal(20, host.Connections.Count);
    }

    [Fact(DisplayName = "[RC18] A socket whose browser does not let go is cut off when the host has ended")]
    public async Task A_socket_is_cut_off_with_the_host()
    {
        var host = await LiveHost.StartAsync();
        var connections = host.Connections;
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id, reading: false);
        await Eventually.IsTrueAsync(() => connections.Count == 1);

        await host.DisposeAsync();

        await Eventually.IsTrueAsync(() => connections.Count == 0);
    }

    [Fact(DisplayName = "[RC85] A browser that goes away is noticed at once, and its goodbye is answered")]
    public async Task A_goodbye_is_answered()
    {
        await using var host = await LiveHost.StartAsync();
        await using var polite = await host.ConnectAsync();
        var rude = await host.ConnectAsync();

        await polite.SendFrameAsync(0x88, [0x03, 0xe8]);
        await rude.DisposeAsync();

        Assert.Equal(1000, (await polite.Closed).Code);
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, TimeSpan.FromSeconds(5));
    }
}
