using System.Diagnostics;
using System.Globalization;
using Halle.Rehearsal.Judging;

namespace Halle.Rehearsal.Reporting;

/// <summary>Adds up the processes' seconds, says a line a second, and keeps them for the charts.</summary>
internal sealed class ProgressBoard(int processes, TextWriter output)
{
    private readonly Lock _gate = new();
    private readonly Progress?[] _latest = new Progress?[processes];
    private readonly List<Second> _timeline = [];
    private Histogram _second = new();

    public IReadOnlyList<Second> Timeline => _timeline;

    /// <summary>The most memory each of the server's processes was seen with, in megabytes.</summary>
    public Dictionary<Uri, double> Peaks { get; } = [];

    public void Take(int process, Progress progress)
    {
        lock (_gate)
        {
            _latest[process] = progress;
            _second.Add(Histogram.Unpack(progress.Latencies));
        }
    }

    public async Task WatchAsync(ServerMetrics metrics, CancellationToken over)
    {
        var clock = Stopwatch.StartNew();
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (sent, shown, at) = (0L, 0L, 0.0);
        var server = default(ServerSample);
        try
        {
            while (await seconds.WaitForNextTickAsync(over))
            {
                var sample = await metrics.ReadAsync(over);
                var now = clock.Elapsed.TotalSeconds;
                Progress[] latest;
                Histogram second;
                lock (_gate)
                {
                    latest = [.. _latest.OfType<Progress>()];
                    (second, _second) = (_second, new Histogram());
                }

                var (nowSent, nowShown) = (latest.Sum(one => one.Sent), latest.Sum(one => one.Shown));
                var line = new Second(
                    Math.Round(now, 1),
                    latest.Sum(one => one.Connected),
                    Math.Round((nowSent - sent) / (now - at), 1),
                    Math.Round((nowShown - shown) / (now - at), 1),
                    Math.Round(second.PercentileMs(0.5), 1),
                    Math.Round(second.PercentileMs(0.99), 1),
                    server is null || sample is null ? null : Math.Round((sample.CpuSeconds - server.CpuSeconds) / (now - at), 2),
                    sample is null ? null : Math.Round(sample.ResidentBytes / 1e6, 1));
                _timeline.Add(line);
                foreach (var one in sample?.Each ?? [])
                {
                    Peaks[one.Address] = Math.Max(Peaks.GetValueOrDefault(one.Address), Math.Round(one.ResidentBytes / 1e6, 1));
                }

                Say(line, latest);
                (sent, shown, at, server) = (nowSent, nowShown, now, sample ?? server);
            }
        }
        catch (OperationCanceledException)
        {
            // The rehearsal is over.
        }
    }

    private void Say(Second line, Progress[] latest)
    {
        var server = line.ServerCores is { } cores
            ? string.Create(CultureInfo.InvariantCulture, $"  server {cores:0.00} cores {line.ServerMegabytes:0} MB")
            : "";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{line.At,6:0} s  in {line.Connected,6}  sent {line.SentPerSecond,6:0}/s  shown {line.ShownPerSecond,8:0}/s  p50 {line.P50Ms,6:0} ms  p99 {line.P99Ms,6:0} ms"
            + $"  failed {latest.Sum(one => one.Failed)}  broken {latest.Sum(one => one.Broken)}  troubles {latest.Sum(one => one.Troubles)}{server}"));
    }
}
