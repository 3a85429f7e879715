using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Reporting;

namespace Halle.Rehearsal.Tests.Judging;

public sealed class HistogramTests
{
    [Fact]
    public void Percentiles_are_right_to_two_percent_and_the_longest_exactly()
    {
        var random = new Random(99);
        var values = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 17)).Order().ToArray();
        var (histogram, half, rest) = (new Histogram(), new Histogram(), new Histogram());
        foreach (var value in values)
        {
            (value % 2 == 0 ? half : rest).Add(value);
        }

        histogram.Add(Histogram.Unpack(half.Pack()));
        histogram.Add(rest);

        Assert.Equal(values.Length, histogram.Count);
        Assert.Equal(values[^1] / 1_000.0, histogram.MaxMs);
        foreach (var share in new[] { 0.01, 0.5, 0.95, 0.99, 0.999 })
        {
            var exact = values[(int)(values.Length * share) - 1] / 1_000.0;
            Assert.InRange(histogram.PercentileMs(share), exact * 0.98 - 0.001, exact * 1.02 + 0.001);
        }
    }

    [Fact]
    public void Nothing_measured_is_zero() => Assert.Equal((0.0, 0.0), (new Histogram().PercentileMs(0.99), new Histogram().MaxMs));

    [Fact]
    public void Metrics_are_added_over_their_labels()
    {
        const string Text = """
            # TYPE dotnet_process_cpu_time_seconds_total counter
            dotnet_process_cpu_time_seconds_total{otel_scope_name="System.Runtime",cpu_mode="user"} 12.5
            dotnet_process_cpu_time_seconds_total{otel_scope_name="System.Runtime",cpu_mode="system"} 2.25 1795503829
            dotnet_process_cpu_time_seconds_total_more 5
            plain 7
            """;

        Assert.Equal(14.75, ServerMetrics.Sum(Text, "dotnet_process_cpu_time_seconds_total"));
        Assert.Equal(7, ServerMetrics.Sum(Text, "plain"));
    }
}
