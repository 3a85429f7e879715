using System.Diagnostics;

namespace Halle.Bench.SideBySide;

/// <summary>
/// A tenth of the people enter one room, then all of them another, both within the same time. What each is sent meanwhile, and how often grains
/// are called, must not grow with their number.
/// </summary>
internal static class StormPlay
{
    /// <summary>Presence is told once a second: the last arrivals have been told by then.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(2);

    public static async Task<Result> RunAsync(Scenario scenario, IContestant contestant, CancellationToken cancellationToken)
    {
        using var house = await House.OpenAsync(scenario, contestant, enters: false, cancellationToken);
        await Task.Delay(scenario.WarmUp, cancellationToken);
        var tenth = await EnterAsync(house, contestant, room: 0, scenario.Readers / 10, scenario.Length, cancellationToken);
        var before = house.Server.CpuTime();
        var all = await EnterAsync(house, contestant, room: 1, scenario.Readers, scenario.Length, cancellationToken);
        var cpu = house.Server.CpuTime() - before;
        return new Result(
            contestant.Name,
            Messages: 0,
            Delivered: 0,
            Expected: 0,
            house.Deliveries.Closed,
            cpu.TotalMicroseconds / Math.Max(1, all.Records),
            cpu.TotalMicroseconds / all.Seconds / scenario.Readers,
            all.EnterP50Ms,
            all.EnterP99Ms,
            all.Records / all.Seconds,
            (double)all.Records / scenario.Readers,
            house.KbPerConnection,
            house.ConnectSeconds,
            tenth.GrainCalls is { } few && all.GrainCalls is { } many ? (few, many) : null);
    }

    private static async Task<(long Records, double Seconds, long? GrainCalls, double EnterP50Ms, double EnterP99Ms)> EnterAsync(
        House house, IContestant contestant, int room, int people, TimeSpan within, CancellationToken cancellationToken)
    {
        var calls = await contestant.GrainCallsAsync(cancellationToken);
        house.Deliveries.Begin();
        var records = house.Deliveries.Records;
        var answers = new Rehearsal.Judging.Histogram();
        var clock = Stopwatch.StartNew();
        var entering = new List<Task>(people);
        for (var number = 0; number < people; number++)
        {
            entering.Add(OneAsync(house.Sockets[number]));
            var due = (within * (number + 1.0) / people) - clock.Elapsed;
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due, cancellationToken);
            }
        }

        await Task.WhenAll(entering);
        await Task.Delay(Aftermath, cancellationToken);
        house.Deliveries.End();
        return (
            house.Deliveries.Records - records,
            clock.Elapsed.TotalSeconds,
            await contestant.GrainCallsAsync(cancellationToken) - calls,
            answers.PercentileMs(0.5),
            answers.PercentileMs(0.99));

        async Task OneAsync(Halle.Rehearsal.Sockets.VisitorSocket visitor)
        {
            var started = Stopwatch.GetTimestamp();
            await contestant.EnterAsync(visitor, room);
            answers.Add((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
    }
}
