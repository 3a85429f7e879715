using System.Diagnostics;
using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R10: who is gone is not shown as present.</summary>
[Collection(SharedStage.Name)]
public sealed class R10_Ghosts(FaultStage stage)
{
    /// <summary>People at the edge that lives on, beside the one who watches.</summary>
    private const int Staying = 10;

    /// <summary>After so long without any change everybody counts the same.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    [Fact(DisplayName = "[R10] [I7] whoever was at a killed edge is gone from the count within 15 s; who leaves in order, within 2 s", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R10")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Ghosts_vanish()
    {
        var stop = TestContext.Current.CancellationToken;
        await stage.HealAsync(stop);
        var room = stage.TakeRooms(1)[0];
        var (ghosts, leavers) = Chance.Either(full: (1_000, 250), fast: (80, 20));
        await using var witness = new LiveClient(await SignedIn.VisitorAsync(stage.Cluster.Edge2, "Loupe", stop), recorder: null, seed: 1);
        var view = await witness.EnterAsync(room, TimeSpan.FromSeconds(20), stop);
        var arriving = Stopwatch.StartNew();
        var here = await ComeInAsync(stage.Cluster.Edge1, room, ghosts + (leavers / 2), stop);
        var there = await ComeInAsync(stage.Cluster.Edge2, room, (leavers / 2) + Staying, stop);
        await CountsAsync(view, ghosts + leavers + Staying + 1, TimeSpan.FromSeconds(10), stop);
        var arrived = arriving.Elapsed.TotalSeconds;

        var leaving = Stopwatch.StartNew();
        await Task.WhenAll(here.Skip(ghosts).Concat(there.Skip(Staying)).Select(client => client.LeaveAsync(room, stop)));
        await CountsAsync(view, ghosts + Staying + 1, TimeSpan.FromSeconds(5), stop);
        var left = leaving.Elapsed.TotalSeconds;

        // An edge renews its lease every few seconds: the worst moment for its death is just after.
        var killed = Stopwatch.StartNew();
        await stage.Cluster.KillAsync("edge1", stop);
        await Task.WhenAll(here.Select(client => client.DisposeAsync().AsTask()));
        await CountsAsync(view, Staying + 1, TimeSpan.FromSeconds(30), stop);
        var gone = killed.Elapsed.TotalSeconds;
        foreach (var client in there.Take(Staying))
        {
            await CountsAsync(client.Enter(room), Staying + 1, Quiet, stop);
        }

        RunLog.Print($"R10: {ghosts + leavers + Staying} came within {arrived:0.0} s; {leavers} who left were gone from the count after {left:0.0} s, {ghosts} at a killed edge after {gone:0.0} s");
        await stage.Cluster.UpAsync("edge1", stop);
        foreach (var client in there)
        {
            await client.DisposeAsync();
        }

        Assert.True(left <= 2, $"{left:0.0} s");
        Assert.True(gone <= 15, $"{gone:0.0} s");
    }

    private static async Task<LiveClient[]> ComeInAsync(Uri edge, string room, int count, CancellationToken stop)
    {
        var clients = new LiveClient[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop }, async (i, cancel) =>
        {
            clients[i] = new LiveClient(await SignedIn.VisitorAsync(edge, "Visage", cancel), recorder: null, seed: 10 + i);
            await clients[i].EnterAsync(room, TimeSpan.FromSeconds(20), cancel);
        });
        return clients;
    }

    private static Task CountsAsync(RoomView view, int people, TimeSpan within, CancellationToken stop) => Eventually.BecomesTrueAsync(
        () => view.Present == people, $"{people} people are counted", () => $"{view.Present}", within, stop);
}
