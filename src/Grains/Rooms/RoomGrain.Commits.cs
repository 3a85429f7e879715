using Halle.Keeping;
using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

public abstract partial class RoomGrain
{
    /// <summary>A snapshot is due when the tail is this part of what it would hold.</summary>
    private const int SnapshotShare = 12;

    /// <summary>Of the figures: another activation writes the room.</summary>
    private const string Overtaken = "overtaken";

    // One write in flight; whatever was accepted meanwhile is the next.
    private async Task CommitAsync()
    {
        // Not within the call that started it: a store that fails at once must not change the room under that call's feet.
        await Task.Yield();
        try
        {
            while (_closed is null)
            {
                if (_alone is not null)
                {
                    await RunAloneAsync();
                    continue;
                }

                if (_queue.Take() is not { } batch)
                {
                    return;
                }

                var began = services.Time.GetTimestamp();
                switch (await _writer.WriteAsync(_stored.Seq, batch.Commit, _stopping.Token))
                {
                    case WriteOutcome.Stored:
                        services.Instruments.Stored(services.Time.GetElapsedTime(began), batch.Commands.Length);
                        Publish(batch);
                        break;
                    case WriteOutcome.Full:
                        // Nothing of the queue is stored, and nothing later may build on it.
                        Settle(Receipt.Refused(new Rejection(RejectionCode.StorageFull, services.Options.RetryAfter)));
                        RebuildAhead();
                        break;
                    case WriteOutcome.Fenced:
                        EndOvertaken();
                        return;
                    default:
                        return;
                }
            }
        }
        catch (Exception exception)
        {
            // The rules could not apply what they decided: memory and store no longer agree, so the next activation starts from the store.
            LogBroken(services.Logger, exception, Id, _stored.Seq);
            services.Instruments.Closed(RejectionCode.Quarantined);
            Close(new Rejection(RejectionCode.Quarantined), services.Options.ReopenAfter);
        }
        finally
        {
            _committing = null;
            if (_closed is not null)
            {
                // Whoever waits for its turn learns that it does not come.
                await RunAloneAsync();
            }
        }
    }

    /// <summary>Looks whether another activation has written after this one; if so, this one ends. A store that does not answer is no sign:
    /// then the other cannot write either.</summary>
    private protected async Task<bool> IsOvertakenAsync()
    {
        try
        {
            var head = await services.Journal.ReadHeadAsync(Id, _stopping.Token).WaitAsync(services.Options.AckWait, services.Time);
            if (head <= _ahead.Seq)
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is JournalUnavailableException or TimeoutException)
        {
            return false;
        }

        EndOvertaken();
        return true;
    }

    private void EndOvertaken()
    {
        LogFenced(services.Logger, Id, _stored.Seq);
        services.Instruments.Closed(Overtaken);
        _feeds.End();
        Close(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1)), TimeSpan.Zero);
        DeactivateOnIdle();
    }

    private void Publish(CommitBatch batch)
    {
        foreach (var command in batch.Commands)
        {
            Apply(_stored, command.Events);
        }

        // Out of date, and as large as all that the room shows.
        _forReaders = null;
        if (_glance.Update(_stored, _changes))
        {
            HasNews();
        }

        Stored(_stored, _changes);
        _changes.Clear();
        _queue.Settle();
        _recent.Add(batch.Commit.From - 1, batch.Commit.To, batch.Payload);
        foreach (var command in batch.Commands)
        {
            command.Settle(Receipt.Ok(command.From));
        }

        if (batch.Commands.Any(command => command.Events is [{ Event: RoomForgot }]))
        {
            // No copy of the room from before can follow: the edges take it anew.
            _feeds.End();
        }
        else
        {
            _feeds.Publish(batch.Commit.To, batch.Payload);
        }

        SaveSnapshotWhenDue();
    }

    /// <summary>Events were stored and applied; nobody has been answered yet.</summary>
    private protected virtual void Stored(Room room, Changes changes)
    {
    }

    private void Apply(Room room, IEnumerable<StoredEvent> events)
    {
        foreach (var stored in events)
        {
            room.Apply(stored, _changes);
        }

        // The touched keys of accepted events are of no use: they are read when the events are stored.
        if (ReferenceEquals(room, _ahead))
        {
            _changes.Clear();
        }
    }

    /// <summary>Forgets whatever was accepted and is neither stored nor waiting.</summary>
    private void RebuildAhead()
    {
        _ahead = RoomFactory.Copy(_stored, _settings);
        foreach (var command in _queue.Pending)
        {
            Apply(_ahead, command.Events);
        }
    }

    private void Settle(Receipt receipt)
    {
        foreach (var command in _queue.Drain())
        {
            command.Settle(receipt);
        }
    }

    private byte[] SnapshotForReaders()
    {
        if (_forReaders is not { } kept || kept.Seq != _stored.Seq)
        {
            _forReaders = kept = new JournalSnapshot(_stored.Seq, _stored.SaveForReaders());
        }

        return kept.Payload.ToArray();
    }

    // A busy room remembers many commands, and writes them all into each snapshot: it is given time, so that a message costs the same there.
    private void SaveSnapshotWhenDue()
    {
        var every = Math.Max(services.Options.SnapshotEvery, _stored.Remembered / SnapshotShare);
        if (_stored.Seq - _savedSeq >= every && _saving.IsCompleted && !IsForgetting)
        {
            _saving = SaveSnapshotAsync(_stopping.Token);
        }
    }

    // Off the way of commits, and allowed to fail: a snapshot is a shortcut.
    private async Task SaveSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            var snapshot = new JournalSnapshot(_stored.Seq, _stored.Save());
            await services.Journal.SaveSnapshotAsync(Id, snapshot, cancellationToken);
            _savedSeq = snapshot.Seq;
        }
        catch (Exception exception)
        {
            LogSnapshotLost(services.Logger, exception, Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Room}: deciding or applying {Command} failed, the command is refused")]
    private static partial void LogUndecided(ILogger logger, Exception exception, RoomId room, string command);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: somebody else wrote after seq {Seq}, this activation ends")]
    private static partial void LogFenced(ILogger logger, RoomId room, long seq);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Room}: committing after seq {Seq} broke off, this activation ends")]
    private static partial void LogBroken(ILogger logger, Exception exception, RoomId room, long seq);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: a snapshot was not saved")]
    private static partial void LogSnapshotLost(ILogger logger, Exception exception, RoomId room);
}
