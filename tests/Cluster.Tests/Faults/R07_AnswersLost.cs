using Halle.Cluster.Tests.Faults.Proxy;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R7: answers get lost on the way, so clients send again; a silo dies between the two sendings.</summary>
[Collection(SharedStage.Name)]
public sealed class R07_AnswersLost(FaultStage stage)
{
    [Fact(DisplayName = "[R7] 30 % of the answers are lost and everything is sent again: nothing is there twice, also over the death of a silo", Timeout = 300_000, Explicit = true)]
    [Trait("Goal", "R7")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task A_resend_is_the_same_message()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var crowd = await Crowd.GatherAsync(
            stage,
            new CrowdPlan(Chance.Seed, Senders: 40, Observers: 6, Rooms: 3, TimeSpan.FromMilliseconds(200)) { ThroughProxies = true, AnswerWithin = TimeSpan.FromSeconds(1) },
            stop);
        foreach (var proxy in stage.EdgeProxies)
        {
            proxy.LeavesOut = static (payload, random) => FaultProxy.IsReceipt(payload) && random.NextDouble() < 0.3;
        }

        // A proxy that was not asked to leave anything out copies bytes; only connections made from now on go frame by frame.
        foreach (var proxy in stage.EdgeProxies)
        {
            proxy.Cut(1);
        }

        await crowd.AllInAsync(TimeSpan.FromSeconds(20), stop);
        crowd.Write(stop);
        for (var round = 0; round < Chance.Either(full: 6, fast: 1); round++)
        {
            await crowd.MoreAckedAsync(Chance.Either(300, 200), TimeSpan.FromSeconds(40), stop);
            var name = await stage.HolderOfAsync(crowd.Rooms[round % 3]) ?? "silo1";
            await stage.Cluster.KillAsync(name, stop);
            await crowd.MoreAckedAsync(Chance.Either(300, 200), TimeSpan.FromSeconds(40), stop);
            await stage.Cluster.UpAsync(name, stop);
        }

        await crowd.RestAsync(stop);
        foreach (var proxy in stage.EdgeProxies)
        {
            proxy.LeavesOut = null;
        }

        var resent = crowd.Recorder.Records.OfType<Invoked>().GroupBy(invoked => invoked.ClientId).Select(group => group.Count()).Where(count => count > 1).ToList();
        var lost = stage.EdgeProxies.Sum(proxy => proxy.LeftOut);
        RunLog.Print($"R7: {lost} answers were left out, {resent.Count} messages were sent again, one of them {resent.DefaultIfEmpty().Max()} times");
        var figures = await crowd.MustHoldAsync("R7", stop);
        Assert.True(lost > 100 && resent.Count > 100, $"{lost} answers lost, {resent.Count} messages resent");
        Assert.Equal(figures.Acked, figures.Stored);
    }
}
