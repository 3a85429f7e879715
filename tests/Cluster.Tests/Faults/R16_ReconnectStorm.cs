using System.Collections.Immutable;
using System.Diagnostics;
using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R16: everybody who was at a killed edge comes to the other at once.</summary>
public sealed class R16_ReconnectStorm
{
    /// <summary>A silo that takes so much of a core has none left.</summary>
    private const double Saturated = 0.9;

    /// <summary>Readings of what the silos need, and of who is back.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    /// <summary>They come from one network here, which would be paced as one school is.</summary>
    private static readonly ImmutableDictionary<string, string> OneNetwork = ImmutableDictionary<string, string>.Empty
        .Add("Halle__SignIn__NetworkBurst", "100000").Add("Halle__SignIn__NetworkPerSecond", "100000");

    [Fact(DisplayName = "[R16] thousands whose edge is killed are back at the other within 60 s: nothing is lost, no silo is worn out, and the store is not read for each", Timeout = 900_000, Explicit = true)]
    [Trait("Goal", "R16")]
    public async Task All_come_back_at_once()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stage = new FaultStage(OneNetwork);
        await stage.InitializeAsync();
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 12, Observers: 6, Rooms: 3, TimeSpan.FromSeconds(4)), stop);
        var visitors = await ComeInAsync(stage, crowd.Rooms, Chance.Either(full: 5_000, fast: 300), stop);
        try
        {
            crowd.Write(stop);
            await crowd.MoreAckedAsync(30, TimeSpan.FromSeconds(60), stop);
            var (readsBefore, calm) = (stage.Store.Reads, Stopwatch.StartNew());
            await crowd.MoreAckedAsync(30, TimeSpan.FromSeconds(60), stop);
            var usual = (stage.Store.Reads - readsBefore) / calm.Elapsed.TotalSeconds;

            readsBefore = stage.Store.Reads;
            var clock = Stopwatch.StartNew();
            await stage.Cluster.KillAsync("edge1", stop);
            var (back, loads) = await WatchAsync(stage, visitors, clock, stop);
            var reads = stage.Store.Reads - readsBefore - (usual * clock.Elapsed.TotalSeconds);
            var worn = FaultStage.Silos.ToDictionary(silo => silo, silo => loads[silo].Count(load => load >= Saturated) * Beat.TotalSeconds, StringComparer.Ordinal);
            RunLog.Print($"R16: {visitors.Length} lost their edge; back in their room at the other after {Quantile.Describe(back)}");
            RunLog.Print($"R16: silos meanwhile: {string.Join(", ", FaultStage.Silos.Select(silo => $"{silo} {loads[silo].Average() * 100:0} % of a core, {loads[silo].Max() * 100:0} at most, worn out for {worn[silo]:0.0} s"))}; {reads:0} reads of the store beyond the usual {usual:0.0} a second");

            await crowd.MoreAckedAsync(30, TimeSpan.FromSeconds(60), stop);
            await stage.Cluster.UpAsync("edge1", stop);
            await crowd.MustHoldAsync("R16", stop);
            Assert.True(Quantile.Of(back, 0.99) <= 60, Quantile.Describe(back));
            Assert.All(worn, silo => Assert.True(silo.Value <= 30, $"{silo.Key} was worn out for {silo.Value:0.0} s"));
            Assert.True(reads <= visitors.Length / 20.0, $"{reads:0} reads of the store for {visitors.Length} who came back");
        }
        finally
        {
            await Parallel.ForEachAsync(visitors, CancellationToken.None, static async (visitor, _) => await visitor.DisposeAsync());
        }
    }

    /// <summary>All at the first edge, with the second to go to.</summary>
    private static async Task<LiveClient[]> ComeInAsync(FaultStage stage, IReadOnlyList<string> rooms, int count, CancellationToken stop)
    {
        var clients = new LiveClient[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (i, cancel) =>
        {
            clients[i] = new LiveClient(await SignedIn.VisitorAsync(stage.Cluster.Edge1, "Foule", cancel), recorder: null, Chance.Seed + 10_000 + i, observer: null, new LiveClientOptions
            {
                Doors = stage.Doors,
                Backoff = LiveClientOptions.AsBrowser,
            });
            await clients[i].EnterAsync(rooms[i % rooms.Count], TimeSpan.FromSeconds(30), cancel);
        });
        return clients;
    }

    /// <summary>Until all are back: after how many seconds each was, and the share of a core each silo took, reading by reading.</summary>
    private static async Task<(List<double> Back, Dictionary<string, List<double>> Loads)> WatchAsync(FaultStage stage, LiveClient[] visitors, Stopwatch clock, CancellationToken stop)
    {
        var back = new List<double>();
        var away = visitors.ToList();
        var loads = FaultStage.Silos.ToDictionary(silo => silo, _ => new List<double>(), StringComparer.Ordinal);
        var before = FaultStage.Silos.ToDictionary(silo => silo, silo => Usage.CpuSeconds(stage.Cluster.PidOf(silo)), StringComparer.Ordinal);
        var last = clock.Elapsed.TotalSeconds;
        using var pace = new PeriodicTimer(Beat);
        while (away.Count > 0)
        {
            await pace.WaitForNextTickAsync(stop);
            var now = clock.Elapsed.TotalSeconds;
            foreach (var silo in FaultStage.Silos)
            {
                var cpu = Usage.CpuSeconds(stage.Cluster.PidOf(silo));
                loads[silo].Add((cpu - before[silo]) / (now - last));
                before[silo] = cpu;
            }

            last = now;
            var here = away.RemoveAll(static visitor => visitor.Connections > 1 && visitor.IsInAllRooms);
            back.AddRange(Enumerable.Repeat(now, here));
            Assert.True(now < 180, $"{away.Count} are not back after {now:0} s; one's trouble: {away.FirstOrDefault()?.LastTrouble}");
        }

        return (back, loads);
    }
}
