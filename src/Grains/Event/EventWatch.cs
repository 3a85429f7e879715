using Halle.Rooms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Event;

/// <summary>
/// This silo's view of what holds in every room, held under a lease of the event's room. Rooms read it without waiting.
/// </summary>
public sealed partial class EventWatch(
    IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time, IOptions<EventOptions> options, ILogger<EventWatch> logger)
    : BackgroundService, IEventWatch
{
    private readonly Lock _gate = new();
    private EventWide _latest = EventWide.None;
    private long _askedAt;
    private bool _everHeard;

    /// <summary>What holds in every room; null when the lease is over, and nobody may rely on it.</summary>
    public EventWide? Current
    {
        get
        {
            lock (_gate)
            {
                return _everHeard && time.GetElapsedTime(_askedAt) < options.Value.WatchLease ? _latest : null;
            }
        }
    }

    /// <summary>The last that was heard, however long ago.</summary>
    public EventWide Last
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }
    }

    public Task Changed(EventWide wide)
    {
        Take(wide);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The runtime holds observers weakly: this field-less service is kept by the host, and the reference by this method.
        var self = grains.CreateObjectReference<IEventWatch>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            // The lease runs from before the question: whatever the way takes, it is over here before it is over there.
            var askedAt = time.GetTimestamp();
            var pause = options.Value.WatchRenewal;
            try
            {
                Take(await grains.GetEvent().Watch(silo.SiloAddress.ToParsableString(), self).WaitAsync(options.Value.WatchLease, time, stoppingToken));
                Renew(askedAt);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogLost(logger, exception);
                pause /= 10;
            }

            try
            {
                await Task.Delay(pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Renew(long askedAt)
    {
        lock (_gate)
        {
            _askedAt = askedAt;
            _everHeard = true;
        }
    }

    private void Take(EventWide wide)
    {
        lock (_gate)
        {
            if (wide.Seq > _latest.Seq)
            {
                _latest = wide;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event's room does not answer; rooms here refuse the public when the lease ends")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
