using System.Globalization;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Sockets;

/// <summary>Browsers that say goodbye and take nothing more.</summary>
public sealed class FarewellTests
{
    [Theory(DisplayName = "[RC162] Who takes nothing more and then says goodbye, or too much, keeps no socket of the server")]
    [InlineData("close")]
    [InlineData("goodbye")]
    [InlineData("too much")]
    public async Task Who_takes_nothing_keeps_no_socket(string farewell)
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id, reading: false);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.SendAsync("""{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");
        await Eventually.IsTrueAsync(() => host.Connections.All.SingleOrDefault()?.Rooms == 1, what: "it is in");
        Assert.True(IsHeld(host.Port, client.LocalPort));
        await Eventually.IsTrueAsync(
            () =>
            {
                host.Rooms[LiveHost.Booth].Say(new string('m', 500));
                return host.Connections.All.Single().Outlet.Waiting > TimeSpan.Zero;
            },
            what: "a frame is stuck");

        await (farewell switch
        {
            "close" => client.SendFrameAsync(0x88, [0x03, 0xe8]),
            "goodbye" => client.SendAsync("""{"type":7}"""),
            _ => client.SendFrameAsync(0x82, [1]),
        });

        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "it is no connection any more");
        await Eventually.IsTrueAsync(() => !IsHeld(host.Port, client.LocalPort), TimeSpan.FromSeconds(5), what: "its socket is let go");
    }

    /// <summary>Whether a process holds the server's end of this line: the kernel names no inode for one that is its own affair (proc_net_tcp.txt).</summary>
    private static bool IsHeld(int server, int client) => File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Any(words => words[0] != "sl" && PortOf(words[1]) == server && PortOf(words[2]) == client && words[9] != "0");

    private static int PortOf(string address) => int.Parse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
