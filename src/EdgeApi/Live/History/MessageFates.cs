using System.Globalization;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Live.History;

/// <summary>
/// What became of a room's messages after they were posted: only those whose state is no longer the one of their birth are kept.
/// Pure; fed with every event of the room in order.
/// </summary>
internal sealed class MessageFates
{
    private readonly Dictionary<string, Fate> _changed = new(StringComparer.Ordinal);

    /// <summary>Seq of the last event taken.</summary>
    public long Seq { get; private set; }

    public void Take(StoredEvent stored)
    {
        if (stored.Seq <= Seq)
        {
            return;
        }

        Seq = stored.Seq;
        switch (stored.Event)
        {
            case MessageHeld held:
                Become(held.Message, MessageState.Held);
                break;
            case MessageReleased released:
                _changed[released.Message] = new Fate(MessageState.Visible, Before: null, stored.Seq);
                break;
            case MessageRemoved removed:
                Become(removed.Message, MessageState.Removed);
                break;
            case MessageWithdrawn withdrawn:
                Become(withdrawn.Message, MessageState.Removed);
                break;
            case MessageRestored { Message: var id } when _changed.TryGetValue(id, out var fate):
                _changed[id] = fate with { State = fate.Before, Before = null };
                break;
        }
    }

    /// <summary>The message as that audience may read it now; null when it may not.</summary>
    public ChatMessage? Show(StoredEvent stored, Audience audience)
    {
        if (stored.Event is not MessagePosted posted)
        {
            return null;
        }

        var id = stored.Seq.ToString(CultureInfo.InvariantCulture);
        var fate = _changed.GetValueOrDefault(id);
        var state = fate?.State ?? posted.State;
        if (state == MessageState.Removed || (audience == Audience.Public && state != MessageState.Visible))
        {
            return null;
        }

        return new ChatMessage(
            id,
            fate?.ShownAt ?? stored.Seq,
            stored.At,
            stored.By,
            posted.Text,
            posted.ReplyTo,
            state,
            Pinned: false,
            audience == Audience.Staff ? posted.HeldFor : null,
            Reports: 0);
    }

    private void Become(string message, MessageState state)
    {
        var before = _changed.GetValueOrDefault(message);
        _changed[message] = new Fate(state, before?.State, before?.ShownAt);
    }

    /// <param name="State">Null is the state of its birth.</param>
    /// <param name="Before">What a restore goes back to.</param>
    private sealed record Fate(MessageState? State, MessageState? Before, long? ShownAt);
}
