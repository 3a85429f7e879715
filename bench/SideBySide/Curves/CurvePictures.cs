using System.Text.Json;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Halle.Bench.SideBySide.Curves;

/// <summary>Keeps what was measured beside its pictures, so that they can be drawn again.</summary>
internal static class CurvePictures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes <c>NAME.json</c> and three pictures, <c>NAME-cpu.svg</c>, <c>NAME-p99.svg</c> and <c>NAME-memory.svg</c>.</summary>
    public static void Write(string folder, string name, string along, IReadOnlyList<Line> lines)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(new { along, lines }, Json) + "\n");
        Draw("cpu", "server CPU per delivery, µs", point => point.MicrosPerDelivery, logarithmic: true);
        Draw("p99", "p99 from send to shown, ms", point => point.P99Ms, logarithmic: false);
        if (lines.Any(line => line.Points.Exists(point => point.KbPerConnection is not null)))
        {
            Draw("memory", "resident memory per connection, KB", point => point.KbPerConnection ?? double.NaN, logarithmic: true);
        }

        void Draw(string what, string title, Func<Measured, double> value, bool logarithmic)
        {
            var model = new PlotModel { DefaultFontSize = 13, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1) };
            model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = along });
            model.Axes.Add(logarithmic
                ? new LogarithmicAxis { Position = AxisPosition.Left, Title = title, AxisTitleDistance = 14, MajorGridlineStyle = LineStyle.Dot }
                : new LinearAxis { Position = AxisPosition.Left, Title = title, Minimum = 0, AxisTitleDistance = 14, MajorGridlineStyle = LineStyle.Dot });
            model.Legends.Add(new Legend { LegendPosition = LegendPosition.RightTop });
            foreach (var line in lines)
            {
                var series = new LineSeries { Title = line.Server, StrokeThickness = 1.5, MarkerType = MarkerType.Circle, MarkerSize = 3 };
                series.Points.AddRange(line.Points.Select(point => new DataPoint(point.At, value(point))));
                model.Series.Add(series);
            }

            File.WriteAllText(
                Path.Combine(folder, $"{name}-{what}.svg"), new SvgExporter { Width = 640, Height = 300, IsDocument = true }.ExportToString(model));
        }
    }
}
