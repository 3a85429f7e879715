using System.Diagnostics;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.Faults.Proxy;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R19: the store is away, in the three ways stores are away.</summary>
[Collection(SharedStage.Name)]
public sealed class R19_StoreAway(FaultStage stage)
{
    /// <summary>Writes that were under way when the store went may still be answered.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(1);

    [Theory(
        DisplayName = "[R19] the store is away: nothing is acknowledged, reading and presence go on, senders get a code within 3 s, all is drained 10 s after its return",
        Timeout = 300_000, Explicit = true)]
    [InlineData("stopped")]
    [InlineData("refused")]
    [InlineData("503")]
    [Trait("Goal", "R19")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Nothing_is_acknowledged_meanwhile(string how)
    {
        var stop = TestContext.Current.CancellationToken;
        var away = TimeSpan.FromSeconds(Chance.Either(full: how is "503" ? 30 : 60, fast: 8));
        await using var crowd = await Crowd.GatherAsync(
            stage, new CrowdPlan(Chance.Seed, Senders: 30, Observers: 6, Rooms: 3, TimeSpan.FromMilliseconds(250)), stop);
        crowd.Write(stop);
        await crowd.MoreAckedAsync(100, TimeSpan.FromSeconds(30), stop);

        await GoAsync(how);
        var gone = crowd.Recorder.Now;
        var watch = Stopwatch.StartNew();
        await ReadingGoesOnAsync(crowd, crowd.Rooms[0], stop);
        await Eventually.BecomesTrueAsync(() => watch.Elapsed >= away, "the outage is over", () => $"{watch.Elapsed}", away * 2, stop);
        var back = crowd.Recorder.Now;
        await ComeBackAsync(how);

        // Drained: a message from after the return is acknowledged in each room, and with it all of before.
        await Eventually.BecomesTrueAsync(
            () => crowd.AnswersAfter(back).Count == crowd.Rooms.Count, "all rooms answer", () => $"{crowd.AnswersAfter(back).Count}", TimeSpan.FromSeconds(30), stop);
        await crowd.RestAsync(stop);
        var drained = (crowd.Recorder.Now - back) / 1_000_000.0;
        var (acked, answers) = Meanwhile(crowd.Recorder, gone + (long)UnderWay.TotalMicroseconds, back);
        RunLog.Print($"R19 {how}: {away.TotalSeconds:0} s away; {acked} acknowledged meanwhile, {answers.Count} answers with a code after {Quantile.Describe(answers)}; all answered {drained:0.0} s after its return");
        await crowd.MustHoldAsync("R19 " + how, stop);
        Assert.Equal(0, acked);
        Assert.True(answers.Count >= crowd.Senders.Count, $"{answers.Count} answers");
        Assert.True(Quantile.Of(answers, 0.99) <= 3, Quantile.Describe(answers));
        Assert.True(drained <= 10, $"{drained:0.0} s");
        Assert.DoesNotContain(crowd.Senders.SelectMany(sender => sender.Refusals), code => code is not ("storage_unavailable" or "busy" or "unavailable"));
    }

    private Task GoAsync(string how)
    {
        if (how is "stopped")
        {
            return stage.Cluster.SignalAsync("azurite", "STOP");
        }

        stage.Store.Fault = how is "refused" ? ProxyFault.Refused : ProxyFault.Unavailable;
        return Task.CompletedTask;
    }

    private Task ComeBackAsync(string how)
    {
        stage.Store.Fault = ProxyFault.None;
        return how is "stopped" ? stage.Cluster.SignalAsync("azurite", "CONT") : Task.CompletedTask;
    }

    /// <summary>A newcomer to a room that is open is shown it and is counted; who comes at the other edge, and goes, changes the count.</summary>
    private async Task ReadingGoesOnAsync(Crowd crowd, string room, CancellationToken stop)
    {
        var who = await SignedIn.VisitorAsync(stage.Cluster.Edge2, "Nouvelle venue", stop);
        await using var newcomer = new LiveClient(who, recorder: null, seed: 7);
        var view = await newcomer.EnterAsync(room, TimeSpan.FromSeconds(3), stop);
        Assert.NotEmpty(view.Entities("message"));

        // The room's senders and observers, and now one more.
        var present = (crowd.Senders.Count / crowd.Rooms.Count) + crowd.Observers.Count + 1;
        await CountsAsync(present);
        await using (var another = new LiveClient(await SignedIn.VisitorAsync(stage.Cluster.Edge1, "Passante", stop), recorder: null, seed: 8))
        {
            await another.EnterAsync(room, TimeSpan.FromSeconds(3), stop);
            await CountsAsync(present + 1);
            await another.LeaveAsync(room, stop);
        }

        await CountsAsync(present);

        Task CountsAsync(int expected) =>
            Eventually.BecomesTrueAsync(() => view.Present == expected, $"{expected} are told to be there", () => $"{view.Present}", TimeSpan.FromSeconds(10), stop);
    }

    /// <summary>What was acknowledged between two moments, and how long every other answer took, in seconds.</summary>
    private static (int Acked, List<double> Answers) Meanwhile(Recorder recorder, long from, long to)
    {
        var sent = new Dictionary<(string Sender, string ClientId), long>();
        var answers = new List<double>();
        var acked = 0;
        foreach (var record in recorder.Records.Where(record => record.T < to))
        {
            if (record is Invoked invoked)
            {
                sent[(invoked.Sender, invoked.ClientId)] = invoked.T;
            }
            else if (record is Acked ok && ok.T >= from)
            {
                acked++;
            }
            else if (record is Unsure unsure && sent[(unsure.Sender, unsure.ClientId)] >= from)
            {
                answers.Add((unsure.T - sent[(unsure.Sender, unsure.ClientId)]) / 1_000_000.0);
            }
        }

        return (acked, answers);
    }
}
