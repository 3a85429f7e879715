using System.Collections.Immutable;
using System.Globalization;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>
/// R21: one silo's clock is two hours fast, and rooms move between it and the others. One that is two hours slow is not taken into the cluster at
/// all: the others take it for an older process that is dead, so it ends itself and serves nobody.
/// </summary>
public sealed class R21_ClocksApart
{
    [Fact(DisplayName = "[R21] silos two hours apart: the order holds, and the times shown in a room never go back", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R21")]
    public async Task Order_does_not_come_from_clocks()
    {
        PrivateNetwork.Require();
        var stop = TestContext.Current.CancellationToken;
        await using var stage = new FaultStage(ImmutableDictionary<string, string>.Empty
            .Add("HALLE_CLUSTER_WRAP_silo1", "env LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1 FAKETIME=+2h FAKETIME_DONT_FAKE_MONOTONIC=1"));
        await stage.InitializeAsync();

        // The program "faketime" would stay between: it ends with the stage, and leaves the silo running for ever.
        Assert.Equal("dotnet", (await File.ReadAllTextAsync($"/proc/{stage.Cluster.PidOf("silo1")}/comm", stop)).Trim());
        await using var crowd = await Crowd.GatherAsync(stage, new CrowdPlan(Chance.Seed, Senders: 20, Observers: 6, Rooms: 4, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        var random = new Random(Chance.Seed);
        var (moves, last) = (0, new Dictionary<string, string?>(StringComparer.Ordinal));
        for (var round = 0; round < 6; round++)
        {
            await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);
            foreach (var room in crowd.Rooms)
            {
                var holder = await stage.HolderOfAsync(room);
                moves += last.TryGetValue(room, out var before) && before != holder ? 1 : 0;
                last[room] = holder;
                await stage.MoveAsync(room, random, stop);
            }
        }

        await crowd.MustHoldAsync("R21", stop);
        var spread = TimeSpan.Zero;
        foreach (var room in crowd.Rooms)
        {
            var times = crowd.Observers[0].Views.Single(view => view.Room == room).Entities("message")
                .OrderBy(message => long.Parse(message.Key, CultureInfo.InvariantCulture))
                .Select(message => message.Value.GetProperty("at").GetDateTimeOffset())
                .ToList();
            Assert.Equal(times.Order(), times);
            spread = times[^1] - times[0] > spread ? times[^1] - times[0] : spread;
        }

        RunLog.Print($"R21: {moves} moves between clocks 2 h fast and right; times within one room span {spread}");
        Assert.True(spread > TimeSpan.FromHours(1), "No room was ever at a silo with another clock.");
    }
}
