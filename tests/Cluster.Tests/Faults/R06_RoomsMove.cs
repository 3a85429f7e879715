using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Rooms;
using Halle.Shared;
using Orleans.Core.Internal;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R6: one order for everybody while rooms are moved about.</summary>
[Collection(SharedStage.Name)]
public sealed class R06_RoomsMove(FaultStage stage)
{
    [Fact(DisplayName = "[R6] all observers at both edges see one order while rooms are moved and put down every second, and no text that was removed", Timeout = 300_000, Explicit = true)]
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
        await using var moderator = new LiveClient(
            await SignedIn.StaffAsync(stage.Cluster.Edge1, stage.Cluster.LinkOf("moderator"), stop), recorder: null, Chance.Seed);
        foreach (var room in crowd.Rooms)
        {
            await moderator.EnterAsync(room, TimeSpan.FromSeconds(20), stop);
        }

        var (moved, last) = (0, new Dictionary<string, string?>(StringComparer.Ordinal));
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < Chance.Either(full: 40, fast: 8); second++)
        {
            await pace.WaitForNextTickAsync(stop);
            await RemoveLatestAsync(crowd, moderator, crowd.Rooms[second % crowd.Rooms.Count], stop);
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

        var removed = crowd.Recorder.Records.OfType<Removed>().Count();
        RunLog.Print($"R6: a second later rooms were at another silo {moved} times; {removed} messages were removed; a message waited {Quantile.Describe(crowd.Waits())}");
        var figures = await crowd.MustHoldAsync("R6", stop);
        Assert.True(moved >= Chance.Either(full: 20, fast: 4), $"{moved} moves");
        Assert.True(figures.Acked > 500, $"{figures.Acked} messages");
    }

    /// <summary>One removal a second, of what was just written: its text has to go from every screen, whichever silo the room is at then.</summary>
    private static async Task RemoveLatestAsync(Crowd crowd, LiveClient moderator, string room, CancellationToken stop)
    {
        var latest = crowd.Recorder.Records.OfType<Acked>().Last(acked => acked.Room == room).Seq;
        var answer = await moderator.DoAsync(room, new { type = "chat.remove", message = $"{latest}" }, stop);
        Assert.Equal("ok", answer.Status);
        crowd.Recorder.Add(new Removed(crowd.Recorder.Now, room, latest, answer.Seq));
    }
}
