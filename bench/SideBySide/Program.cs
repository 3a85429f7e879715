using System.Globalization;
using Halle.Bench.SideBySide;
using Halle.Rehearsal.Sockets;

// Usage: SideBySide BUILD_FOLDER [SCENARIO…]
// Plays each scenario on each server in turn, then once more in mirrored order so that a slow minute of the machine hits all, and prints
// ratios: absolute figures of a shared machine mean little. The last line is one JSON object for each scenario.
var known = Scenarios.All;
if (args.Length < 1 || args.Skip(1).FirstOrDefault(name => Scenarios.Find(name) is null) is { } unknown && args.Length > 1)
{
    Console.Error.WriteLine($"Usage: SideBySide ROOT [SCENARIO…]\nScenarios: {string.Join(' ', known.Select(one => one.Name))}, or rooms:READERS:RATE as class:450x33:90");
    return 2;
}

string Server(string folder, string name) => Path.Combine(args[0], folder, "bin", "Release", "net10.0", $"Halle.{name}.dll");
string[] wanted = Environment.GetEnvironmentVariable("HALLE_BENCH_ONLY")?.Split(',') ?? [];
using var sockets = new VisitorSockets();
using var halle = new HalleContestant(Server("src/EdgeApi", "EdgeApi"), 20_480, sockets);
IContestant[] contestants = [.. new IContestant[]
{
    halle,
    new PlainContestant("signalr", Server("bench/PlainSignalR", "PlainSignalR"), 20_481, sockets),
    new PlainContestant("kestrel", Server("bench/RawKestrel", "RawKestrel"), 20_482, sockets),
}.Where(contestant => wanted.Length == 0 || wanted.Contains(contestant.Name, StringComparer.Ordinal))];
var once = Environment.GetEnvironmentVariable("HALLE_BENCH_ONCE") is not null;
using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(60));
var lines = new List<string>();
var complete = true;
foreach (var scenario in args.Length > 1 ? args.Skip(1).Select(name => Scenarios.Find(name)!) : known)
{
    Console.WriteLine($"{scenario.Name}: {scenario.Rooms} rooms of {scenario.ReadersPerRoom}, {scenario.MessagesPerSecond} messages/s in all");
    var results = new List<Result>();
    foreach (var contestant in once ? contestants : [.. contestants, .. contestants.Reverse()])
    {
        var result = await scenario.RunAsync(contestant, stopping.Token);
        results.Add(result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Name,-8} {result.ServerMicrosPerDelivery,6:F2} µs/delivery  {result.IdleMicros,6:F1} µs/s and connection  p50 {result.P50Ms,6:F1} ms  p99 {result.P99Ms,6:F1} ms  {result.DeliveriesPerSecond,8:F0} deliveries/s  {result.KbPerConnection,5:F1} KB/connection  {result.RecordsPerReader,6:F1} records/reader  {result.Delivered}/{result.Expected} delivered, {result.Closed} hung up on, in {result.ConnectSeconds:F0} s"));
        complete &= result.Delivered == result.Expected && result.Closed == 0;
    }

    lines.Add(Summary.Of(scenario, results));
}

lines.ForEach(Console.WriteLine);
return complete ? 0 : 1;
