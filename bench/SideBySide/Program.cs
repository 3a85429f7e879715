using System.Globalization;
using Halle.Bench.SideBySide;
using Halle.Rehearsal.Sockets;

// Usage: SideBySide ROOT [SCENARIO…]
// Plays each scenario on each server in turn, then once more in mirrored order so that a slow minute of the machine hits all, and prints
// ratios: absolute figures of a shared machine mean little. It ends with one line of JSON for each scenario.
// HALLE_BENCH_ONCE=yes leaves the second pass out; HALLE_BENCH_ONLY=halle,signalr plays those servers alone; HALLE_BENCH_PORT is the first of four ports.
var asked = args.Skip(1).Select(Scenarios.Find).ToList();
if (args.Length == 0 || asked.Contains(null))
{
    Console.Error.WriteLine("Usage: SideBySide ROOT [SCENARIO…]");
    Console.Error.WriteLine($"Scenarios: {string.Join(' ', Scenarios.All.Select(one => one.Name))}, or KIND:ROOMSxREADERS:MESSAGES_PER_SECOND as class:450x33:90");
    return 2;
}

string Server(string folder, string name) => Path.Combine(args[0], folder, "bin", "Release", "net10.0", $"Halle.{name}.dll");
var port = int.Parse(Environment.GetEnvironmentVariable("HALLE_BENCH_PORT") ?? "20480", CultureInfo.InvariantCulture);
string[] wanted = Environment.GetEnvironmentVariable("HALLE_BENCH_ONLY")?.Split(',') ?? [];
using var sockets = new VisitorSockets();
using var halle = new HalleContestant(Server("src/EdgeApi", "EdgeApi"), port, port + 3, sockets);
IContestant[] contestants = [.. new IContestant[]
{
    halle,
    new PlainContestant("signalr", Server("bench/PlainSignalR", "PlainSignalR"), port + 1, sockets),
    new PlainContestant("kestrel", Server("bench/RawKestrel", "RawKestrel"), port + 2, sockets),
}.Where(contestant => wanted.Length == 0 || wanted.Contains(contestant.Name, StringComparer.Ordinal))];
var once = Environment.GetEnvironmentVariable("HALLE_BENCH_ONCE") is not null;
using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(60));
var lines = new List<string>();
var complete = true;
foreach (var scenario in asked.Count > 0 ? asked.OfType<Scenario>() : Scenarios.All)
{
    Console.WriteLine($"{scenario.Name}: {scenario.Rooms} rooms of {scenario.ReadersPerRoom}, {scenario.MessagesPerSecond} messages/s in all");
    var results = new List<Result>();
    var playing = contestants.Where(scenario.IsFor).ToList();
    foreach (var contestant in once ? playing : [.. playing, .. playing.AsEnumerable().Reverse()])
    {
        var result = await scenario.RunAsync(contestant, stopping.Token);
        results.Add(result);
        Console.WriteLine(Summary.Line(result));
        complete &= result.Delivered == result.Expected && result.Closed == 0;
    }

    lines.Add(Summary.Of(scenario, results));
}

lines.ForEach(Console.WriteLine);
return complete ? 0 : 1;
