using System.Collections.Immutable;
using Halle.Storage.Journal;

namespace Halle.Rooms;

/// <summary>
/// Accepted commands of one room that are not settled yet, in order: those waiting, and those of the commit being written. Plain
/// bookkeeping for one thread; the grain's shell drives it.
/// </summary>
internal sealed class CommitQueue(int maxPending, TimeSpan maxAge)
{
    private readonly List<PendingCommand> _pending = [];
    private int _taken;

    /// <summary>Commands not settled, the ones being written included.</summary>
    public int Count => _pending.Count;

    public IReadOnlyList<PendingCommand> Pending => _pending;

    /// <summary>Whether another command may wait; when not, it is refused before it is decided, so the refusal is definite.</summary>
    public bool HasRoom(TimeSpan now) => _pending.Count < maxPending && (_pending.Count == 0 || now - _pending[0].Since < maxAge);

    public void Add(PendingCommand command) => _pending.Add(command);

    /// <summary>The unsettled command that holds this seq; null when the seq is settled.</summary>
    public PendingCommand? Find(long seq)
    {
        foreach (var command in _pending)
        {
            if (command.From <= seq && seq <= command.To)
            {
                return command;
            }
        }

        return null;
    }

    /// <summary>
    /// The next commit: as many waiting commands as fit into one row, never a part of one. Null when none waits or one is being written.
    /// </summary>
    public CommitBatch? Take()
    {
        if (_taken > 0 || _pending.Count == 0)
        {
            return null;
        }

        var bytes = 1;
        foreach (var command in _pending)
        {
            if (_taken > 0 && bytes + command.Json.Length > JournalCommit.MaxPayload)
            {
                break;
            }

            // The brackets of a command's list go, a comma or the closing bracket comes.
            bytes += command.Json.Length - 1;
            _taken++;
        }

        var commands = _pending.GetRange(0, _taken);
        var payload = new byte[bytes];
        payload[0] = (byte)'[';
        var at = 1;
        foreach (var command in commands)
        {
            command.Json.AsSpan(1, command.Json.Length - 2).CopyTo(payload.AsSpan(at));
            at += command.Json.Length - 2;
            payload[at++] = (byte)',';
        }

        payload[^1] = (byte)']';
        return new CommitBatch([.. commands], new JournalCommit(commands[0].From, commands[^1].To, payload), payload);
    }

    /// <summary>The commit taken last is settled.</summary>
    public void Settle()
    {
        _pending.RemoveRange(0, _taken);
        _taken = 0;
    }

    /// <summary>Empties the queue and hands out what was in it.</summary>
    public ImmutableArray<PendingCommand> Drain()
    {
        ImmutableArray<PendingCommand> all = [.. _pending];
        _pending.Clear();
        _taken = 0;
        return all;
    }
}

/// <summary>One commit on its way to the store.</summary>
internal sealed record CommitBatch(ImmutableArray<PendingCommand> Commands, JournalCommit Commit, byte[] Payload);

/// <summary>An accepted command: its events in their places, and everybody who waits for them to be stored.</summary>
/// <param name="Json">A JSON array of the events, as one commit of them alone would be stored.</param>
/// <param name="Since">Monotonic time of its arrival.</param>
internal sealed record PendingCommand(ImmutableArray<StoredEvent> Events, byte[] Json, TimeSpan Since)
{
    private readonly TaskCompletionSource<Receipt> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long From => Events[0].Seq;

    public long To => Events[^1].Seq;

    /// <summary>Completes when the command is settled, never with an exception.</summary>
    public Task<Receipt> Answer => _answer.Task;

    public void Settle(Receipt receipt) => _answer.TrySetResult(receipt);
}
