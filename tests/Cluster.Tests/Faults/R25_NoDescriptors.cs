using System.Globalization;
using System.Net.Sockets;
using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R25: an edge has no descriptor left for one more connection.</summary>
public sealed class R25_NoDescriptors
{
    private const string Room = "booth:edf";
    private const int Limit = 400;

    [Fact(DisplayName = "[R25] without descriptors for newcomers an edge keeps those it has, and takes newcomers again when some have left", Timeout = 200_000, Explicit = true)]
    [Trait("Goal", "R25")]
    public async Task Those_who_are_in_stay_in()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await RunningEdge.StartAsync(new RunningEdgeOptions { Settings = Pace.Unlimited, Admin = false }, stop);
        await using var sender = new LiveClient(await SignedIn.VisitorAsync(server.Address, "Plume", stop), recorder: null, seed: 1);
        await using var reader = new LiveClient(await SignedIn.VisitorAsync(server.Address, "Loupe", stop), recorder: null, seed: 2);
        await sender.EnterAsync(Room, TimeSpan.FromSeconds(20), stop);
        var view = await reader.EnterAsync(Room, TimeSpan.FromSeconds(20), stop);
        Assert.NotNull(await sender.PostAsync(Room, "avant", stop));
        var pid = server.ProcessId.ToString(CultureInfo.InvariantCulture);
        await PrivateNetwork.RunAsync("prlimit", "--pid", pid, $"--nofile={Limit}:{Limit}");

        var crowding = new List<Socket>();
        for (var i = 0; i < Limit + 100; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", server.Port, stop);
            crowding.Add(socket);
        }

        await Eventually.BecomesTrueAsync(
            () => Directory.GetFiles($"/proc/{pid}/fd").Length >= Limit - 2, "the edge has no descriptor left", () => $"{Directory.GetFiles($"/proc/{pid}/fd").Length}", TimeSpan.FromSeconds(10), stop);
        Assert.NotNull(await sender.PostAsync(Room, "pendant", stop));
        await Eventually.BecomesTrueAsync(() => view.ShowsMessage("pendant"), "those who are in read on", () => $"{view.At}", TimeSpan.FromSeconds(5), stop);
        Assert.False(server.HasExited);
        crowding.ForEach(socket => socket.Dispose());

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.TrueAsync("a newcomer comes in again", async () =>
        {
            try
            {
                return (await SignedIn.VisitorAsync(server.Address, "Nouvelle", stop)).Person.Length > 0;
            }
            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(30));
        RunLog.Print($"R25: at {Limit} descriptors those inside wrote and read on; a newcomer came in {watch.Elapsed.TotalSeconds:0.0} s after others had left");
        Assert.Equal((1, 1), (sender.Connections, reader.Connections));
    }
}
