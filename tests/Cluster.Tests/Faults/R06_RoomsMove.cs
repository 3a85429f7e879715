using Halle.Rooms;
using Halle.Shared;
using Orleans.Core.Internal;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R6: one order for everybody while rooms are moved about.</summary>
[Collection(SharedStage.Name)]
public sealed class R06_RoomsMove(FaultStage stage)
{
    [Fact(DisplayName = "[R6] all observers at both edges see one order while rooms are moved and put down every second", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R6")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Everybody_sees_one_order()
    {
        var stop = TestContext.Current.CancellationToken;
        var random = new Random(Chance.Seed);
        await using var crowd = await Crowd.GatherAsync(
            stage, new CrowdPlan(Chance.Seed, Senders: 20, Observers: Chance.Either(50, 12), Rooms: 4, TimeSpan.FromMilliseconds(200)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
        var (moved, last) = (0, new Dictionary<string, string?>(StringComparer.Ordinal));
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < Chance.Either(full: 40, fast: 8); second++)
        {
            await pace.WaitForNextTickAsync(stop);
            foreach (var room in crowd.Rooms)
            {
                var holder = await stage.HolderOfAsync(room);
                moved += last.TryGetValue(room, out var before) && before != holder ? 1 : 0;
                last[room] = holder;
                await (random.Next(3) > 0
                    ? stage.MoveAsync(room, random, stop)
                    : stage.Grains.GetRoom(RoomId.Parse(room)).AsReference<IGrainManagementExtension>().DeactivateOnIdle(stop).AsTask());
            }
        }

        RunLog.Print($"R6: a second later rooms were at another silo {moved} times; a message waited {Quantile.Describe(crowd.Waits())}");
        var figures = await crowd.MustHoldAsync("R6", stop);
        Assert.True(moved >= Chance.Either(full: 20, fast: 4), $"{moved} moves");
        Assert.True(figures.Acked > 500, $"{figures.Acked} messages");
    }
}
