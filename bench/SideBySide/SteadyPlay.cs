using System.Diagnostics;

namespace Halle.Bench.SideBySide;

/// <summary>So many messages a second for so long; with none, what people cost who only listen.</summary>
internal static class SteadyPlay
{
    public static async Task<Result> RunAsync(Scenario scenario, IContestant contestant, CancellationToken cancellationToken)
    {
        using var house = await House.OpenAsync(scenario, contestant, enters: true, cancellationToken);
        await house.WriteAsync(scenario.MessagesPerSecond, scenario.WarmUp, cancellationToken);
        return await MeasureAsync(house, contestant.Name, scenario, scenario.MessagesPerSecond, scenario.Length, cancellationToken);
    }

    public static async Task<Result> MeasureAsync(
        House house, string name, Scenario scenario, double messagesPerSecond, TimeSpan length, CancellationToken cancellationToken,
        int? rooms = null)
    {
        var readers = scenario.RoomByRoom ? scenario.ReadersPerRoom : house.People / scenario.Rooms;
        var deliveries = house.Deliveries;
        deliveries.Begin();
        var before = house.Server.CpuTime();
        var clock = Stopwatch.StartNew();
        var sent = await house.WriteAsync(messagesPerSecond, length, cancellationToken, rooms);
        var expected = (long)sent * readers;
        await house.SettleAsync(expected, cancellationToken);
        var elapsed = clock.Elapsed;
        deliveries.End();
        var cpu = house.Server.CpuTime() - before;
        return new Result(
            name,
            sent,
            deliveries.Count,
            expected,
            deliveries.Closed,
            deliveries.Count == 0 ? double.NaN : cpu.TotalMicroseconds / deliveries.Count,
            cpu.TotalMicroseconds / elapsed.TotalSeconds / house.People,
            deliveries.PercentileMs(0.50),
            deliveries.PercentileMs(0.99),
            deliveries.Count / elapsed.TotalSeconds,
            (double)deliveries.Records / house.People,
            house.KbPerConnection,
            house.ConnectSeconds);
    }
}
