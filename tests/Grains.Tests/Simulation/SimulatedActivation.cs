using Halle.Event;
using Halle.Rooms;
using Halle.Storage.Journal;

namespace Halle.Tests.Simulation;

/// <summary>
/// A room's grain without Orleans and without time: the same room twice (ahead and stored), the same queue, the same order of doing things as
/// the shell; what the shell awaits is a step that the run takes when it likes, or never.
/// </summary>
internal sealed class SimulatedActivation
{
    private static readonly RoomSettings Settings = new();

    private readonly SimulatedJournal _journal;
    private readonly Sabotage _sabotage;
    private readonly CommitQueue _queue = new(maxPending: 200, TimeSpan.MaxValue);
    private readonly RecentCommits _recent = new(maxBytes: 16 * 1024);
    private readonly Room _ahead;
    private readonly Room _stored;
    private readonly List<(PendingCommand Command, Action<Receipt> Reply)> _waiting = [];
    private readonly Changes _ignored = new();
    private readonly RecentRefusals _refusals = new();
    private (CommitBatch Batch, SimulatedAppend Append)? _write;

    public SimulatedActivation(RoomId id, SimulatedJournal journal, Sabotage sabotage)
    {
        _journal = journal;
        _sabotage = sabotage;
        _ahead = Load(id);
        _stored = Load(id);
    }

    public bool IsDead { get; private set; }

    public Dictionary<SimulatedEdge, FeedBacklog> Feeds { get; } = [];

    public bool CanWrite => !IsDead && _write is null && _queue.Count > 0;

    public bool CanSettle => !IsDead && _write is { Append.Outcome: not AppendOutcome.Unknown };

    public long Stored => _stored.Seq;

    public void Execute(Actor actor, ClientId clientId, RoomCommand command, DateTimeOffset now, Action<Receipt> reply)
    {
        if (IsDead)
        {
            return;
        }

        if (_sabotage != Sabotage.NoDedup && _ahead.FindReceipt(actor.Person, clientId) is { } known)
        {
            Answer(known, reply);
            return;
        }

        var elapsed = TimeSpan.FromTicks(now.UtcTicks);
        if (_sabotage != Sabotage.NoDedup && _refusals.Find(actor.Person, clientId, elapsed) is { } refused)
        {
            reply(Receipt.Refused(refused));
            return;
        }

        var situation = new Situation(_ahead.Id, actor, actor.Owns(_ahead.Id), now > _ahead.At ? now : _ahead.At, EventWide.None);
        var decision = _ahead.Decide(command, situation);
        if (decision.Rejection is { } rejection)
        {
            _refusals.Add(actor.Person, clientId, rejection, elapsed);
            reply(Receipt.Refused(rejection));
            return;
        }

        if (decision.Events.IsEmpty)
        {
            Answer(_ahead.Seq, reply);
            return;
        }

        var json = RoomJson.Write(_ahead.Sequence(decision, actor, clientId, situation.Now));
        var accepted = new PendingCommand([.. RoomJson.ReadEvents(json)], json, TimeSpan.Zero);
        Apply(_ahead, accepted);
        _queue.Add(accepted);
        if (_sabotage == Sabotage.PublishBeforeCommit)
        {
            Publish(accepted.To, json);
        }

        Answer(accepted.From, reply);
    }

    /// <summary>Sends the next commit to the store.</summary>
    public void Write()
    {
        if (_queue.Take() is { } batch)
        {
            var append = new SimulatedAppend(_stored.Seq, batch.Commit);
            _journal.Waiting.Add(append);
            _write = (batch, append);
        }
    }

    /// <summary>Takes the store's answer.</summary>
    public void Settle()
    {
        var (batch, append) = _write!.Value;
        _write = null;
        if (append.Outcome == AppendOutcome.Fenced)
        {
            End();
            return;
        }

        foreach (var command in batch.Commands)
        {
            Apply(_stored, command);
        }

        _queue.Settle();
        _recent.Add(batch.Commit.From - 1, batch.Commit.To, batch.Payload);
        foreach (var command in batch.Commands)
        {
            command.Settle(Receipt.Ok(command.From));
        }

        if (_sabotage != Sabotage.PublishBeforeCommit)
        {
            Publish(batch.Commit.To, batch.Payload);
        }

        foreach (var (command, reply) in _waiting.Where(waiting => waiting.Command.Answer.IsCompleted).ToArray())
        {
            reply(Receipt.Ok(command.From));
        }

        _waiting.RemoveAll(waiting => waiting.Command.Answer.IsCompleted);
    }

    public void SaveSnapshot() => _journal.Snapshot = new JournalSnapshot(_stored.Seq, _stored.Save());

    public Subscription Subscribe(SimulatedEdge edge, RoomPosition? from)
    {
        var tail = from is { } at ? _recent.After(at.Seq, _stored.Seq) : null;
        Feeds[edge] = new FeedBacklog(_stored.Id, SimulatedJournal.Epoch, _stored.Seq, maxBytes: 64 * 1024);
        return new Subscription(
            null, SimulatedJournal.Epoch, _stored.Seq, tail is null ? _stored.SaveForReaders() : null, tail ?? [], null);
    }

    /// <summary>The process is gone: nobody gets an answer any more.</summary>
    public void Crash() => IsDead = true;

    private void End()
    {
        foreach (var (_, reply) in _waiting)
        {
            reply(Receipt.Unknown(new Rejection(RejectionCode.Unavailable)));
        }

        Crash();
    }

    private void Answer(long seq, Action<Receipt> reply)
    {
        if (_sabotage != Sabotage.AckBeforeCommit && _queue.Find(seq) is { } pending)
        {
            // A wish that already holds waits for what it holds by, and gets the seq that it was told of.
            _waiting.Add((pending, receipt => reply(receipt.Status == ReceiptStatus.Ok ? Receipt.Ok(seq) : receipt)));
            return;
        }

        reply(Receipt.Ok(seq));
    }

    private void Publish(long to, byte[] payload)
    {
        foreach (var (edge, feed) in Feeds.ToArray())
        {
            if (!feed.TryAdd(to, payload))
            {
                Feeds.Remove(edge);
            }
        }
    }

    private void Apply(Room room, PendingCommand command)
    {
        foreach (var stored in command.Events)
        {
            room.Apply(stored, _ignored);
        }
    }

    private Room Load(RoomId id)
    {
        var room = _journal.Snapshot is { } snapshot
            ? RoomFactory.Load(id, Settings, snapshot.Payload.Span)
            : RoomFactory.Create(id, Settings);
        foreach (var stored in _journal.Commits.Where(commit => commit.To > room.Seq).SelectMany(commit => RoomJson.ReadEvents(commit.Payload.Span)))
        {
            if (stored.Seq > room.Seq)
            {
                room.Apply(stored, new Changes());
            }
        }

        return room;
    }
}
