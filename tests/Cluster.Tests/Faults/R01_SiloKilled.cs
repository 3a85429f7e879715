using System.Globalization;
using Halle.Rooms;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R1 and R34: silos die one after the other under load.</summary>
[Collection(SharedStage.Name)]
public sealed class R01_SiloKilled(FaultStage stage)
{
    [Fact(DisplayName = "[R1] [R34] kill -9 of silos under load: nothing acknowledged is lost, and their rooms answer again within 5 s", Timeout = 600_000, Explicit = true)]
    [Trait("Goal", "R1")]
    [Trait("Goal", "R34")]
    [Trait("Goal", "R1normal")]
    [Trait("Goal", FaultStage.Selection)]
    public Task Nothing_is_lost_and_rooms_come_back() =>
        SiloKills.RunAsync(stage, "R1", Chance.Either(full: 20, fast: 2), within: 5, Chance.Either(full: 20_000, fast: 500), TestContext.Current.CancellationToken);
}

/// <summary>The same with the setting for hosts without neighbours: one vote, probes of 0.5 s.</summary>
public sealed class R01_SiloKilledTight
{
    [Fact(DisplayName = "[R1] kill -9 of silos with the tight setting: their rooms answer again within 3 s", Timeout = 600_000, Explicit = true)]
    [Trait("Goal", "R1")]
    [Trait("Goal", "R1tight")]
    public async Task Rooms_come_back_sooner()
    {
        await using var stage = new FaultStage(System.Collections.Immutable.ImmutableDictionary<string, string>.Empty
            .Add("Halle__Cluster__ProbeTimeout", "00:00:00.500").Add("Halle__Cluster__Votes", "1"));
        await stage.InitializeAsync();
        await SiloKills.RunAsync(stage, "R1 tight", Chance.Either(20, 3), within: 3, Chance.Either(5_000, 500), TestContext.Current.CancellationToken);
    }
}

internal static class SiloKills
{
    public static async Task RunAsync(FaultStage stage, string goal, int kills, double within, int acks, CancellationToken stop)
    {
        var random = new Random(Chance.Seed);
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 50, Observers: 6, Rooms: 9, TimeSpan.FromMilliseconds(200)), stop);
        await using var store = new StorePulse(stage.StoreAccount, crowd.Recorder);
        store.Start(RoomId.TheEvent);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
        var killedAt = new List<long>();
        var held = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            // The silo of the first room; the next kill hits wherever it went.
            var name = await stage.HolderOfAsync(crowd.Rooms[kill % crowd.Rooms.Count]) ?? FaultStage.Silos[kill % 3];
            held += (await Task.WhenAll(crowd.Rooms.Select(stage.HolderOfAsync))).Count(holder => holder == name);
            await Lasting.ForAsync(TimeSpan.FromMilliseconds(random.Next(100, 1_500)), stop);
            killedAt.Add(crowd.Recorder.Now);
            await stage.Cluster.KillAsync(name, stop);
            await Eventually.BecomesTrueAsync(
                () => crowd.AnswersAfter(killedAt[^1]).Count == crowd.Rooms.Count,
                $"all rooms answer after kill {kill + 1} ({name})",
                () => string.Join(", ", crowd.Rooms.Except(crowd.AnswersAfter(killedAt[^1]).Keys)) + " do not",
                TimeSpan.FromSeconds(30),
                stop);
            await stage.Cluster.UpAsync(name, stop);
        }

        if (crowd.Acked < acks)
        {
            await crowd.MoreAckedAsync(acks - crowd.Acked, TimeSpan.FromMinutes(3), stop);
        }

        var shown = new List<double>();
        foreach (var killed in killedAt)
        {
            shown.Add((await crowd.AllShownAfterAsync(killed, TimeSpan.FromSeconds(30), stop)).Max());
        }

        RunLog.Print($"{goal}: the first message sent after a kill was before all observers' eyes, in the slowest room, after {Quantile.Describe(shown)}");
        RunLog.Print($"{goal}: all rooms, all kills: answered after {Quantile.Describe([.. killedAt.SelectMany(killed => crowd.AnswersAfter(killed).Values)])}");
        var worst = killedAt.ConvertAll(killed => crowd.AnswersAfter(killed).Values.Max());
        RunLog.Print($"{goal}: {kills} kills of a silo, which held {held / (double)kills:0.0} of {crowd.Rooms.Count} rooms; its slowest room answered after {Quantile.Describe(worst)}");
        RunLog.Print($"{goal}: kill by kill, in s: {string.Join(' ', worst.Select(seconds => seconds.ToString("0.0", CultureInfo.InvariantCulture)))}");
        RunLog.Print($"{goal}: the store's slowest answer meanwhile, kill by kill, in s: {string.Join(' ', killedAt.Zip(worst, (at, seconds) => store.SlowestWithin(at, seconds).ToString("0.0", CultureInfo.InvariantCulture)))}; of all {Quantile.Describe(store.All())}");
        RunLog.Print($"{goal}: a message waited {Quantile.Describe(crowd.Waits())}");
        var figures = await crowd.MustHoldAsync(goal, stop);
        Assert.True(figures.Acked >= acks, $"only {figures.Acked} messages");
        Assert.True(held > 0, "No killed silo held any room.");
        Assert.True(Quantile.Of(worst, 0.99) <= within, $"{goal}: the slowest room answered after {Quantile.Describe(worst)}");
    }
}
