using System.Globalization;
using System.Text.Json;
using Halle.Bench.SideBySide;

// Usage: SideBySide HALLE_DLL PLAIN_DLL [READERS] [MESSAGES_PER_SECOND] [SECONDS]
// Plays the same scenario on each server in turn, twice in mirrored order so that a slow minute of the machine hits both, and
// prints ratios: absolute figures of a shared machine mean little.
if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: SideBySide HALLE_DLL PLAIN_DLL [READERS] [MESSAGES_PER_SECOND] [SECONDS]");
    return 2;
}

int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
var readers = Number(2, 1_000);
var rate = Number(3, 10);
var seconds = Number(4, 15);
var scenario = new Scenario($"one-room-{readers}x{rate}", readers, rate, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(seconds));
IContestant halle = new HalleContestant(args[0], 20_480, "booth:edf");
IContestant plain = new PlainContestant(args[1], 20_481);
using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(15));
var results = new List<Result>();
foreach (var contestant in (IContestant[])[halle, plain, plain, halle])
{
    var result = await scenario.RunAsync(contestant, stopping.Token);
    results.Add(result);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-8} {result.ServerMicrosPerDelivery,6:F2} µs/delivery  p50 {result.P50Ms,6:F1} ms  p99 {result.P99Ms,6:F1} ms  {result.DeliveriesPerSecond,8:F0} deliveries/s  {result.KbPerConnection,5:F1} KB/connection  {result.Delivered}/{result.Expected} delivered"));
}

Result Mean(string name)
{
    var of = results.Where(result => string.Equals(result.Name, name, StringComparison.Ordinal)).ToArray();
    return of[0] with
    {
        ServerMicrosPerDelivery = of.Average(result => result.ServerMicrosPerDelivery),
        P99Ms = of.Average(result => result.P99Ms),
        DeliveriesPerSecond = of.Average(result => result.DeliveriesPerSecond),
        KbPerConnection = of.Average(result => result.KbPerConnection),
    };
}

object Figures(Result result) => new
{
    serverMicrosPerDelivery = Math.Round(result.ServerMicrosPerDelivery, 2),
    p99Ms = Math.Round(result.P99Ms, 1),
    deliveriesPerSecond = Math.Round(result.DeliveriesPerSecond),
    kbPerConnection = Math.Round(result.KbPerConnection, 1),
};

var (ours, theirs) = (Mean("halle"), Mean("signalr"));
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"ratio halle / signalr: server CPU per delivery {ours.ServerMicrosPerDelivery / theirs.ServerMicrosPerDelivery:F2}, memory per connection {ours.KbPerConnection / theirs.KbPerConnection:F2}"));
Console.WriteLine(JsonSerializer.Serialize(new { scenario = scenario.Name, halle = Figures(ours), signalr = Figures(theirs) }));
return results.TrueForAll(result => result.Delivered == result.Expected) ? 0 : 1;
