using System.Globalization;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Reporting;

namespace Halle.Rehearsal.Tests.Judging;

public sealed class SummaryTests
{
    [Fact]
    public void Reading_is_told_apart_from_everything_else_the_rehearsal_does()
    {
        var figures = Of(
            new TallyResult { Records = 600_000, CpuSeconds = 5, ReadingCpuSeconds = 1.5, ManagedBytes = 1_024_000, ResidentGrowthBytes = 20_480_000 },
            new TallyResult { Records = 400_000, CpuSeconds = 3, ReadingCpuSeconds = 0.5, ManagedBytes = 1_024_000, ResidentGrowthBytes = 10_240_000 });

        Assert.Equal((8.0, 2.0), (figures.RehearsalMicrosPerRecord, figures.RehearsalReadingMicrosPerRecord));
        Assert.Equal((2.0, 30.0), (figures.RehearsalKbPerVisitor, figures.RehearsalResidentKbPerVisitor));
        Assert.Contains(
            "8 µs a record (signing in and connecting included; the reading threads alone 2), 2 KB managed and 30 KB resident a visitor",
            Printed(figures),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_one_process_does_not_know_what_reading_cost_nothing_is_said_of_it()
    {
        var figures = Of(new TallyResult { Records = 10, CpuSeconds = 1, ReadingCpuSeconds = 1 }, new TallyResult { Records = 10, CpuSeconds = 1 });

        Assert.Null(figures.RehearsalReadingMicrosPerRecord);
        Assert.Contains("(signing in and connecting included), ", Printed(figures), StringComparison.Ordinal);
    }

    private static Figures Of(params TallyResult[] results) =>
        Summary.Of(results, people: 1_000, before: null, after: null, peaks: new Dictionary<Uri, double>());

    private static string Printed(Figures figures)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        Summary.Print(
            new Verdict
            {
                Scenario = "small",
                About = "",
                Scale = 1,
                Stretch = 1,
                Server = "",
                At = DateTimeOffset.UnixEpoch,
                Seconds = 1,
                Passed = true,
                Objectives = [],
                Figures = figures,
                Troubles = new Dictionary<string, int>(StringComparer.Ordinal),
                Timeline = [],
            },
            output);
        return output.ToString();
    }
}
