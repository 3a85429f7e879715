using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.Faults.Proxy;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R8: connections are cut, for a moment or for long, and everybody is led on from where they stood.</summary>
[Collection(SharedStage.Name)]
public sealed class R08_Resume(FaultStage stage)
{
    /// <summary>A browser's longest pause between two attempts is 30 s.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(45);

    [Fact(DisplayName = "[R8] cut connections resume exactly or are reset; 500 missed messages are there within 1 s", Timeout = 400_000, Explicit = true)]
    [Trait("Goal", "R8")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Nobody_misses_anything()
    {
        var stop = TestContext.Current.CancellationToken;
        var random = new Random(Chance.Seed);
        await using var crowd = await Crowd.GatherAsync(
            stage,
            new CrowdPlan(Chance.Seed, Senders: 20, Observers: Chance.Either(200, 40), Rooms: 2, TimeSpan.FromMilliseconds(Chance.Either(100, 40))) { ObserversThroughProxies = true },
            stop);
        crowd.Write(stop);
        var cut = 0;
        for (var round = 0; round < Chance.Either(full: 20, fast: 2); round++)
        {
            await crowd.MoreAckedAsync(50, TimeSpan.FromSeconds(30), stop);
            cut += stage.EdgeProxies[round % 2].Cut(0.2 + (0.8 * random.NextDouble()));
            await crowd.AllInAsync(TimeSpan.FromSeconds(20), stop);
        }

        foreach (var seconds in Chance.Either<double[]>([0.1, 1, 10, 120], [0.1, 3]))
        {
            cut += await CloseDoorsAsync(TimeSpan.FromSeconds(seconds), stop);
            await crowd.AllInAsync(LongestPause, stop);
        }

        await MissManyAsync(crowd, stop);
        var figures = await crowd.MustHoldAsync("R8", stop);
        var (holes, resets) = (crowd.Observers.Sum(client => client.Views.Sum(view => view.Holes)), crowd.Observers.Sum(client => client.Views.Sum(view => view.Resets)));
        RunLog.Print($"R8: {cut} connections were cut, observers closed {holes} holes and took {resets} resets, the first of each included; away for {Quantile.Describe([.. crowd.Observers.SelectMany(client => client.Gaps).Select(gap => gap.Seconds)])}");
        Assert.True(cut > crowd.Observers.Count, $"{cut} cuts");
        Assert.True(figures.Observers >= crowd.Observers.Count, $"{figures.Observers} observers");
    }

    /// <summary>Nobody who reads can connect for so long; the senders, who have doors of their own, go on.</summary>
    private async Task<int> CloseDoorsAsync(TimeSpan time, CancellationToken stop)
    {
        var before = stage.EdgeProxies.Sum(proxy => proxy.Open);
        foreach (var proxy in stage.EdgeProxies)
        {
            proxy.Fault = ProxyFault.Refused;
        }

        await Lasting.ForAsync(time, stop);
        foreach (var proxy in stage.EdgeProxies)
        {
            proxy.Fault = ProxyFault.None;
        }

        return before;
    }

    /// <summary>Readers who were away for 500 messages come back at once: how long until each has them?</summary>
    private async Task MissManyAsync(Crowd crowd, CancellationToken stop)
    {
        var room = crowd.Rooms[0];
        var who = await SignedIn.VisitorAsync(stage.Cluster.Edge1, "Loupe", stop);
        var (epoch, at) = await EnterRawAsync(who, room, null, null, stop);
        var writers = crowd.Senders.Where((_, i) => i % crowd.Rooms.Count == 0).ToList();
        await Eventually.BecomesTrueAsync(
            () => writers[0].Enter(room).At >= at + 350,
            "350 messages more are in the room",
            () => $"{writers[0].Enter(room).At - at}",
            TimeSpan.FromSeconds(90),
            stop);
        await crowd.RestAsync(stop);

        // No more than a room holds in memory: from the next on it is a reset [RC140].
        var head = crowd.Recorder.Records.OfType<History.Acked>().Where(acked => acked.Room == room).Max(acked => acked.Seq);
        Assert.InRange(head, at + 350, at + 500);
        for (; head < at + 500; head++)
        {
            await writers[0].PostAsync(room, $"Message {Syllables.Of(head)} de plus", stop);
        }

        var seconds = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            await using var returning = await RawReader.ConnectAsync(who, stop);
            var frames = await returning.EnterAsync(room, epoch, at, stop);
            seconds.Add(frames.Seconds);
            Assert.False(frames.First.Reset, "500 missed steps are within the ring.");
            Assert.InRange(at, frames.First.From, frames.First.To - 500);
            Assert.Equal(500, RoomView.Messages(frames.First.Set).Count(message => message.Seq > at));
        }

        RunLog.Print($"R8: 500 missed messages were there after {Quantile.Describe(seconds)}");
        Assert.True(Quantile.Of(seconds, 0.99) <= 1, Quantile.Describe(seconds));

        // A position nobody can have had is answered by a reset, never by silence.
        foreach (var (otherEpoch, position) in new (string, long)[] { (epoch, at + 1_000_000), (epoch, -7), ("another", at) })
        {
            await using var odd = await RawReader.ConnectAsync(who, stop);
            Assert.True((await odd.EnterAsync(room, otherEpoch, position, stop)).First.Reset, $"{otherEpoch} {position}");
        }
    }

    private static async Task<(string Epoch, long At)> EnterRawAsync(SignedIn who, string room, string? epoch, long? at, CancellationToken stop)
    {
        await using var reader = await RawReader.ConnectAsync(who, stop);
        var frames = await reader.EnterAsync(room, epoch, at, stop);
        return (frames.First.Epoch, frames.First.To);
    }
}
