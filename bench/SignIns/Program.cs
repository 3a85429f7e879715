using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Halle.Bench.SideBySide;
using Halle.Bench.SignIns;

// Usage: SignIns ROOT
// How many people a second come in, as visitors and by class codes, at an embedded server of its own: first visit, ticket, sign-in. Driver and
// server share the machine; the CPU figure is the server's alone.
if (args is not [var root])
{
    Console.Error.WriteLine("Usage: SignIns ROOT");
    return 2;
}

const int Together = 32;
using var stopping = new CancellationTokenSource(TimeSpan.FromMinutes(4));
var data = Directory.CreateTempSubdirectory("halle-sign-ins-");
var links = Path.Combine(data.FullName, "links");
var environment = ImmutableDictionary<string, string>.Empty
    .Add("ASPNETCORE_ENVIRONMENT", "Development")
    .Add("Halle__Storage__Sqlite__Path", Path.Combine(data.FullName, "halle.db"))
    .Add("Halle__AdminUrl", "off")
    .Add("HALLE_LINKS_FILE", links)
    .Add("Logging__LogLevel__Default", "Warning");
using var server = await ServerProcess.StartAsync(
    Path.Combine(root, "src", "EdgeApi", "bin", "Release", "net10.0", "Halle.EdgeApi.dll"), new Uri("http://127.0.0.1:20490"), environment, "/ready", stopping.Token);
using var browsers = new Browsers(server.Address);

var codes = await ReadCodesAsync();
var taken = 0;
await MeasureAsync("visitors, the first", 500, Visitor);
await MeasureAsync("visitors, warming", 4_000, Visitor);
await MeasureAsync("visitors", 5_000, Visitor);
await MeasureAsync("pupils, warming", 3_000, Pupil);
await MeasureAsync("pupils", 5_000, Pupil);
return 0;

Task Visitor(int number) => browsers.SignInAsync("visitor", new { name = "Lecteur " + Letters(number) }, stopping.Token);

Task Pupil(int number) => browsers.SignInAsync("class", new { code = codes[number % codes.Length] }, stopping.Token);

async Task MeasureAsync(string what, int people, Func<int, Task> signIn)
{
    var first = Interlocked.Add(ref taken, people) - people;
    var times = new double[people];
    var (cpu, clock) = (server.CpuTime(), Stopwatch.StartNew());
    await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = stopping.Token }, async (number, _) =>
    {
        var began = Stopwatch.GetTimestamp();
        await signIn(first + number);
        times[number] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    });
    var (elapsed, spent) = (clock.Elapsed, server.CpuTime() - cpu);
    Array.Sort(times);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-20} {people / elapsed.TotalSeconds,6:F0}/s  {spent.TotalMicroseconds / people,6:F0} µs server CPU each  p50 {times[people / 2],6:F1} ms  p99 {times[people * 99 / 100],6:F1} ms"));
}

async Task<string[]> ReadCodesAsync()
{
    using var file = JsonDocument.Parse(await File.ReadAllTextAsync(links, stopping.Token));
    var link = file.RootElement.GetProperty("links").GetProperty("organiser").GetString()!;
    var cookie = await browsers.SignInWithoutTicketAsync("invite", new { token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..] }, stopping.Token);
    var classes = await browsers.GetAsync("/api/classes", cookie, stopping.Token);
    var now = TimeProvider.System.GetUtcNow();
    return [.. classes.GetProperty("classes").EnumerateArray()
        .Where(one => one.GetProperty("opensAt").GetDateTimeOffset() <= now && one.GetProperty("closesAt").GetDateTimeOffset() > now)
        .Select(one => one.GetProperty("code").GetString()!)];
}

// A name of letters alone: figures in names are read as letters.
static string Letters(int number)
{
    var letters = "";
    for (var rest = number + 10_000; rest > 0; rest /= 20)
    {
        letters += "bcdfghjklmnpqrstvwxz"[rest % 20];
    }

    return letters;
}
