using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>Tells the event's room how this room stands: when it changed, and now and then so that it is not forgotten.</summary>
internal sealed partial class SiteReporter(RoomId room, IGrainFactory grains, TimeSpan heartbeat, ILogger logger)
{
    private static readonly SiteStatus Nothing = new(0, 0, Live: false);

    private SiteStatus _told = Nothing;
    private TimeSpan _toldAt;
    private Task _telling = Task.CompletedTask;

    /// <summary>When the status is to be said again though it has not changed; null when nothing is on here.</summary>
    public TimeSpan? NextHeartbeat => _told == Nothing ? null : _toldAt + heartbeat;

    /// <summary>One report at a time; a slow answer delays nobody but the next report.</summary>
    /// <returns>False when the status is still to be told.</returns>
    public bool Tell(SiteStatus status, TimeSpan now)
    {
        if (status == _told && (status == Nothing || now - _toldAt < heartbeat))
        {
            return true;
        }

        if (!_telling.IsCompleted)
        {
            return false;
        }

        _told = status;
        _toldAt = now;
        _telling = TellAsync(status);
        return true;
    }

    // A lost report is made good by the next heartbeat, or by the event's room, which forgets who is silent.
    private async Task TellAsync(SiteStatus status)
    {
        try
        {
            await grains.GetEvent().ReportSite(room, status);
        }
        catch (Exception exception)
        {
            LogLost(logger, exception, room);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Room}: the event's room did not take the status")]
    private static partial void LogLost(ILogger logger, Exception exception, RoomId room);
}
