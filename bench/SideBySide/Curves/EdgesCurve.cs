using System.Text.Json;

namespace Halle.Bench.SideBySide.Curves;

/// <summary>The curve over edges comes from rehearsals of a cluster, one for each number of edges: here only what they reported is read.</summary>
internal static class EdgesCurve
{
    public const string Name = "edges";
    public const string Along = "edges, 3 000 readers of one room among them, 10 messages/s";

    /// <param name="reports">In each file's name, before the dot, the number of edges.</param>
    /// <param name="from">Seconds from the beginning after which everybody is in and the code compiled.</param>
    public static Line Read(IEnumerable<string> reports, double from)
    {
        var line = new Line("halle, all its processes", []);
        foreach (var (edges, path) in reports.Select(path => (int.Parse(Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture), path)).Order())
        {
            var verdict = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
            var seconds = verdict.GetProperty("timeline").EnumerateArray()
                .Where(second => second.GetProperty("at").GetDouble() >= from && second.GetProperty("serverCores").ValueKind == JsonValueKind.Number)
                .ToList();
            var figures = verdict.GetProperty("figures");
            var shown = seconds.Sum(second => second.GetProperty("shownPerSecond").GetDouble());
            line.Points.Add(new Measured(
                edges,
                Math.Round(seconds.Sum(second => second.GetProperty("serverCores").GetDouble()) * 1e6 / shown, 2),
                figures.GetProperty("latency").GetProperty("p99Ms").GetDouble(),
                Growth(figures),
                figures.GetProperty("lost").GetInt64()));
        }

        return line;
    }

    /// <summary>By how much all processes together have grown at most since nobody was there, in KB for each visitor.</summary>
    private static double? Growth(JsonElement figures) =>
        figures.GetProperty("serverMegabytesBefore") is { ValueKind: JsonValueKind.Number } before
        && figures.GetProperty("serverPeakMegabytes") is { ValueKind: JsonValueKind.Number } peak
            ? Math.Round((peak.GetDouble() - before.GetDouble()) * 1e3 / figures.GetProperty("people").GetInt32(), 1)
            : null;
}
