using Halle.Status;

namespace Halle.Tests.Status;

public sealed class EdgeReportsTests
{
    private static readonly Dictionary<string, long> None = [];

    [Fact(DisplayName = "[OP2] Rates are those since the last report, counts those of the last minute")]
    public void Rates_and_counts()
    {
        var reports = new EdgeReports("edge-a:8080", DateTimeOffset.UnixEpoch, places: 100);

        var first = reports.Next(Sample(0, deliveries: 7, refused: 3), leaving: false);
        var second = reports.Next(Sample(5, deliveries: 1_007, refused: 5), leaving: false);
        var later = reports.Next(Sample(58, deliveries: 1_007, refused: 9), leaving: false);
        var last = reports.Next(Sample(64, deliveries: 1_007, refused: 9), leaving: true);

        Assert.Equal((0, 3), (first.DeliveriesPerSecond, first.Refused.Single().Count));
        Assert.Equal((200, 0.1, 2), (second.DeliveriesPerSecond, second.Cores, second.Refused.Single().Count));
        Assert.Equal((0, 6), (later.DeliveriesPerSecond, later.Refused.Single().Count));
        Assert.Equal((4, true), (last.Refused.Single().Count, last.Leaving));
    }

    private static EdgeSample Sample(int seconds, long deliveries, long refused) => new(
        TimeSpan.FromSeconds(seconds), Connections: 10, Overload: 0, deliveries, Bytes: 0, TimeSpan.FromSeconds(seconds * 0.1), MemoryBytes: 1,
        new Dictionary<string, long>(StringComparer.Ordinal) { ["slow_down"] = refused }, None);
}
