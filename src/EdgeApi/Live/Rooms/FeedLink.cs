using System.Text.Json;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// One replica's tie to its grain: subscribes, applies what arrives, reports presence as the heartbeat, and subscribes again on a
/// gap, on a report the room does not know us by (it was reactivated) and after an outage.
/// </summary>
internal sealed partial class FeedLink : IRoomFeed
{
    /// <summary>Between two attempts while the room cannot be reached.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly RoomReplica _replica;
    private readonly ReplicaContext _context;
    private readonly ILogger _logger;
    private readonly IRoomGrain _grain;
    private readonly IRoomFeed _reference;
    private List<FeedBatch>? _early;
    private Task<Rejection?>? _subscribing;
    private Task? _ending;
    private DateTimeOffset _nextTry = DateTimeOffset.MinValue;
    private DateTimeOffset _lastReport = DateTimeOffset.MinValue;
    private bool _subscribed;
    private bool _reporting;
    private bool _fits = true;

    public FeedLink(RoomReplica replica, ReplicaContext context, ILogger logger)
    {
        _replica = replica;
        _context = context;
        _logger = logger;
        _grain = replica.Grain;
        _reference = context.Source.Publish(this);
    }

    /// <summary>The room's grain feeds this copy now, as far as is known.</summary>
    public bool IsFed => Volatile.Read(ref _subscribed);

    /// <summary>Completes when the replica stands at the room's present; a refusal when the room cannot be had now.</summary>
    public Task<Rejection?> EnsureAsync()
    {
        lock (_gate)
        {
            return _subscribed ? Task.FromResult<Rejection?>(null) : StartSubscribing();
        }
    }

    /// <summary>Subscribes once more, because somebody has seen more than came here. Completes as <see cref="EnsureAsync"/>.</summary>
    public Task<Rejection?> AskAgainAsync()
    {
        lock (_gate)
        {
            _subscribed = false;
            return StartSubscribing();
        }
    }

    public Task Deliver(FeedBatch batch)
    {
        bool fits;
        lock (_gate)
        {
            if (_early is not null)
            {
                _early.Add(batch);
                return Task.CompletedTask;
            }

            fits = !_subscribed || Apply(batch);
        }

        _replica.ShowNext();
        if (fits)
        {
            return Task.CompletedTask;
        }

        _context.Instruments.Gap();
        Log.Gap(_logger, batch.Room, batch.From, batch.To);
        Lose();
        return Task.CompletedTask;
    }

    public Task Ended()
    {
        bool subscribed;
        lock (_gate)
        {
            subscribed = _subscribed;
        }

        if (subscribed)
        {
            Lose();
        }

        return Task.CompletedTask;
    }

    /// <summary>Reports, renews and repairs what is due. Called a few times a second; starts work, never waits for it.</summary>
    public void Tick(DateTimeOffset now)
    {
        bool subscribed;
        lock (_gate)
        {
            if (_ending is not null || _reporting || _subscribing is not null || now < _nextTry)
            {
                return;
            }

            subscribed = _subscribed;
            if (!subscribed)
            {
                _ = StartSubscribing();
                return;
            }

            _reporting = true;
        }

        if (_replica.NextReport(now, _lastReport) is { } report)
        {
            _ = ReportAsync(report, now);
            return;
        }

        lock (_gate)
        {
            _reporting = false;
        }
    }

    /// <summary>Asks the room with the next tick, instead of at the next heartbeat, whether it still feeds this copy.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _lastReport = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Ends the feed; the room forgets this edge's presence. From now on nothing is subscribed to, whatever the room says.</summary>
    /// <returns>Completes when the room has answered, or cannot be reached.</returns>
    public Task EndAsync()
    {
        lock (_gate)
        {
            if (_ending is null)
            {
                _subscribed = false;
                _ending = UnsubscribeAsync(_subscribing);
            }

            return _ending;
        }
    }

