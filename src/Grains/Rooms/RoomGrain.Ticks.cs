using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>
/// What a room does by the clock: pulses, leases, its status on the zone's map. It wakes when something is due and not before, so a room in
/// which nothing changes costs next to nothing, and rooms wake together: a machine that sleeps in between is woken once for all of them.
/// </summary>
public abstract partial class RoomGrain
{
    /// <summary>Wakes of all rooms are moved to multiples of this, or of a quarter of the pulse's pace when that is less.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    /// <summary>A live talk nobody has entered yet says now and then that it is to stay.</summary>
    private static readonly TimeSpan StayFor = TimeSpan.FromMinutes(1);

    private IGrainTimer? _timer;
    private TimeSpan? _wakesAt;
    private TimeSpan? _publishedAt;
    private TimeSpan _toldAt = TimeSpan.MinValue;
    private bool _hasNews;
    private bool _hasLookedAgain;

    /// <summary>What the zone's rooms look like, in the event's room.</summary>
    private protected virtual ImmutableDictionary<string, SiteStatus>? WholeZone() => null;

    /// <summary>What of the zone changed since the last time, in the event's room.</summary>
    private protected virtual ImmutableDictionary<string, SiteStatus>? TakeZoneChanges() => null;

    /// <summary>The room is looked at once in every pulse's time, whatever is due.</summary>
    private protected virtual bool IsWatchful => false;

    /// <summary>How long a change of who is here may wait, when there is nothing else to tell.</summary>
    private protected virtual TimeSpan PresenceSettle => TimeSpan.Zero;

    /// <summary>When, by <see cref="Elapsed"/>, the room has to be looked at for a reason of its own.</summary>
    private protected virtual TimeSpan? NextLook => null;

    private protected virtual void Ticked()
    {
    }

    /// <summary>Something to tell has changed: it is told with the next pulse.</summary>
    private protected void HasNews()
    {
        _hasNews = true;
        KeepTime();
    }

    /// <summary>Sees to it that the room wakes when the next thing is due.</summary>
    private protected void KeepTime()
    {
        if (_closed is not null || _isUnlisted || NextWake() is not { } at || _wakesAt <= at)
        {
            return;
        }

        _wakesAt = at;
        var due = Align(at - Elapsed);
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan? NextWake()
    {
        var next = Sooner(Sooner(_presence.NextLapse, NextLook), _hasLookedAgain ? null : services.Options.LookAgainAfter);
        if (_hasNews || IsWatchful)
        {
            next = Sooner(next, _toldAt == TimeSpan.MinValue ? Elapsed : _toldAt + services.Options.PulseEvery);
        }

        return Sooner(Sooner(next, _reporter?.NextHeartbeat), _glance.Live ? Elapsed + (StayFor / 2) : null);
    }

    private static TimeSpan? Sooner(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

    private TimeSpan Align(TimeSpan due)
    {
        var step = Math.Min(Together.Ticks, services.Options.PulseEvery.Ticks / 4);
        var now = services.Time.GetElapsedTime(0).Ticks;
        var at = now + Math.Max(0, due.Ticks);
        return TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, ((at + step - 1) / step * step) - now));
    }

    private Task Tick(CancellationToken cancellationToken)
    {
        _wakesAt = null;
        if (_closed is not null)
        {
            return Task.CompletedTask;
        }

        foreach (var edge in _presence.Lapse(Elapsed))
        {
            LogLapsed(services.Logger, Id, edge);
            _feeds.Remove(edge);
        }

        if (!_hasLookedAgain && Elapsed >= services.Options.LookAgainAfter)
        {
            _hasLookedAgain = true;
            _ = IsOvertakenAsync();
        }

        Ticked();
        _hasNews = false;
        var zone = TakeZoneChanges();
        if (zone is not null || (_presence.Changed && !(Elapsed - _publishedAt < PresenceSettle)))
        {
            _feeds.Publish(_presence.TakePulse() with { Zone = zone });
            _publishedAt = Elapsed;
        }

        _toldAt = Elapsed;
        if (_reporter?.Tell(_glance.Status(_presence), Elapsed) == false)
        {
            _hasNews = true;
        }

        if (_glance.Live)
        {
            // Nobody may be there, and yet the map says that the talk is on.
            DelayDeactivation(StayFor);
        }

        KeepTime();
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: edge {Edge} fell silent, its lease is over")]
    private static partial void LogLapsed(ILogger logger, RoomId room, EdgeId edge);
}
