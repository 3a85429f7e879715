using Halle.Clustering;
using Halle.Live.Rooms;
using Halle.Rooms;

namespace Halle.Health;

/// <summary>
/// Holds a copy of the event's own room for as long as the process lives: everybody who comes in needs it first, and a feed that
/// arrives shows that silo, journal and edge work together.
/// </summary>
internal sealed class EventFeed(RoomReplicas replicas, SiloLink link, TimeProvider time) : BackgroundService, IReadyCondition
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private volatile RoomLease? _lease;

    public string Name => "event feed alive";

    public bool Holds => _lease is { IsFed: true };

    public override void Dispose()
    {
        _lease?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.Reached.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Retry, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            var (lease, _) = await replicas.OpenAsync(RoomId.TheEvent);
            if (lease is not null)
            {
                // From now on the live ticker keeps it fed.
                _lease = lease;
                return;
            }

            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