    /// <summary>The caller holds the lock.</summary>
    private Task<Rejection?> StartSubscribing() =>
        _subscribing ??= _ending is null ? SubscribeAsync() : Task.FromResult<Rejection?>(new Rejection(RejectionCode.Unavailable, RetryAfter));

    private async Task<Rejection?> SubscribeAsync()
    {
        // The caller holds the lock and stores this task.
        _early = [];
        await Task.Yield();
        try
        {
            var position = _fits ? _replica.Position : null;
            var answer = await _grain.Subscribe(_context.Edge, _reference, position);
            return Finish(answer.Rejection ?? Adopt(answer));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.SubscribeFailed(_logger, exception, _replica.Id);
            return Finish(new Rejection(RejectionCode.Unavailable, RetryAfter));
        }
    }

    private Rejection? Adopt(Subscription answer)
    {
        _fits = _replica.Adopt(answer);
        return _fits ? null : new Rejection(RejectionCode.Unavailable, RetryAfter);
    }

    private Rejection? Finish(Rejection? rejection)
    {
        var gap = false;
        lock (_gate)
        {
            var early = _early ?? [];
            _early = null;
            _subscribing = null;
            _subscribed = rejection is null && _ending is null;
            _lastReport = DateTimeOffset.MinValue;
            _nextTry = rejection is null ? DateTimeOffset.MinValue : _context.SteadyNow + RetryAfter;
            foreach (var batch in _subscribed ? early : [])
            {
                gap |= !Apply(batch);
            }

            _subscribed &= !gap;
        }

        _replica.ShowNext();
        return rejection;
    }

    private bool Apply(FeedBatch batch)
    {
        try
        {
            return _replica.Take(batch);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NotSupportedException)
        {
            Log.Undecodable(_logger, exception, batch.Room, batch.From, batch.To);
            _fits = false;
            return false;
        }
    }

    private async Task ReportAsync(PresenceReport report, DateTimeOffset now)
    {
        var known = true;
        try
        {
            _lastReport = now;
            known = await _grain.ReportPresence(_context.Edge, report);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The next report is whole again. It also finds out whether the room was reactivated meanwhile.
            Log.ReportFailed(_logger, exception, _replica.Id);
            lock (_gate)
            {
                _lastReport = DateTimeOffset.MinValue;
                _nextTry = now + RetryAfter;
            }
        }
        finally
        {
            lock (_gate)
            {
                _reporting = false;
            }
        }

        if (!known)
        {
            Log.Forgotten(_logger, _replica.Id);
            Lose();
        }
    }

    private void Lose()
    {
        lock (_gate)
        {
            _subscribed = false;
            if (_ending is null)
            {
                _context.Instruments.Resubscribed();
                _ = StartSubscribing();
            }
        }
    }

    private async Task UnsubscribeAsync(Task? subscribing)
    {
        // One that is on its way might come after the goodbye. It cannot fail.
        await (subscribing ?? Task.CompletedTask);
        await Task.Yield();
        try
        {
            await _grain.Unsubscribe(_context.Edge);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.EndFailed(_logger, exception, _replica.Id);
        }
        finally
        {
            _context.Source.Withdraw(_reference);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The feed of {Room} has a gap before {From} to {To}; subscribing again")]
        public static partial void Gap(ILogger logger, RoomId room, long from, long to);

        [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Room} from {From} to {To} does not decode or apply")]
        public static partial void Undecodable(ILogger logger, Exception exception, RoomId room, long from, long to);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Subscribing to {Room} failed")]
        public static partial void SubscribeFailed(ILogger logger, Exception exception, RoomId room);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Reporting presence to {Room} failed")]
        public static partial void ReportFailed(ILogger logger, Exception exception, RoomId room);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Room} does not know this edge any more; subscribing again")]
        public static partial void Forgotten(ILogger logger, RoomId room);

        [LoggerMessage(Level = LogLevel.Information, Message = "Ending the feed of {Room} failed; its lease will lapse")]
        public static partial void EndFailed(ILogger logger, Exception exception, RoomId room);
    }
}
