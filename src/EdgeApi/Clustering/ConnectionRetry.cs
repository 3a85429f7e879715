namespace Halle.Clustering;

/// <summary>Looks for the silos until there are some, and watches over the connections to them.</summary>
internal sealed partial class ConnectionRetry(SiloLink link, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ConnectionRetry> logger)
    : IClientConnectionRetryFilter, ILifecycleParticipant<IClusterClientLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Between two lines of log while nothing changes.</summary>
    private const int LoggedEvery = 30;

    private int _tries;

    /// <summary>Without end: what is missing (Redis, a silo) may come at any time, and an edge that ends would not find it sooner.</summary>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_tries++ % LoggedEvery == 0)
        {
            LogWaiting(logger, exception, _tries);
        }

        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    public void Participate(IClusterClientLifecycle observer) => observer.Subscribe(nameof(ConnectionRetry), ServiceLifecycleStage.Active, _ =>
    {
        LogConnected(logger);
        link.Found();
        return Task.CompletedTask;
    });

    public void GatewaysChanged(object? sender, GatewayCountChangedEventArgs change)
    {
        LogGateways(logger, change.NumberOfConnectedGateways, change.PreviousNumberOfConnectedGateways);

        if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
        {
            link.Broke();
        }

        // The first connection counts when the client is whole (Participate).
        if (change.NumberOfConnectedGateways > 0 && link.Reached.IsCompleted)
        {
            link.Found();
        }
    }

    public void Lost(object? sender, EventArgs nothing)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogLost(logger);
        }

        link.Lost();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No silo can be reached yet (attempt {Attempt}); trying each second")]
    private static partial void LogWaiting(ILogger logger, Exception exception, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the cluster")]
    private static partial void LogConnected(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} silos are connected, {Before} before")]
    private static partial void LogGateways(ILogger logger, int count, int before);

    [LoggerMessage(Level = LogLevel.Error, Message = "No silo is connected any more; looking for others")]
    private static partial void LogLost(ILogger logger);
}
