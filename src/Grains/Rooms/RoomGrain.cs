using System.Collections.Immutable;
using Halle.Event;
using Halle.Storage.Journal;

namespace Halle.Rooms;

/// <summary>
/// The shell around a <see cref="Room"/>: it authorises, decides at once against everything accepted so far, stores in groups, and only then
/// answers and tells the edges. All state is touched on the grain's own scheduler, between awaits.
/// </summary>
public abstract partial class RoomGrain(RoomServices services) : Grain, IRoomGrain, IDisposable
{
    private readonly Changes _changes = new();
    private readonly RecentRefusals _refusals = new();

    public async Task<Receipt> Execute(Actor actor, ClientId clientId, RoomCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Closed() is { } closed)
        {
            return Receipt.Refused(closed);
        }

        // An id that is not one would be stored, and then not be read back.
        if (command is null || actor is null || !PersonId.TryParse(actor.Person.Value, out _) || !ClientId.TryParse(clientId.Value, out _))
        {
            return Receipt.Refused(new Rejection(RejectionCode.BadRequest));
        }

        // First of all: a resend is not judged again, it gets the answer the command got.
        if (_ahead.FindReceipt(actor.Person, clientId) is { } known)
        {
            return await AnswerAsync(known, known, cancellationToken);
        }

        if (_refusals.Find(actor.Person, clientId, Elapsed) is { } refused)
        {
            return Receipt.Refused(refused);
        }

        if (!Permissions.MayEnter(actor, Id))
        {
            return Receipt.Refused(new Rejection(RejectionCode.Forbidden));
        }

