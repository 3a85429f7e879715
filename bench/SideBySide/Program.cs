using System.Runtime.InteropServices;
using Halle.Bench.SideBySide;
using Halle.Bench.SideBySide.Curves;

// Usage: SideBySide ROOT [SCENARIO…]
// Plays each scenario on each server in turn, then once more in mirrored order so that a slow minute of the machine hits all, and prints
// ratios: absolute figures of a shared machine mean little. It ends with one line of JSON for each scenario, also when it is interrupted, when its time
// is over or when a server fails: of what was measured until then, null for a server that was not, and with exit code 1.
// HALLE_BENCH_ONCE=yes leaves the second pass out; HALLE_BENCH_ONLY=halle,signalr plays those servers alone; HALLE_BENCH_PORT is the first of four ports;
// HALLE_BENCH_SERVER_NAME=VALUE sets NAME for the servers alone.
// SideBySide ROOT curve NAME measures how cost grows along one thing and draws it into docs/curves; eng/curves.sh calls it.
using var stopping = new CancellationTokenSource(TimeSpan.FromHours(3));
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (args is [_, "curve", var asCurve, ..])
{
    return await DrawAsync(asCurve, args[3..]);
}

var asked = args.Skip(1).Select(Scenarios.Find).ToList();
if (args.Length == 0 || asked.Contains(null))
{
    Console.Error.WriteLine("Usage: SideBySide ROOT [SCENARIO…]");
    Console.Error.WriteLine($"Scenarios: {string.Join(' ', Scenarios.All.Select(one => one.Name))}, or KIND:ROOMSxREADERS:MESSAGES_PER_SECOND as class:450x33:90");
    return 2;
}

using var company = new Company(args[0]);
var contestants = company.Wanted;
var once = Environment.GetEnvironmentVariable("HALLE_BENCH_ONCE") is not null;
var lines = new List<string>();
var complete = true;
try
{
    foreach (var scenario in asked.Count > 0 ? asked.OfType<Scenario>() : Scenarios.All)
    {
        var results = new List<Result>();
        try
        {
            await PlayAsync(scenario, results);
        }
        finally
        {
            lines.Add(Summary.Of(scenario, [.. contestants.Where(scenario.IsFor).Select(one => one.Name)], results));
        }
    }
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("Ended before everything was measured.");
    complete = false;
}
finally
{
    lines.ForEach(Console.WriteLine);
}

return complete ? 0 : 1;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

async Task PlayAsync(Scenario scenario, List<Result> results)
{
    Console.WriteLine($"{scenario.Name}: {scenario.Rooms} rooms of {scenario.ReadersPerRoom}, {scenario.MessagesPerSecond} messages/s in all");
    var playing = contestants.Where(scenario.IsFor).ToList();
    foreach (var contestant in once ? playing : [.. playing, .. playing.AsEnumerable().Reverse()])
    {
        try
        {
            var result = await scenario.RunAsync(contestant, stopping.Token);
            results.Add(result);
            Console.WriteLine(Summary.Line(result));
            complete &= result.Delivered == result.Expected && result.Closed == 0;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            // One server's failure is its own: the others are still measured.
            Console.Error.WriteLine($"  {contestant.Name} was not measured: {failure.Message}");
            complete = false;
        }
    }
}

async Task<int> DrawAsync(string name, string[] reports)
{
    var folder = Path.Combine(args[0], "docs", "curves");
    if (string.Equals(name, EdgesCurve.Name, StringComparison.Ordinal))
    {
        CurvePictures.Write(folder, name, EdgesCurve.Along, [EdgesCurve.Read(reports, from: 80)]);
        return 0;
    }

    if (Curve.All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal)) is not { } curve)
    {
        Console.Error.WriteLine($"Curves: {string.Join(' ', Curve.All.Select(one => one.Name))} {EdgesCurve.Name}");
        return 2;
    }

    using var peers = new Company(args[0]);
    var measured = new List<Line>();
    foreach (var contestant in peers.Wanted)
    {
        measured.Add(await curve.MeasureAsync(contestant, stopping.Token));
    }

    CurvePictures.Write(folder, curve.Name, curve.Along, measured);
    return 0;
}
