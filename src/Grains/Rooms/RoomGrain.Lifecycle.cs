using System.Collections.Immutable;
using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

public abstract partial class RoomGrain
{
    /// <summary>Commits in one answer to a reader: at most 1.5 MiB.</summary>
    private const int MaxSlice = 32;

    private readonly CancellationTokenSource _stopping = new();
    private readonly long _startedAt = services.Time.GetTimestamp();
    private readonly CommitQueue _queue = new(services.Options.MaxPending, services.Options.MaxPendingAge);
    private readonly PresenceLedger _presence = new(services.Options.EdgeLease);
    private readonly RecentCommits _recent = new(services.Options.RecentCommits);
    private readonly SiteGlance _glance = new();
    private RoomSettings _settings = new();
    private Feeds _feeds = null!;
    private JournalWriter _writer = null!;
    private SiteReporter? _reporter;

    // What is stored, and beyond it what is accepted: rules decide against the second, readers are shown the first.
    private Room _stored = null!;
    private Room _ahead = null!;

    private Task? _committing;
    private Task _saving = Task.CompletedTask;
    private JournalSnapshot? _snapshot;
    private long _savedSeq;
    private IGrainTimer? _timer;
    private (Rejection Why, TimeSpan Until)? _closed;

    private protected RoomId Id { get; private set; }

    private protected bool IsOpen => _closed is null && _stored is not null;

    private protected TimeProvider Time => services.Time;

    /// <summary>Monotonic time since this activation began.</summary>
    private protected TimeSpan Elapsed => services.Time.GetElapsedTime(_startedAt);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!RoomId.TryParse(this.GetPrimaryKeyString(), out var id))
        {
            Close(new Rejection(RejectionCode.NotFound), TimeSpan.Zero);
            return;
        }

        Id = id;
        using var timeout = new CancellationTokenSource(services.Options.OpenTimeout, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await OpenAsync(either.Token);
        }
        catch (RoomDamagedException exception)
        {
            LogDamaged(services.Logger, exception, id);
            Close(new Rejection(RejectionCode.Quarantined), services.Options.ReopenAfter);
        }
        catch (Exception exception)
        {
            LogClosed(services.Logger, exception, id);
            Close(new Rejection(RejectionCode.StorageUnavailable, services.Options.RetryAfter), services.Options.ReopenAfter);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _closed ??= (new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1)), TimeSpan.MaxValue);
        try
        {
            // What was accepted gets its chance; a store that does not answer is not waited for beyond that.
            await Task.WhenAll(_committing ?? Task.CompletedTask, _saving).WaitAsync(services.Options.OpenTimeout, services.Time, cancellationToken);
            if (_stored is not null && _stored.Seq > _savedSeq)
            {
                await SaveSnapshotAsync(cancellationToken).WaitAsync(services.Options.OpenTimeout, services.Time, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogHurried(services.Logger, Id, _queue.Count);
        }

        await _stopping.CancelAsync();
        Settle(Receipt.Unknown(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1))));
        _feeds?.Clear();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the zone's rooms look like, in the event's room.</summary>
    private protected virtual ImmutableDictionary<string, SiteStatus>? WholeZone() => null;

    /// <summary>What of the zone changed since the last time, in the event's room.</summary>
    private protected virtual ImmutableDictionary<string, SiteStatus>? TakeZoneChanges() => null;

    private protected virtual void Opened(Room stored)
    {
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (await services.Programme.FindAsync(Id, cancellationToken) is not { } settings)
        {
            Close(new Rejection(RejectionCode.NotFound), TimeSpan.Zero);
            return;
        }

        _settings = settings;
        var loaded = await new RoomLoader(services.Journal, services.Logger).LoadAsync(Id, settings, cancellationToken);
        _stored = loaded.Room;
        _savedSeq = loaded.SnapshotSeq;
        _ahead = Copy(_stored);
        _writer = new JournalWriter(services.Journal, Id, services.Time, services.Options.StoreBackoff, services.Logger);
        _feeds = new Feeds(Id, services.Journal.Epoch, services.Options.MaxFeedBacklog, services.Time, services.Logger);
        _glance.Start(_stored);
        if (Id.Kind is RoomKind.Booth or RoomKind.Talk)
        {
            _reporter = new SiteReporter(Id, GrainFactory, services.Options.SiteHeartbeat, services.Logger);
        }

        Opened(_stored);
        SaveSnapshotWhenDue();
        KeepTime();
    }

    /// <summary>Refuses everything from now on; once the time is over, the next call ends the activation, so that a later one tries again.</summary>
    private void Close(Rejection why, TimeSpan wait)
    {
        _closed = (why, Elapsed + wait);
        Settle(Receipt.Unknown(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1))));
        _feeds?.Clear();
    }

    private Rejection? Closed()
    {
        if (_closed is not { } closed)
        {
            return null;
        }

        if (Elapsed >= closed.Until)
        {
            DeactivateOnIdle();
        }

        return closed.Why;
    }

    /// <summary>Ticks while there is somebody to tell or something to forget; an idle room costs nothing.</summary>
    private protected void KeepTime() => _timer ??= this.RegisterGrainTimer(
        Tick,
        new GrainTimerCreationOptions(services.Options.PulseEvery, services.Options.PulseEvery) { Interleave = true });

    private protected virtual bool HasToKeepTime => _feeds.Count > 0 || !_presence.IsEmpty || _reporter is { IsQuiet: false } || _glance.Live;

    private protected virtual void Ticked()
    {
    }

    private Task Tick(CancellationToken cancellationToken)
    {
        if (_closed is not null)
        {
            return Task.CompletedTask;
        }

        foreach (var edge in _presence.Lapse(Elapsed))
        {
            LogLapsed(services.Logger, Id, edge);
            _feeds.Remove(edge);
        }

        Ticked();
        var zone = TakeZoneChanges();
        if (_presence.Changed || zone is not null)
        {
            _feeds.Publish(_presence.TakePulse() with { Zone = zone });
        }

        _reporter?.Tell(_glance.Status(_presence), Elapsed);
        if (_glance.Live)
        {
            // Nobody may be there, and yet the map says that the talk is on.
            DelayDeactivation(TimeSpan.FromMinutes(1));
        }

        if (!HasToKeepTime)
        {
            _timer?.Dispose();
            _timer = null;
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Room}: quarantined, what is stored does not give a room")]
    private static partial void LogDamaged(ILogger logger, Exception exception, RoomId room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: could not be opened")]
    private static partial void LogClosed(ILogger logger, Exception exception, RoomId room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: deactivated with {Count} commands of unknown outcome")]
    private static partial void LogHurried(ILogger logger, RoomId room, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: edge {Edge} fell silent, its lease is over")]
    private static partial void LogLapsed(ILogger logger, RoomId room, EdgeId edge);
}
