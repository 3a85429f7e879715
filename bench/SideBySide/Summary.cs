using System.Globalization;
using System.Text.Json.Nodes;

namespace Halle.Bench.SideBySide;

/// <summary>A scenario's results side by side: the mean of each contestant's runs.</summary>
internal static class Summary
{
    /// <summary>Prints ratios to each peer; returns one line of JSON.</summary>
    public static string Of(Scenario scenario, IReadOnlyList<Result> results)
    {
        var means = results.GroupBy(result => result.Name, StringComparer.Ordinal).Select(runs => Mean([.. runs])).ToList();
        var ours = means[0];
        foreach (var peer in means.Skip(1))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {ours.Name} / {peer.Name}: CPU per delivery {ours.ServerMicrosPerDelivery / peer.ServerMicrosPerDelivery:F2}, CPU per connection {ours.IdleMicros / peer.IdleMicros:F2}, memory {ours.KbPerConnection / peer.KbPerConnection:F2}"));
        }

        var line = new JsonObject { ["scenario"] = scenario.Name };
        foreach (var mean in means)
        {
            line[mean.Name] = new JsonObject
            {
                ["serverMicrosPerDelivery"] = Round(mean.ServerMicrosPerDelivery, 2),
                ["serverMicrosPerConnectionSecond"] = Round(mean.IdleMicros, 2),
                ["p99Ms"] = Round(mean.P99Ms, 1),
                ["deliveriesPerSecond"] = Round(mean.DeliveriesPerSecond, 0),
                ["kbPerConnection"] = Round(mean.KbPerConnection, 1),
                ["delivered"] = mean.Delivered,
                ["expected"] = mean.Expected,
            };
        }

        return line.ToJsonString();
    }

    private static Result Mean(Result[] of) => of[0] with
    {
        Delivered = of.Sum(result => result.Delivered),
        Expected = of.Sum(result => result.Expected),
        ServerMicrosPerDelivery = of.Average(result => result.ServerMicrosPerDelivery),
        IdleMicros = of.Average(result => result.IdleMicros),
        P99Ms = of.Average(result => result.P99Ms),
        DeliveriesPerSecond = of.Average(result => result.DeliveriesPerSecond),
        KbPerConnection = of.Average(result => result.KbPerConnection),
    };

    // A peer that delivered nothing has no such figure: JSON knows no infinity.
    private static double? Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;
}
