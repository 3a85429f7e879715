using System.Globalization;
using Halle.Rehearsal.Judging;

namespace Halle.Rehearsal.Reporting;

/// <summary>Adds up what the processes found. Pure.</summary>
internal static class Summary
{
    public static Figures Of(IReadOnlyList<TallyResult> results, int people, ServerSample? before, ServerSample? after, IReadOnlyDictionary<Uri, double> peaks)
    {
        var records = results.Sum(result => result.Records);
        var shown = results.Sum(result => result.Shown);
        var cpu = results.Sum(result => result.CpuSeconds);
        var reading = results.All(result => result.ReadingCpuSeconds is not null) ? results.Sum(result => result.ReadingCpuSeconds) : null;
        var server = before is null || after is null ? (double?)null : Math.Max(0, after.CpuSeconds - before.CpuSeconds);
        return new Figures
        {
            Latency = Merge(results, result => result.Latencies),
            Connect = Merge(results, result => result.Connects),
            Answer = Merge(results, result => result.Answers),
            People = people,
            Arrived = results.Sum(result => result.Arrived),
            Sent = results.Sum(result => result.Sent),
            Stored = results.Sum(result => result.Stored),
            Expected = results.Sum(result => result.Expected),
            Shown = shown,
            Lost = results.Sum(result => result.Lost),
            Holes = results.Sum(result => result.Holes),
            Strays = results.Sum(result => result.Strays),
            Duplicated = results.Sum(result => result.Duplicated),
            Reordered = results.Sum(result => result.Reordered),
            Resets = results.Sum(result => result.Resets),
            Unsure = results.Sum(result => result.Unsure),
            Waiting = results.Sum(result => result.Waiting),
            Slowed = results.Sum(result => result.Slowed),
            Refused = Troubles(results).Where(pair => !IsOfTheLine(pair.Key)).Sum(pair => (long)pair.Value),
            Failed = results.Sum(result => result.Failed),
            Broken = results.Sum(result => result.Broken),
            Records = records,
            Megabytes = Math.Round(results.Sum(result => result.Bytes) / 1e6, 1),
            RehearsalCpuSeconds = Math.Round(cpu, 1),
            RehearsalMicrosPerRecord = Math.Round(cpu * 1e6 / Math.Max(1, records), 2),
            RehearsalReadingMicrosPerRecord = reading is null ? null : Math.Round(reading.Value * 1e6 / Math.Max(1, records), 2),
            RehearsalKbPerVisitor = KbEach(result => result.ManagedBytes),
            RehearsalResidentKbPerVisitor = KbEach(result => result.ResidentGrowthBytes),
            ServerCpuSeconds = server is null ? null : Math.Round(server.Value, 1),
            ServerMicrosPerDelivery = server is null || shown == 0 ? null : Math.Round(server.Value * 1e6 / shown, 2),
            MetricsEndedEarly = before is not null && after is null,
            ServerPeakMegabytes = peaks.Count == 0 ? null : Math.Round(peaks.Values.Sum(), 1),
            ServerMegabytesBefore = before is null ? null : Math.Round(before.ResidentBytes / 1e6, 1),
            ServerProcesses = before is null || after is null
                ? []
                : [.. before.Each.Zip(after.Each, (was, now) => new ServerProcess(
                    now.Address.GetLeftPart(UriPartial.Authority),
                    Math.Round(now.CpuSeconds - was.CpuSeconds, 1),
                    Math.Round(was.ResidentBytes / 1e6, 1),
                    Math.Max(peaks.GetValueOrDefault(now.Address), Math.Round(now.ResidentBytes / 1e6, 1))))],
        };

        double KbEach(Func<TallyResult, long> bytes) => Math.Round(results.Sum(bytes) / 1024.0 / Math.Max(1, people), 2);
    }

    public static IReadOnlyDictionary<string, int> Troubles(IReadOnlyList<TallyResult> results) => results
        .SelectMany(result => result.Troubles)
        .GroupBy(pair => pair.Key, StringComparer.Ordinal)
        .OrderByDescending(group => group.Sum(pair => pair.Value))
        .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal);

    /// <summary>The verdict in the console: objectives first, then figures, then what went wrong.</summary>
    public static void Print(Verdict verdict, TextWriter output)
    {
        var figures = verdict.Figures;
        var reading = figures.RehearsalReadingMicrosPerRecord is { } micros
            ? string.Create(CultureInfo.InvariantCulture, $"; the reading threads alone {micros}")
            : "";
        output.WriteLine();
        foreach (var judged in verdict.Objectives)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {(judged.Passed ? "pass" : "FAIL")}  {judged.What}: {judged.Actual:0.##} ({judged.Sense} {judged.Limit:0.##})"));
        }

        output.WriteLine();
        Line("send to shown", figures.Latency);
        Line("dial to in", figures.Connect);
        Line("call to answer", figures.Answer);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {figures.Arrived} of {figures.People} people in; {figures.Stored} of {figures.Sent} messages stored, shown {figures.Shown} times; "
            + $"{figures.Records} records, {figures.Megabytes} MB"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  lost {figures.Lost}, steps missed {figures.Holes}, without a picture {figures.Strays}, duplicated {figures.Duplicated}, reordered {figures.Reordered}; "
            + $"resets {figures.Resets}, unsure {figures.Unsure}, still waiting {figures.Waiting}, asked to wait {figures.Slowed}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  rehearsal: {figures.RehearsalCpuSeconds} s CPU, {figures.RehearsalMicrosPerRecord} µs a record (signing in and connecting included"
            + $"{reading}), "
            + $"{figures.RehearsalKbPerVisitor} KB managed and {figures.RehearsalResidentKbPerVisitor} KB resident a visitor"));
        if (figures.MetricsEndedEarly)
        {
            output.WriteLine("  server: its metrics did not answer at the end, so nothing is known of its CPU");
        }

        if (figures.ServerCpuSeconds is { } cpu)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  server: {cpu} s CPU, {figures.ServerMicrosPerDelivery} µs a message shown, {figures.ServerMegabytesBefore} MB before, {figures.ServerPeakMegabytes} MB at most"));
        }

        foreach (var process in figures.ServerProcesses)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    {process.Address}: {process.CpuSeconds} s CPU, {process.MegabytesBefore} MB before, {process.PeakMegabytes} MB at most"));
        }

        foreach (var (what, count) in verdict.Troubles.Take(12))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count} × {what}"));
        }

        output.WriteLine();
        output.WriteLine(verdict.Passed ? $"PASS {verdict.Scenario}" : $"FAIL {verdict.Scenario}: {string.Join(", ", verdict.Objectives.Where(one => !one.Passed).Select(one => one.What))}");

        void Line(string what, Percentiles of) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-15} p50 {of.P50Ms,8:0.0}  p95 {of.P95Ms,8:0.0}  p99 {of.P99Ms,8:0.0}  p99.9 {of.P999Ms,8:0.0}  max {of.MaxMs,8:0.0} ms  ({of.Count})"));
    }

    private static Percentiles Merge(IReadOnlyList<TallyResult> results, Func<TallyResult, long[]> which)
    {
        var all = new Histogram();
        foreach (var result in results)
        {
            all.Add(Histogram.Unpack(which(result)));
        }

        return Percentiles.Of(all);
    }

    /// <summary>A line that broke or took several tries, and who is not in, is counted as such, and no refusal.</summary>
    private static bool IsOfTheLine(string trouble) =>
        trouble.StartsWith("line broken", StringComparison.Ordinal) || trouble.StartsWith("connect:", StringComparison.Ordinal)
        || trouble.StartsWith("not in:", StringComparison.Ordinal);
}
