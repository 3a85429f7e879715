using Halle.Cluster.Tests.Faults.Proxy;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R20: every write takes 2 s longer.</summary>
[Collection(SharedStage.Name)]
public sealed class R20_StoreSlow(FaultStage stage)
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    [Fact(DisplayName = "[R20] a store that takes 2 s a write gets no more writes than it needs: one in flight a room, and no storm of retries", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R20")]
    public async Task A_slow_store_is_not_asked_more_often()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 30, Observers: 4, Rooms: 3, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
        var (writes, acked, since) = (stage.Store.Writes, crowd.Acked, crowd.Recorder.Now);
        stage.Store.Fault = ProxyFault.Slow;
        await Eventually.BecomesTrueAsync(() => crowd.Recorder.Now - since > Slow.TotalMicroseconds, "the slow time is over", () => "", Slow * 2, stop);
        (writes, acked) = (stage.Store.Writes - writes, crowd.Acked - acked);
        stage.Store.Fault = ProxyFault.None;

        // One write in flight for each room that is written, and one each that was begun as the time ended. No room has so many messages by then that a snapshot is due.
        var needed = crowd.Rooms.Count * ((Slow.TotalSeconds / stage.Store.Delay.TotalSeconds) + 1);
        RunLog.Print($"R20: {writes} writes in {Slow.TotalSeconds:0} s of 2 s each (at most {needed:0} fit one after the other), {acked} messages acknowledged meanwhile; a message waited {Quantile.Describe(crowd.Waits())}");
        await crowd.MustHoldAsync("R20", stop);
        Assert.True(acked > 100, $"{acked} messages");
        Assert.True(writes <= needed, $"{writes} writes, {needed:0} fit");
    }
}
