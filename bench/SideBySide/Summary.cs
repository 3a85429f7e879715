using System.Globalization;
using System.Text.Json.Nodes;

namespace Halle.Bench.SideBySide;

/// <summary>A scenario's results side by side: the mean of each contestant's runs.</summary>
internal static class Summary
{
    /// <summary>One run, to read while the next begins.</summary>
    public static string Line(Result result) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {result.Name,-8} {result.ServerMicrosPerDelivery,6:F2} µs/delivery  {result.IdleMicros,6:F1} µs/s and connection  p50 {result.P50Ms,6:F1} ms  p99 {result.P99Ms,6:F1} ms  {result.DeliveriesPerSecond,8:F0} deliveries/s  {result.KbPerConnection,5:F1} KB/connection  {result.RecordsPerReader,6:F1} records/reader  {result.Delivered}/{result.Expected} delivered, {result.Closed} hung up on, in {result.ConnectSeconds:F0} s")
        + (result.GrainCalls is var (tenth, all) ? string.Create(CultureInfo.InvariantCulture, $", {all} grain calls ({tenth} when a tenth of them came)") : "");

    /// <summary>Prints ratios to each peer; returns one line of JSON.</summary>
    /// <param name="names">Who was to play; null stands for one without a result.</param>
    public static string Of(Scenario scenario, IReadOnlyList<string> names, IReadOnlyList<Result> results)
    {
        var means = results.GroupBy(result => result.Name, StringComparer.Ordinal).Select(runs => Mean([.. runs])).ToList();
        var ours = means.Find(mean => string.Equals(mean.Name, names[0], StringComparison.Ordinal));
        foreach (var peer in means.Where(mean => ours is not null && mean != ours))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {ours!.Name} / {peer.Name}: CPU per delivery {ours.ServerMicrosPerDelivery / peer.ServerMicrosPerDelivery:F2}, CPU per connection {ours.IdleMicros / peer.IdleMicros:F2}, memory {ours.KbPerConnection / peer.KbPerConnection:F2}"));
        }

        var line = new JsonObject { ["scenario"] = scenario.Name };
        foreach (var name in names)
        {
            line[name] = null;
        }

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
            if (mean.GrainCalls is var (tenth, all))
            {
                line[mean.Name]!["deliveriesPerClient"] = Round(mean.RecordsPerReader, 1);
                line[mean.Name]!["grainCalls"] = all;
                line[mean.Name]!["grainCallsOfATenth"] = tenth;
            }
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
        RecordsPerReader = of.Average(result => result.RecordsPerReader),
    };

    // A peer that delivered nothing has no such figure: JSON knows no infinity.
    private static double? Round(double value, int digits) => double.IsFinite(value) ? Math.Round(value, digits) : null;
}
