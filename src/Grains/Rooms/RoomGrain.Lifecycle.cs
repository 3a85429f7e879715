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
    private JournalSnapshot? _forReaders;
    private long _savedSeq;
    private (Rejection Why, TimeSpan Until)? _closed;
    private bool _isUnlisted;

    private protected RoomId Id { get; private set; }

    private protected bool IsOpen => _closed is null && _stored is not null && !_isUnlisted;

    private protected TimeProvider Time => services.Time;

    /// <summary>The room's time, which never goes back.</summary>
    private protected DateTimeOffset Now => services.Time.GetUtcNow() is var now && _ahead is { At: var at } && at > now ? at : now;

    /// <summary>An edge has a copy of the room.</summary>
    private protected bool HasReaders => _feeds is { Count: > 0 };

    /// <summary>Everybody who is known by name and here, each once.</summary>
    private protected ImmutableArray<NamedPresence> Here => _presence.Named;

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
            services.Instruments.Closed(RejectionCode.Quarantined);
            Close(new Rejection(RejectionCode.Quarantined), services.Options.ReopenAfter);
        }
        catch (Exception exception)
        {
            LogClosed(services.Logger, exception, id);
            services.Instruments.Closed(RejectionCode.StorageUnavailable);
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
            if (_stored is not null && _stored.Seq > _savedSeq && !IsForgetting && !string.Equals(_closed.Value.Why.Code, RejectionCode.Quarantined, StringComparison.Ordinal))
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
        _feeds?.End();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _forgetsOne.Dispose();
        GC.SuppressFinalize(this);
    }

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

        await OpenAsync(settings, cancellationToken);
        _glance.Start(_stored);
        if (Id.Kind is RoomKind.Booth or RoomKind.Talk)
        {
            _reporter = new SiteReporter(Id, GrainFactory, services.Options.SiteHeartbeat, services.Logger);
        }

        Opened(_stored);
        SaveSnapshotWhenDue();
        KeepTime();
        if (IsForgetting)
        {
            _ = ResumeForgettingAsync();
        }
    }

    private async Task OpenAsync(RoomSettings settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        var began = services.Time.GetTimestamp();
        var loaded = await new RoomLoader(services.Journal, services.Logger).LoadAsync(Id, settings, cancellationToken);
        services.Instruments.Opened(services.Time.GetElapsedTime(began));
        _stored = loaded.Room;
        _savedSeq = loaded.SnapshotSeq;
        _ahead = RoomFactory.Copy(_stored, _settings);
        _writer = new JournalWriter(services.Journal, Id, services.Time, services.Options.StoreBackoff, services.Instruments, services.Logger);
        _feeds = new Feeds(Id, services.Journal.Epoch, services.Options.MaxFeedBacklog, services.Time, services.Logger);
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
            return _isUnlisted ? new Rejection(RejectionCode.NotFound) : null;
        }

        if (Elapsed >= closed.Until)
        {
            DeactivateOnIdle();
        }

        return closed.Why;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Room}: quarantined, what is stored does not give a room")]
    private static partial void LogDamaged(ILogger logger, Exception exception, RoomId room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: could not be opened")]
    private static partial void LogClosed(ILogger logger, Exception exception, RoomId room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: deactivated with {Count} commands of unknown outcome")]
    private static partial void LogHurried(ILogger logger, RoomId room, int count);
}
