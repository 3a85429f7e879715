using Halle.Keeping;
using Halle.Storage.Journal;

namespace Halle.Rooms;

/// <summary>A room's stored events, as forgetting needs them: looked through, rewritten, played again. It holds nothing between calls.</summary>
internal sealed class RoomMemory(IJournal journal, RoomId room, RoomSettings settings)
{
    /// <summary>Commits read at once: at most 3 MiB.</summary>
    private const int Page = 64;

    /// <summary>
    /// Up to where the order takes something; null when there is nothing. Nothing is found either that the room would not come back from: that is
    /// tried here, before anything is written.
    /// </summary>
    /// <exception cref="RoomDamagedException">What would be left is no room.</exception>
    public async Task<long?> FindAsync(ForgetOrder order, Room stored, CancellationToken cancellationToken)
    {
        var from = order.What == ForgetKind.Messages ? stored.Part<Forgetting>()!.Through + 1 : 1;
        var (head, found) = (stored.Seq, 0L);
        var redaction = Trial(order, head);
        await ReadAsync(from, head, events =>
        {
            if (order.Before is { } before && events[^1].At >= before)
            {
                events = [.. events.TakeWhile(one => one.At < before)];
            }

            var changed = redaction.Changed;
            redaction.Redact(events);
            if (redaction.Changed > changed)
            {
                found = events[^1].Seq;
            }

            return order.Before is null || (events.Length > 0 && events[^1].At < order.Before);
        }, cancellationToken);
        if (found == 0)
        {
            return null;
        }

        var through = order.What == ForgetKind.Messages ? found : head;
        await TryAsync(Trial(order, through), head, cancellationToken);
        return through;
    }

    /// <summary>Rewrites what is stored up to the order, which comes last. Answers how many events lost something.</summary>
    /// <param name="write">Stores some commits, while no other write is on its way.</param>
    public async Task<int> RewriteAsync(
        PendingForgetting pending, Room stored, Func<IReadOnlyList<JournalCommit>, Task> write, CancellationToken cancellationToken)
    {
        if (pending.Order.Key.Length == 0)
        {
            return 0;
        }

        var redaction = new Redaction(pending.Order, pending.Seq);
        var waiting = new List<JournalCommit>();
        var from = pending.Order.What == ForgetKind.Messages ? stored.Part<Forgetting>()!.Through + 1 : 1;
        while (from <= pending.Seq)
        {
            foreach (var commit in await PageAsync(from, cancellationToken))
            {
                from = commit.To + 1;
                if (commit.From <= pending.Seq && redaction.Redact(RoomJson.ReadEvents(commit.Payload.Span)) is { } kept)
                {
                    waiting.Add(commit with { Payload = RoomJson.Write(kept) });
                }

                if (waiting.Count == JournalCommit.MaxRewrite)
                {
                    await write([.. waiting]);
                    waiting.Clear();
                }
            }
        }

        if (waiting.Count > 0)
        {
            await write([.. waiting]);
        }

        return redaction.Changed;
    }

    /// <summary>Leads a room on to <paramref name="head"/> by what is stored.</summary>
    public async Task ReplayAsync(Room replayed, long head, CancellationToken cancellationToken)
    {
        var changes = new Changes();
        await ReadAsync(replayed.Seq + 1, head, events => Apply(replayed, events, changes), cancellationToken);
    }

    private static Redaction Trial(ForgetOrder order, long through) =>
        new(new RoomForgetting(order.What, through, order.Person, Key: "trial"), at: long.MaxValue);

    private async Task TryAsync(Redaction redaction, long head, CancellationToken cancellationToken)
    {
        var (trial, changes) = (RoomFactory.Create(room, settings), new Changes());
        await ReadAsync(1, head, events => Apply(trial, redaction.Redact(events) ?? events, changes), cancellationToken);
        RoomFactory.Load(room, settings, trial.Save());
    }

    private bool Apply(Room replayed, StoredEvent[] events, Changes changes)
    {
        try
        {
            foreach (var stored in events.Where(stored => stored.Seq > replayed.Seq))
            {
                replayed.Apply(stored, changes);
            }
        }
        catch (Exception exception)
        {
            throw new RoomDamagedException(room, exception);
        }

        changes.Clear();
        return true;
    }

    /// <summary>Hands over commit by commit, from the one that holds <paramref name="from"/>, until told to stop.</summary>
    private async Task ReadAsync(long from, long head, Func<StoredEvent[], bool> take, CancellationToken cancellationToken)
    {
        while (from <= head)
        {
            foreach (var commit in await PageAsync(from, cancellationToken))
            {
                if (!take(RoomJson.ReadEvents(commit.Payload.Span)))
                {
                    return;
                }

                from = commit.To + 1;
            }
        }
    }

    private async Task<IReadOnlyList<JournalCommit>> PageAsync(long from, CancellationToken cancellationToken) =>
        await journal.ReadAsync(room, from, Page, cancellationToken) is { Count: > 0 } page
            ? page
            : throw new RoomDamagedException(room, new JournalDamagedException($"{room} ends before {from}."));
}
