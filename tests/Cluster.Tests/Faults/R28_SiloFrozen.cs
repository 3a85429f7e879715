using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R28: a silo stands still for 20 s, as a paused virtual machine does, and goes on as if nothing had been.</summary>
[Collection(SharedStage.Name)]
public sealed class R28_SiloFrozen(FaultStage stage)
{
    [Fact(DisplayName = "[R28] a silo frozen for 20 s: its rooms go on elsewhere, and what it writes afterwards is fenced", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R28")]
    public async Task A_frozen_silo_is_fenced()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 36, Observers: 6, Rooms: 6, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
        var name = await stage.HolderOfAsync(crowd.Rooms[0]) ?? "silo1";
        var (before, ends) = (stage.Cluster.PidOf(name), Ends(name).Count);
        var frozen = crowd.Recorder.Now;
        await stage.Cluster.SignalAsync(name, "STOP");
        await Eventually.BecomesTrueAsync(
            () => crowd.Recorder.Now - frozen > 20_000_000, "20 s are over", () => "", TimeSpan.FromSeconds(40), stop);
        await stage.Cluster.SignalAsync(name, "CONT");
        await Eventually.BecomesTrueAsync(
            () => stage.Cluster.PidOf(name) != before, $"{name} ended itself and was started again", () => "the same process", TimeSpan.FromSeconds(30), stop);
        await stage.Cluster.UpAsync(name, stop);
        await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
        var (answers, shown) = (crowd.AnswersAfter(frozen).Values.ToList(), await crowd.AllShownAfterAsync(frozen, TimeSpan.FromSeconds(30), stop));
        RunLog.Print($"R28: {name} frozen for 20 s; rooms answered after {Quantile.Describe(answers)}, all observers had seen it after {Quantile.Describe(shown)}; a message waited {Quantile.Describe(crowd.Waits())}");
        await crowd.MustHoldAsync("R28", stop);
        Assert.Equal(crowd.Rooms.Count, answers.Count);
        Assert.True(Quantile.Of(answers, 1) <= 10, Quantile.Describe(answers));

        // Whoever finds itself declared dead ends itself by this code, and by no other: it neither broke nor was killed.
        Assert.Equal(["70"], Ends(name).Skip(ends));
    }

    /// <summary>The exit codes with which a process has ended so far, as its supervisor wrote them down.</summary>
    private List<string> Ends(string name) =>
    [
        .. stage.Cluster.LogOf(name).Split('\n')
            .Select(line => line.Split($" {name} ended with exit code "))
            .Where(parts => parts.Length == 2)
            .Select(parts => parts[1].Trim()),
    ];
}
