using System.Security.Cryptography;
using Halle.Keeping;
using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>
/// How a room forgets: it says so in its order, rewrites what is stored, begins anew from that as a restart would, and then says that it is done.
/// Whatever it held in memory goes with the old room, so no part has to know how to forget. Commands go on between the steps.
/// </summary>
public abstract partial class RoomGrain
{
    /// <summary>The room itself, which no session can be.</summary>
    private static readonly Actor Itself = new(PersonId.Nobody, Role.Organiser, "", []);

    private readonly SemaphoreSlim _forgetsOne = new(1, 1);
    private Func<Task>? _alone;

    /// <summary>Between an order and its end no snapshot is saved: it would hold what is being forgotten.</summary>
    private bool IsForgetting => _stored.Part<Forgetting>()?.Pending is not null;

    private long ForgotAt => _stored.Part<Forgetting>()?.ForgotAt ?? 0;

    public async Task<ForgetAnswer> Forget(ForgetOrder order, CancellationToken cancellationToken)
    {
        await _forgetsOne.WaitAsync(cancellationToken);
        try
        {
            if (await OpenUnlistedAsync(cancellationToken) is { } closed)
            {
                return new ForgetAnswer(closed, 0);
            }

            var store = new RoomMemory(services.Journal, Id, _settings);
            var unfinished = await FinishForgettingAsync(store);
            if (await store.FindAsync(order, _stored, cancellationToken) is not { } found)
            {
                return new ForgetAnswer(Rejection: null, unfinished);
            }

            var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
            await SayAsync(new RoomForgetting(order.What, found, order.Person, key));
            return new ForgetAnswer(Rejection: null, unfinished + await FinishForgettingAsync(store));
        }
        catch (Exception exception) when (exception is JournalUnavailableException or JournalFencedException or InterruptedException
            || (exception is OperationCanceledException && _stopping.IsCancellationRequested))
        {
            LogInterrupted(services.Logger, exception, Id);
            return new ForgetAnswer(new Rejection(RejectionCode.StorageUnavailable, services.Options.RetryAfter), 0);
        }
        catch (Exception exception) when (exception is RoomDamagedException or JournalDamagedException)
        {
            LogDamaged(services.Logger, exception, Id);
            return new ForgetAnswer(new Rejection(RejectionCode.Quarantined), 0);
        }
        finally
        {
            _forgetsOne.Release();
            if (_isUnlisted)
            {
                DeactivateOnIdle();
            }
        }
    }

    /// <summary>The room was put in place of the former one, and may be another in any respect.</summary>
    private protected virtual void Rebuilt(Room stored)
    {
    }

    /// <summary>Goes on where an earlier activation ended.</summary>
    private async Task ResumeForgettingAsync()
    {
        await Task.Yield();
        await Forget(new ForgetOrder(ForgetKind.Messages, Before: DateTimeOffset.MinValue), _stopping.Token);
    }

    /// <returns>Stored events that lost something.</returns>
    private async Task<int> FinishForgettingAsync(RoomMemory store)
    {
        if (_stored.Part<Forgetting>()?.Pending is not { } pending)
        {
            return 0;
        }

        var changed = await store.RewriteAsync(
            pending, _stored, commits => AloneAsync(() => services.Journal.RewriteAsync(Id, _stored.Seq, commits, _stopping.Token)), _stopping.Token);
        var fresh = RoomFactory.Create(Id, _settings);
        await store.ReplayAsync(fresh, _stored.Seq, _stopping.Token);
        await AloneAsync(async () =>
        {
            await store.ReplayAsync(fresh, _stored.Seq, _stopping.Token);
            _stored = fresh;
            _recent.Clear();
            _forReaders = null;
            RebuildAhead();
            _glance.Start(_stored);
            Rebuilt(_stored);
        });
        await _saving;
        await services.Journal.DropSnapshotAsync(Id, _stopping.Token);
        await SayAsync(new RoomForgot());
        _saving = SaveSnapshotAsync(_stopping.Token);
        return changed;
    }

    /// <summary>An event of the room's own; completes when it is stored.</summary>
    private async Task SayAsync(RoomEvent happened)
    {
        var now = services.Time.GetUtcNow();
        var json = RoomJson.Write(_ahead.Sequence(Decision.Of(happened), Itself, clientId: null, now > _ahead.At ? now : _ahead.At));
        var pending = new PendingCommand([.. RoomJson.ReadEvents(json)], json, Elapsed);
        Apply(_ahead, pending.Events);
        _queue.Add(pending);
        _committing ??= CommitAsync();
        if (await pending.Answer is { Status: not ReceiptStatus.Ok } receipt)
        {
            throw new InterruptedException(receipt.Rejection?.Code ?? "unknown");
        }
    }

    /// <summary>Does something while no commit is on its way; completes, or fails, as that does.</summary>
    private Task AloneAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _alone = async () =>
        {
            try
            {
                if (_closed is not null)
                {
                    throw new InterruptedException("closed");
                }

                await work();
                done.TrySetResult();
            }
            catch (JournalFencedException exception)
            {
                EndOvertaken();
                done.TrySetException(exception);
            }
            catch (Exception exception)
            {
                done.TrySetException(exception);
            }
        };
        _committing ??= CommitAsync();
        return done.Task;
    }

    private async Task RunAloneAsync()
    {
        if (_alone is { } work)
        {
            _alone = null;
            await work();
        }
    }

    /// <summary>A room that is in no programme opens for this alone, and to nobody. The refusal when it cannot be opened.</summary>
    private async Task<Rejection?> OpenUnlistedAsync(CancellationToken cancellationToken)
    {
        if (_isUnlisted || _closed is not { Why: { Code: RejectionCode.NotFound } why })
        {
            return _closed?.Why;
        }

        if (string.IsNullOrEmpty(Id.Key))
        {
            return why;
        }

        _isUnlisted = true;
        await OpenAsync(new RoomSettings(), cancellationToken);
        _closed = null;
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: forgetting broke off; it goes on when the room is asked again")]
    private static partial void LogInterrupted(ILogger logger, Exception exception, RoomId room);

    /// <summary>The room ended, or the store took no more, before it was done.</summary>
    private sealed class InterruptedException(string code) : Exception($"The room could not go on: {code}.");
}
