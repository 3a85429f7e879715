using Halle.Live.Rooms;
using Halle.SignIn;

namespace Halle.Live.Connections;

/// <summary>The live half's heartbeat: presence, leases, stuck connections, ended sessions. With its end the live half says goodbye to the rooms;
/// the host stops it before the silos are left, because it was started after them.</summary>
internal sealed partial class LiveTicker(
    RoomReplicas replicas, LiveConnections connections, ISessions sessions, TimeProvider time, ILogger<LiveTicker> logger) : BackgroundService
{
    public const int BeatsPerSecond = 5;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1.0 / BeatsPerSecond);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await replicas.EndAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changed = sessions.OnChanged(connections.CheckSessions);
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            for (var beat = 1; await timer.WaitForNextTickAsync(stoppingToken); beat++)
            {
                Run(beat);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The edge stops.
        }
    }

    private void Run(int beat)
    {
        try
        {
            replicas.Tick();
            connections.Sweep(beat & int.MaxValue);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // One bad room or connection must not stop everybody's presence.
            BeatFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A beat of the live half failed")]
    private static partial void BeatFailed(ILogger logger, Exception exception);
}
