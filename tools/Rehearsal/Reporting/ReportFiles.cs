using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Halle.Rehearsal.Reporting;

/// <summary>The verdict as a page for people, in one file, and as JSON for programs.</summary>
internal static class ReportFiles
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:#1b1b1b;background:#fff}
        h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}
        .pass{color:#0b6b2f}.fail{color:#b00020}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #ddd}
        td.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto}
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteJson(Verdict verdict, string path) => File.WriteAllText(path, JsonSerializer.Serialize(verdict, Json) + "\n");

    public static void WriteHtml(Verdict verdict, string path) => File.WriteAllText(path, Html(verdict));

    internal static string Html(Verdict verdict)
    {
        var page = new StringBuilder();
        var (word, name) = verdict.Passed ? ("passed", "pass") : ("failed", "fail");
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Rehearsal: {E(verdict.Scenario)} {word}</title>")
            .Append(CultureInfo.InvariantCulture, $"<style>{Style}</style></head>\n<body><h1>{E(verdict.Scenario)} <span class=\"{name}\">{word}</span></h1>")
            .Append(CultureInfo.InvariantCulture, $"<p>{E(verdict.About)}</p><p>{E(verdict.Server)}, {verdict.At:yyyy-MM-dd HH:mm} UTC, {verdict.Seconds:0} s, scale {verdict.Scale:0.###}, stretched {verdict.Stretch:0.###}</p>\n");
        Table(page, "Objectives", verdict.Objectives.Select(judged => (
            judged.What,
            string.Create(CultureInfo.InvariantCulture, $"{judged.Actual:0.##}"),
            string.Create(CultureInfo.InvariantCulture, $"{judged.Sense} {judged.Limit:0.##}"),
            judged.Passed ? "pass" : "fail")));
        Chart(page, "From send to shown", "ms", verdict, ("p50", second => second.P50Ms), ("p99", second => second.P99Ms));
        Chart(page, "Messages shown", "a second", verdict, ("shown", second => second.ShownPerSecond));
        Chart(page, "People connected", "people", verdict, ("connected", second => second.Connected));
        if (verdict.Timeline.Any(second => second.ServerCores is not null))
        {
            Chart(page, "Server CPU", "cores", verdict, ("cores", second => second.ServerCores ?? double.NaN));
            Chart(page, "Server memory", "MB", verdict, ("resident", second => second.ServerMegabytes ?? double.NaN));
        }

        Times(page, verdict.Figures);
        Table(page, "Figures", JsonSerializer.SerializeToElement(verdict.Figures, Json).EnumerateObject()
            .Where(figure => figure.Value.ValueKind == JsonValueKind.Number)
            .Select(figure => (Words(figure.Name), figure.Value.GetRawText(), "", "")));
        Table(page, "Server processes: CPU s, MB at most", verdict.Figures.ServerProcesses.Select(one => (
            one.Address,
            string.Create(CultureInfo.InvariantCulture, $"{one.CpuSeconds:0.0}"),
            string.Create(CultureInfo.InvariantCulture, $"{one.PeakMegabytes:0}"),
            "")));
        Table(page, "What went wrong", verdict.Troubles.Select(trouble => (
            trouble.Key, trouble.Value.ToString(CultureInfo.InvariantCulture), "", "")));
        return page.Append("</body></html>\n").ToString();
    }

    private static void Times(StringBuilder page, Figures figures)
    {
        page.Append("<h2>Times, ms</h2><table><tr><th></th><th>p50</th><th>p95</th><th>p99</th><th>p99.9</th><th>max</th><th>count</th></tr>");
        foreach (var (what, of) in new[] { ("send to shown", figures.Latency), ("dial to in", figures.Connect), ("call to answer", figures.Answer) })
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{what}</td><td>{of.P50Ms}</td><td>{of.P95Ms}</td><td>{of.P99Ms}</td><td>{of.P999Ms}</td><td>{of.MaxMs}</td><td>{of.Count}</td></tr>");
        }

        page.Append("</table>\n");
    }

    private static void Table(StringBuilder page, string title, IEnumerable<(string What, string Value, string Note, string Verdict)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<h2>{E(title)}</h2><table>");
        foreach (var (what, value, note, verdict) in all)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{E(what)}</td><td class=\"n\">{E(value)}</td><td>{E(note)}</td><td class=\"{verdict}\">{verdict}</td></tr>");
        }

        page.Append("</table>\n");
    }

    private static void Chart(StringBuilder page, string title, string unit, Verdict verdict, params (string Name, Func<Second, double> Value)[] lines)
    {
        var model = new PlotModel { DefaultFontSize = 13, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1) };
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "s", MinimumPadding = 0, MaximumPadding = 0 });
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = unit, Minimum = 0, AxisTitleDistance = 14, MajorGridlineStyle = LineStyle.Dot });
        if (lines.Length > 1)
        {
            model.Legends.Add(new Legend { LegendPosition = LegendPosition.TopRight });
        }

        foreach (var (name, value) in lines)
        {
            var series = new LineSeries { Title = name, StrokeThickness = 1.5 };
            series.Points.AddRange(verdict.Timeline.Select(second => new DataPoint(second.At, value(second))));
            model.Series.Add(series);
        }

        var exporter = new OxyPlot.SvgExporter { Width = 900, Height = 260, IsDocument = false };
        page.Append(CultureInfo.InvariantCulture, $"<h2>{E(title)}</h2>{exporter.ExportToString(model)}\n");
    }

    /// <summary>serverCpuSeconds → server cpu seconds.</summary>
    private static string Words(string name) => string.Concat(name.Select(letter =>
        char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
