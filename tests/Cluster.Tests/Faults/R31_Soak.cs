using System.Globalization;
using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>
/// R31, and membership's false alarms: people come and go, silos pause as for a garbage collection, Redis stands still, and nothing grows and
/// nobody is evicted. <c>HALLE_SOAK_MINUTES</c> sets the time (10; less proves less), which begins when all has had the time to fill up. Growth is
/// that of what is resident after a whole collection each minute: before one, it is mostly what the collector has seen no need to look through yet.
/// </summary>
[Collection(SharedStage.Name)]
public sealed class R31_Soak(FaultStage stage)
{
    /// <summary>Each comes, reads and goes, again and again.</summary>
    private const int Passers = 8;

    /// <summary>Between two who come, each passer for itself: 50 a second in all.</summary>
    private static readonly TimeSpan PasserEvery = TimeSpan.FromMilliseconds(160);

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    /// <summary>Rooms fill up with the commands they remember, which is for ten minutes; code is compiled, the collector finds its pace.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(12);

    [Fact(DisplayName = "[R31] churn, pauses of silos and a frozen Redis: no silo is evicted, memory, handles and threads stay flat", Timeout = 3_600_000, Explicit = true)]
    [Trait("Goal", "R31")]
    public async Task Nothing_grows_and_nobody_is_evicted()
    {
        var stop = TestContext.Current.CancellationToken;
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("HALLE_SOAK_MINUTES"), CultureInfo.InvariantCulture, out var set) ? set : 10;
        var warm = Math.Min(WarmUp.TotalMinutes, minutes * 1.2);
        var random = new Random(Chance.Seed);
        string[] measured = [.. FaultStage.Silos, "edge1", "edge2"];
        var before = measured.Select(stage.Cluster.PidOf).ToList();
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 30, Observers: 10, Rooms: 4, TimeSpan.FromMilliseconds(500)), stop);
        crowd.Write(stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var churn = Task.WhenAll(Enumerable.Range(0, Passers).Select(number => ComeAndGoAsync(crowd.Rooms[number % 4], number, enough.Token)));
        var growth = measured.ToDictionary(name => name, _ => new List<(double At, Usage Usage)>(), StringComparer.Ordinal);
        var kept = measured.ToDictionary(name => name, _ => new List<(double At, Usage Usage)>(), StringComparer.Ordinal);
        var (pauses, redis, end) = (0, 0, crowd.Recorder.Now + (long)((warm + minutes) * 60_000_000));
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (crowd.Recorder.Now < end)
        {
            await pace.WaitForNextTickAsync(stop);
            await ReadAsync(growth, crowd.Recorder, stop);
            if (crowd.Recorder.Now / 60_000_000.0 >= warm + kept[measured[0]].Count)
            {
                await CollectAsync(measured, stop);
                await ReadAsync(kept, crowd.Recorder, stop);
            }

            var silo = FaultStage.Silos[random.Next(3)];
            await FreezeAsync(silo, Pause, stop);
            pauses++;
            if (pauses % 12 == 3)
            {
                await FreezeAsync("redis", TimeSpan.FromSeconds(12), stop);
                redis++;
            }
        }

        await enough.CancelAsync();
        var people = (await churn).Sum();
        var slopes = measured.Select(name => (Name: name, Slope: Usage.Slope(kept[name]))).ToList();
        foreach (var (name, slope) in slopes)
        {
            RunLog.Print($"R31: {name}: {kept[name][^1].Usage} after a whole collection; per minute {slope}; with what was read before collections {Usage.Slope(growth[name].Where(sample => sample.At > warm))}");
            RunLog.Print($"R31: {name} after whole collections: {Listed(kept[name])}; minute by minute: {Listed(growth[name].DistinctBy(sample => (int)sample.At))} MiB");
        }

        RunLog.Print($"R31: {minutes} min after {warm} to fill up, {pauses} pauses of a silo of {Pause.TotalSeconds} s, Redis frozen {redis} times for 12 s, {people} people came and went, {people / (warm + minutes) / 60:0.0} a second; a message waited {Quantile.Describe(crowd.Waits())}");
        await crowd.MustHoldAsync("R31", stop);
        Assert.Equal(before, measured.Select(stage.Cluster.PidOf));
        Assert.All(slopes, each => Assert.True(each.Slope.Mebibytes <= 1 && each.Slope.Handles <= 2 && each.Slope.Threads <= 2, $"{each}"));
    }

    private async Task FreezeAsync(string name, TimeSpan time, CancellationToken stop)
    {
        await stage.Cluster.SignalAsync(name, "STOP");
        try
        {
            await Lasting.ForAsync(time, stop);
        }
        finally
        {
            await stage.Cluster.SignalAsync(name, "CONT");
        }
    }

    private static string Listed(IEnumerable<(double At, Usage Usage)> samples) =>
        string.Join("; ", samples.Select(sample => $"{sample.Usage.Mebibytes:0} ({sample.Usage.Committed:0}, {sample.Usage.Heap:0.0})"));

    private async Task ReadAsync(Dictionary<string, List<(double At, Usage Usage)>> into, Recorder clock, CancellationToken stop)
    {
        foreach (var (name, samples) in into)
        {
            samples.Add((clock.Now / 60_000_000.0, Usage.Of(stage.Cluster.PidOf(name)) with
            {
                Heap = await MetricAsync(name, "dotnet_gc_last_collection_heap_size_bytes", ["gen2", "loh"], stop) / (1024 * 1024),
                Committed = await MetricAsync(name, "dotnet_gc_last_collection_memory_committed_size_bytes", [""], stop) / (1024 * 1024),
            }));
        }
    }

    /// <summary>The first has finalizers run, the second frees what they held; the runtime then gives memory back bit by bit.</summary>
    private async Task CollectAsync(string[] names, CancellationToken stop)
    {
        var before = await Task.WhenAll(names.Select(name => CollectionsAsync(name, stop)));
        for (var time = 0; time < 2; time++)
        {
            await Parallel.ForEachAsync(names, stop, async (name, cancel) => await WholeCollection.InAsync(stage.Cluster.PidOf(name), TimeSpan.FromSeconds(1), cancel));
        }

        await Lasting.ForAsync(TimeSpan.FromSeconds(5), stop);
        var after = await Task.WhenAll(names.Select(name => CollectionsAsync(name, stop)));
        Assert.All(names.Index(), each => Assert.True(after[each.Index] >= before[each.Index] + 2, $"{each.Item} made {after[each.Index] - before[each.Index]} whole collections"));
    }

    /// <summary>Of its old generations, since it started.</summary>
    private Task<double> CollectionsAsync(string name, CancellationToken stop) => MetricAsync(name, "dotnet_gc_collections_total", ["gen2"], stop);

    private async Task<double> MetricAsync(string name, string metric, string[] generations, CancellationToken stop)
    {
        var address = name[..^1] is "silo" ? $"http://{stage.Cluster.Network}.1{name[^1]}:5091/metrics" : $"http://{stage.Cluster.Network}.3{name[^1]}:8081/metrics";
        var text = await Http.GetStringAsync(address, stop);
        return text.Split('\n')
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal) && generations.Any(generation => line.Contains(generation, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.IndexOf('}') is var labels and >= 0 ? labels + 1 : line.IndexOf(' '))..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Somebody comes, reads, and goes, at both edges, all the time.</summary>
    private async Task<int> ComeAndGoAsync(string room, int number, CancellationToken enough)
    {
        var people = 0;
        using var pace = new PeriodicTimer(PasserEvery);
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await pace.WaitForNextTickAsync(enough);
                var who = await SignedIn.VisitorAsync((people + number) % 2 == 0 ? stage.Cluster.Edge1 : stage.Cluster.Edge2, "Passante", enough);
                await using var passer = new LiveClient(who, recorder: null, seed: people);
                await passer.EnterAsync(room, TimeSpan.FromSeconds(20), enough);
                people++;
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested)
            {
                break;
            }
        }

        return people;
    }
}
