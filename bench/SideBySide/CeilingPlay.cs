using System.Globalization;

namespace Halle.Bench.SideBySide;

/// <summary>
/// Steps the rate up until messages are late, are missing, refused or not answered, or the server takes in less than is written; the last good step counts.
/// </summary>
internal static class CeilingPlay
{
    private const double Step = 1.2;

    public static async Task<Result> RunAsync(Scenario scenario, IContestant contestant, CancellationToken cancellationToken)
    {
        using var house = await House.OpenAsync(scenario, contestant, enters: true, cancellationToken);
        await house.WriteAsync(scenario.MessagesPerSecond, scenario.WarmUp, cancellationToken);
        (double Rate, Result Result)? best = null;
        for (var rate = scenario.MessagesPerSecond; ; rate *= Step)
        {
            Result result;
            try
            {
                result = await SteadyPlay.MeasureAsync(house, contestant.Name, scenario, rate, scenario.Length, cancellationToken);
            }
            catch (Exception end) when (best is not null && end is RefusedException or IOException)
            {
                // IOException: a call was not answered within its time, or the server hung up.
                var (reached, good) = best.Value;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {contestant.Name} {rate:F0} messages/s: {end.Message} Reached: {reached:F0} messages/s, {good.DeliveriesPerSecond:F0} deliveries/s"));
                return good;
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    {contestant.Name} {rate:F0} messages/s: {result.DeliveriesPerSecond:F0} deliveries/s, p50 {result.P50Ms:F0} ms, p99 {result.P99Ms:F0} ms, {result.ServerMicrosPerDelivery:F2} µs/delivery"));
            if (result.P99Ms > Scenario.LateMs || result.Delivered < result.Expected || result.Messages < 0.95 * rate * scenario.Length.TotalSeconds)
            {
                return best?.Result ?? result;
            }

            best = (rate, result);
        }
    }
}