        if (Wide(actor, command) is not { } wide)
        {
            return Receipt.Refused(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1)));
        }

        if (!_queue.HasRoom(Elapsed))
        {
            return Receipt.Refused(new Rejection(RejectionCode.Busy, services.Options.RetryAfter));
        }

        var now = services.Time.GetUtcNow();
        var situation = new Situation(Id, actor, actor.Owns(Id), now > _ahead.At ? now : _ahead.At, wide) { Here = _presence.Named };
        if (Accept(actor, clientId, command, situation, out var pending) is { } rejection)
        {
            _refusals.Add(actor.Person, clientId, rejection, Elapsed);
            return Receipt.Refused(rejection);
        }

        // A wish that already holds is answered when what it relies on is stored.
        return pending is null
            ? await AnswerAsync(_ahead.Seq, 0, cancellationToken)
            : await AnswerAsync(pending.From, pending.From, cancellationToken);
    }

    public Task<Subscription> Subscribe(EdgeId edge, IRoomFeed feed, RoomPosition? from)
    {
        var epoch = services.Journal.Epoch;
        if (Closed() is { } closed)
        {
            return Task.FromResult(new Subscription(closed, epoch, 0, Snapshot: null, [], Pulse: null));
        }

        var tail = from is { } at && string.Equals(at.Epoch, epoch, StringComparison.Ordinal) && at.Seq >= ForgotAt
            ? _recent.After(at.Seq, _stored.Seq)
            : null;
        var snapshot = tail is null ? SnapshotForReaders() : null;
        _feeds.Subscribe(edge, services.NearFeeds.WayTo(feed), _stored.Seq);
        _presence.Renew(edge, Elapsed);
        KeepTime();
        return Task.FromResult(
            new Subscription(Rejection: null, epoch, _stored.Seq, snapshot, tail ?? [], _presence.Show() with { Zone = WholeZone() }));
    }

    public Task Unsubscribe(EdgeId edge)
    {
        _feeds.Remove(edge);
        _presence.Remove(edge);
        if (_presence.Changed)
        {
            HasNews();
        }

        return Task.CompletedTask;
    }

    public Task<bool> ReportPresence(EdgeId edge, PresenceReport report)
    {
        if (!_feeds.Has(edge))
        {
            return Task.FromResult(false);
        }

        _presence.Report(edge, report, Elapsed);
        if (_presence.Changed)
        {
            HasNews();
        }

        return Task.FromResult(true);
    }

    public async Task<RoomSlice> Read(long fromSeq, int count, CancellationToken cancellationToken)
    {
        if (Closed() is { } closed)
        {
            return new RoomSlice(closed, [], 0);
        }

        if (fromSeq < 1 || count < 1)
        {
            return new RoomSlice(new Rejection(RejectionCode.BadRequest), [], 0);
        }

        try
        {
            // What has just been stored is still at hand: a pupil who joins asks for it at once.
            var commits = _recent.From(fromSeq, MaxSlice).ToList();
            if (commits.Count == 0 && fromSeq <= _stored.Seq)
            {
                var read = await services.Journal.ReadAsync(Id, fromSeq, Math.Min(count, MaxSlice), cancellationToken);
                commits.AddRange(read.Select(commit => (commit.To, commit.Payload.ToArray())));
            }

            var slice = ImmutableArray.CreateBuilder<byte[]>();
            var next = fromSeq;
            foreach (var (to, payload) in commits.TakeWhile(commit => commit.To <= _stored.Seq && next < fromSeq + count))
            {
                slice.Add(payload);
                next = to + 1;
            }

            return new RoomSlice(Rejection: null, slice.ToImmutable(), slice.Count > 0 && next <= _stored.Seq ? next : 0);
        }
        catch (JournalUnavailableException)
        {
            return new RoomSlice(new Rejection(RejectionCode.StorageUnavailable, services.Options.RetryAfter), [], 0);
        }
        catch (JournalDamagedException exception)
        {
            LogDamaged(services.Logger, exception, Id);
            return new RoomSlice(new Rejection(RejectionCode.Quarantined), [], 0);
        }
    }

    /// <summary>What holds in every room, for this actor's command; null when it is not known and the command must not be judged.</summary>
    private protected virtual EventWide? Wide(Actor actor, RoomCommand command) =>
        services.Watch.Current
        ?? (PublicWriting.Includes(command) && Permissions.AudienceOf(actor, Id) == Audience.Public ? null : services.Watch.Last);

    /// <summary>What must be over before a receipt for <paramref name="seq"/> (0: for a wish that already held) may be given.</summary>
    private protected virtual Task Confirmed(long seq) => Task.CompletedTask;

    /// <summary>Decides, gives the events their places, and puts them in line for the store; or says why not.</summary>
    private Rejection? Accept(Actor actor, ClientId clientId, RoomCommand command, in Situation situation, out PendingCommand? pending)
    {
        pending = null;
        ImmutableArray<StoredEvent> events;
        byte[] json;
        try
        {
            var decision = _ahead.Decide(command, situation);
            if (decision.Rejection is not null || decision.Events.IsEmpty)
            {
                return decision.Rejection;
            }

            // Read back before it is accepted: what would not come back from the store is never written, and what is applied here is
            // exactly what every replay and replica will apply.
            json = RoomJson.Write(_ahead.Sequence(decision, actor, clientId, situation.Now));
            events = [.. RoomJson.ReadEvents(json)];
        }
        catch (Exception exception)
        {
            // A command nobody can decide must not come back for ever: it is refused once and for all, and the bug is in the log.
            LogUndecided(services.Logger, exception, Id, command.GetType().Name);
            return new Rejection(RejectionCode.BadRequest);
        }

        if (json.Length > JournalCommit.MaxPayload)
        {
            return new Rejection(RejectionCode.TooLong);
        }

        try
        {
            Apply(_ahead, events);
        }
        catch (Exception exception)
        {
            LogUndecided(services.Logger, exception, Id, command.GetType().Name);
            RebuildAhead();
            return new Rejection(RejectionCode.BadRequest);
        }

        pending = new PendingCommand(events, json, Elapsed);
        _queue.Add(pending);
        _committing ??= CommitAsync();
        return null;
    }

    private async Task<Receipt> AnswerAsync(long seq, long confirm, CancellationToken cancellationToken)
    {
        var pending = _queue.Find(seq);
        if (pending is null && Confirmed(confirm).IsCompletedSuccessfully)
        {
            return Receipt.Ok(seq);
        }

        try
        {
            return await SettledAsync(pending, seq, confirm).WaitAsync(services.Options.AckWait, services.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Receipt.Unknown(new Rejection(RejectionCode.StorageUnavailable, services.Options.RetryAfter));
        }
    }

    private async Task<Receipt> SettledAsync(PendingCommand? pending, long seq, long confirm)
    {
        var receipt = pending is null ? Receipt.Ok(seq) : await pending.Answer;
        if (receipt.Status != ReceiptStatus.Ok)
        {
            return receipt;
        }

        await Confirmed(confirm);
        return Receipt.Ok(seq);
    }
}
