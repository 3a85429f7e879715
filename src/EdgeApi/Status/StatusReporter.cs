using System.Diagnostics;
using System.Globalization;
using Halle.Capacity;
using Halle.Clustering;
using Halle.Hosting;
using Halle.Live;

namespace Halle.Status;

/// <summary>Tells the board how this edge is, every few seconds, and when it leaves.</summary>
internal sealed partial class StatusReporter(
    IGrainFactory grains, SiloLink link, LiveInstruments live, CapacityGate gate, Overload overload, EdgeSettings settings, TimeProvider time,
    ILogger<StatusReporter> logger) : BackgroundService
{
    private readonly EdgeReports _reports = new(
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{settings.Urls[0].Port}"), time.GetUtcNow(), gate.Places.All);

    private IServiceStatusGrain Board => grains.GetGrain<IServiceStatusGrain>(IServiceStatusGrain.Key);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (link.Reached.IsCompletedSuccessfully)
        {
            await ReportAsync(leaving: true, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await link.Reached.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(ServiceBoard.Period, time);
            do
            {
                await ReportAsync(leaving: false, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The edge stops.
        }
    }

    /// <summary>A report that gets lost is followed by the next one.</summary>
    private async Task ReportAsync(bool leaving, CancellationToken cancellationToken)
    {
        try
        {
            await Board.Report(_reports.Next(Sample(), leaving)).WaitAsync(ServiceBoard.Period, time, cancellationToken);
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            LogLost(error);
        }
    }

    private EdgeSample Sample() => new(
        Stopwatch.GetElapsedTime(0),
        live.Open,
        overload.Level,
        live.Deliveries,
        live.Bytes,
        Environment.CpuUsage.TotalTime,
        Environment.WorkingSet,
        live.Refusals.Counts.ToDictionary(StringComparer.Ordinal),
        live.Closings.Counts.ToDictionary(StringComparer.Ordinal));

    [LoggerMessage(1, LogLevel.Debug, "A report of this edge's state got lost")]
    private partial void LogLost(Exception error);
}
