using System.Collections.Immutable;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>
/// R12 and R14: one silo of three is cut off from the other two and from Redis, but not from the edges and the store: the worst case, because it
/// could go on serving and writing. R14: that it serves nothing old is asked at both edges, which still reach it, at the end of the cut.
/// </summary>
public sealed class R12_Partition
{
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(30);

    /// <summary>Microseconds by which what a silo says of itself may be behind, and the pause between two questions.</summary>
    private const long Lag = 1_000_000;

    /// <summary>R14: what is shown may be so many microseconds old, once another silo holds the room.</summary>
    private const long Stale = 10_000_000;

    [Theory(DisplayName = "[R12] [R14] one silo of three is cut off: the others serve all rooms within 10 s, no seq is given twice, and it comes back by itself", Timeout = 300_000, Explicit = true)]
    [InlineData("both ways")]
    [InlineData("its words only")]
    [Trait("Goal", "R12")]
    [Trait("Goal", "R14")]
    public async Task The_majority_goes_on(string how)
    {
        PrivateNetwork.Require();
        var stop = TestContext.Current.CancellationToken;
        await using var stage = new FaultStage(ImmutableDictionary<string, string>.Empty.Add("HALLE_CLUSTER_WRAP_silo1", PrivateNetwork.InCutGroup));
        await stage.InitializeAsync();
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 36, Observers: 6, Rooms: 9, TimeSpan.FromMilliseconds(250)), stop);
        await using var tallies = new SiloTallies(stage.Cluster.Network, () => crowd.Recorder.Now);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
        var held = (await Task.WhenAll(crowd.Rooms.Select(stage.HolderOfAsync))).Count(holder => holder is "silo1");
        var (network, before) = (stage.Cluster.Network, stage.Cluster.PidOf("silo1"));
        long cut;
        try
        {
            cut = crowd.Recorder.Now;
            foreach (var other in new[] { "12", "13", "21" })
            {
                await PrivateNetwork.DropFromGroupAsync($"{network}.{other}");
            }

            await PrivateNetwork.DropFromPortAsync(network + ".11", 11_111);
            if (how is "both ways")
            {
                await PrivateNetwork.DropToPortAsync(network + ".11", 11_111);
            }

            await Eventually.BecomesTrueAsync(
                () => crowd.AnswersAfter(cut).Count == crowd.Rooms.Count, "all rooms answer", () => $"{crowd.AnswersAfter(cut).Count}", Cut, stop);
            await Eventually.BecomesTrueAsync(() => crowd.Recorder.Now - cut > Cut.TotalMicroseconds, "the cut is over", () => "", Cut * 2, stop);
            await crowd.NewcomersAreShownAsync(crowd.Recorder.Now - Stale, stop);
        }
        finally
        {
            await PrivateNetwork.HealAsync();
        }

        var healed = crowd.Recorder.Now;
        await Eventually.BecomesTrueAsync(() => stage.Cluster.PidOf("silo1") != before, "silo1 was started again", () => "the same process", TimeSpan.FromSeconds(40), stop);
        await stage.Cluster.UpAsync("silo1", stop);
        var back = (crowd.Recorder.Now - healed) / 1_000_000.0;
        await crowd.MoreAckedAsync(200, TimeSpan.FromSeconds(30), stop);
        var whose = WhoseWork(tallies, cut, healed);
        var (answers, shown) = (crowd.AnswersAfter(cut).Values.ToList(), await crowd.AllShownAfterAsync(cut, TimeSpan.FromSeconds(30), stop));
        RunLog.Print($"R12 {how}: silo1 held {held} of {crowd.Rooms.Count} rooms and was cut off for {Cut.TotalSeconds:0} s; rooms answered after {Quantile.Describe(answers)}, all observers had seen it after {Quantile.Describe(shown)}; {whose}; silo1 was a member again {Math.Max(0, back):0.0} s after the heal; a message waited {Quantile.Describe(crowd.Waits())}");
        await crowd.MustHoldAsync("R12", stop);
        Assert.True(held > 0, "silo1 held nothing.");
        Assert.True(whose.StoredBefore["silo1"] > 0, whose.ToString());
        Assert.True(whose.TakenOver <= 10, whose.ToString());
        Assert.True(whose.StoredAfterwards == 0, whose.ToString());
        Assert.True(Quantile.Of(answers, 1) <= 10, Quantile.Describe(answers));
        Assert.True(Quantile.Of(shown, 1) <= 15, Quantile.Describe(shown));
        Assert.True(back <= 20, $"{back:0.0} s");
    }

    private static Work WhoseWork(SiloTallies tallies, long cut, long healed)
    {
        // The others' last opening of a room is the end of taking over: nobody new comes in while the cut lasts.
        var over = FaultStage.Silos.Where(silo => silo is not "silo1").Max(other => tallies.LastGrowth(other, cut, healed, tally => tally.Opened)) ?? healed;
        var (before, atOver, last) = (tallies.At("silo1", cut).Stored, tallies.At("silo1", over + Lag).Stored, tallies.At("silo1", healed).Stored);
        return new Work(
            FaultStage.Silos.ToDictionary(silo => silo, silo => tallies.At(silo, cut).Stored, StringComparer.Ordinal), (over - cut) / 1_000_000.0, atOver - before, last - atOver);
    }

    /// <param name="StoredBefore">Commands stored before the cut, by silo.</param>
    /// <param name="TakenOver">Seconds from the cut until the others had opened the last room.</param>
    /// <param name="StoredMeanwhile">By the silo that was cut off, until then.</param>
    /// <param name="StoredAfterwards">By the silo that was cut off, from then until the heal.</param>
    private sealed record Work(IReadOnlyDictionary<string, long> StoredBefore, double TakenOver, long StoredMeanwhile, long StoredAfterwards)
    {
        public override string ToString() =>
            $"before the cut {string.Join(", ", StoredBefore.Select(pair => $"{pair.Key} had stored {pair.Value}"))}; the others had taken over after {TakenOver:0.0} s, until when silo1 stored {StoredMeanwhile} more, and from then until the heal {StoredAfterwards}";
    }
}
