using System.Diagnostics;
using Halle.Shared;
using Halle.Status;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R22: every process is restarted in turn, as an upgrade does it.</summary>
[Collection(SharedStage.Name)]
public sealed class R22_RollingRestart(FaultStage stage)
{
    /// <summary>What deploy gives a process before it is killed (docker-compose.yml).</summary>
    private const double Grace = 40;

    [Fact(DisplayName = "[R22] silos and edges restarted one by one under load: nothing but a reconnect is seen, and no gap over 3 s", Timeout = 400_000, Explicit = true)]
    [Trait("Goal", "R22")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task An_upgrade_goes_unnoticed()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var crowd = await Crowd.GatherAsync(
            stage, new CrowdPlan(Chance.Seed, Senders: 50, Observers: Chance.Either(50, 20), Rooms: 6, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
        string[] inTurn = Chance.Full ? [.. FaultStage.Silos, "edge1", "edge2"] : [await stage.HolderOfAsync(crowd.Rooms[0]) ?? "silo1", "edge1"];
        var stops = new List<string>();
        var (lost, stopped) = await SilosAsync();
        foreach (var name in inTurn)
        {
            var watch = Stopwatch.StartNew();
            await stage.Cluster.DownAsync(name, stop);
            var took = watch.Elapsed.TotalSeconds;
            stops.Add($"{name} {took:0.0} s");
            Assert.True(took <= Grace * 0.7, $"{name} took {took:0.0} s of {Grace} s");
            await stage.Cluster.UpAsync(name, stop);
            await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
        }

        await crowd.AllInAsync(TimeSpan.FromSeconds(30), stop);
        Assert.Equal((lost, stopped + inTurn.Count(name => name.StartsWith("silo", StringComparison.Ordinal))), await SilosAsync());
        var gaps = crowd.Everybody.SelectMany(client => client.Gaps).Select(gap => gap.Seconds).ToList();
        RunLog.Print($"R22: orderly ends took {string.Join(", ", stops)}; a visitor was away for {Quantile.Describe(gaps)}; a message waited {Quantile.Describe(crowd.Waits())}");
        await crowd.MustHoldAsync("R22", stop);
        Assert.True(Quantile.Of(gaps, 0.99) <= 3, $"away for {Quantile.Describe(gaps)}");
        Assert.True(Quantile.Of(crowd.Waits(), 0.99) <= 3, $"a message waited {Quantile.Describe(crowd.Waits())}");
        Assert.All(crowd.Everybody.SelectMany(client => client.Closings), code => Assert.Equal("going_away", code));
        Assert.DoesNotContain(crowd.Recorder.Records, record => record is History.Failed);
    }

    /// <summary>How many silos the organisers' page calls dead, and how many stopped in order [OP10].</summary>
    private async Task<(int Lost, int Stopped)> SilosAsync()
    {
        var status = await stage.Grains.GetGrain<IServiceStatusGrain>(IServiceStatusGrain.Key).Read();
        return (status.Silos.Count(silo => silo.State is nameof(SiloStatus.Dead)), status.Silos.Count(silo => silo.State is SiloReport.Stopped));
    }
}
