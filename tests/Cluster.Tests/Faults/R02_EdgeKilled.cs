using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R2: an edge dies under load, and its visitors go to the other.</summary>
[Collection(SharedStage.Name)]
public sealed class R02_EdgeKilled(FaultStage stage)
{
    [Fact(DisplayName = "[R2] kill -9 of an edge under load: nothing is lost, its visitors are back at the other within 5 s", Timeout = 400_000, Explicit = true)]
    [Trait("Goal", "R2")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Visitors_go_to_the_other_edge()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var crowd = await Crowd.GatherAsync(
            stage, new CrowdPlan(Chance.Seed, Senders: 50, Observers: Chance.Either(50, 10), Rooms: 3, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
        for (var kill = 0; kill < Chance.Either(full: 10, fast: 2); kill++)
        {
            var name = kill % 2 == 0 ? "edge1" : "edge2";
            await stage.Cluster.KillAsync(name, stop);
            await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
            await crowd.AllInAsync(TimeSpan.FromSeconds(30), stop);
            await stage.Cluster.UpAsync(name, stop);
        }

        var gaps = crowd.Everybody.SelectMany(client => client.Gaps).Select(gap => gap.Seconds).ToList();
        RunLog.Print($"R2: a visitor was away for {Quantile.Describe(gaps)}");
        await crowd.MustHoldAsync("R2", stop);
        Assert.NotEmpty(gaps);
        Assert.True(Quantile.Of(gaps, 0.99) <= 5, Quantile.Describe(gaps));
        Assert.DoesNotContain(crowd.Senders, sender => crowd.Recorder.Records.OfType<History.Failed>().Any(failed => failed.Sender == sender.Who.Person));
    }
}
