using System.Globalization;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Live.History;

/// <summary>
/// A stretch of a room's events without holes, as far as it says what became of messages: their posting, and what was done to them. It grows at
/// both ends. Pure.
/// </summary>
internal sealed class MessageFates
{
    private readonly List<long> _posts = [];
    private readonly List<(long Seq, string? Message)> _pins = [];
    private readonly Dictionary<string, List<StoredEvent>> _done = new(StringComparer.Ordinal);

    /// <param name="from">The first seq of the stretch.</param>
    public MessageFates(long from) => (From, To) = (from, from - 1);

    public long From { get; private set; }

    /// <summary>The last seq of the stretch; one before <see cref="From"/> while it is empty.</summary>
    public long To { get; private set; }

    /// <summary>Takes the next event; what is in the stretch already is passed over.</summary>
    public void Take(StoredEvent stored)
    {
        if (stored.Seq <= To)
        {
            return;
        }

        To = stored.Seq;
        switch (stored.Event)
        {
            case MessagePosted { Text.Length: 0 }:
                // The room has forgotten it, and it pushes none of the others out of the room's memory.
                break;
            case MessagePosted:
                _posts.Add(stored.Seq);
                break;
            case MessagePinned pinned:
                _pins.Add((stored.Seq, pinned.Message));
                break;
            case MessageUnpinned:
                _pins.Add((stored.Seq, null));
                break;
            default:
                if (Concerns(stored.Event) is { } message)
                {
                    DoneTo(message).Add(stored);
                }

                break;
        }
    }

    /// <summary>Joins the stretch that ends where this one begins.</summary>
    public void Prepend(MessageFates earlier)
    {
        _posts.InsertRange(0, earlier._posts);
        _pins.InsertRange(0, earlier._pins);
        foreach (var (message, done) in earlier._done)
        {
            DoneTo(message).InsertRange(0, done);
        }

        From = earlier.From;
    }

    /// <summary>
    /// Whether nothing after this stretch can change what became of the message. A room acts on messages in memory only: one that is neither held
    /// nor pinned has left it when <see cref="RoomChat.Window"/> others were posted since.
    /// </summary>
    public bool IsSettled(StoredEvent posted)
    {
        var fate = FateOf(posted);
        return fate.Leaves is { } since && PostsAfter(since) >= RoomChat.Window;
    }

    /// <summary>
    /// The message as that audience may read it; null when it may not. A removed one is a tombstone to whoever could have seen it, as in the room:
    /// a history in which somebody reads back has no holes that nobody explains.
    /// </summary>
    public ChatMessage? Show(StoredEvent stored, Audience audience)
    {
        if (stored.Event is not MessagePosted { Text.Length: > 0 } posted)
        {
            return null;
        }

        var fate = FateOf(stored);
        var (forStaff, removed) = (audience == Audience.Staff, fate.State == MessageState.Removed);
        if (!forStaff && fate.State != MessageState.Visible && !(removed && fate.WasShown))
        {
            return null;
        }

        return new ChatMessage(
            Id(stored),
            fate.ShownAt,
            stored.At,
            removed && !forStaff ? null : stored.By,
            removed ? "" : posted.Text,
            removed && !forStaff ? null : posted.ReplyTo,
            fate.State,
            Pinned: false,
            forStaff && !removed ? posted.HeldFor : null,
            Reports: 0);
    }

    private Fate FateOf(StoredEvent stored)
    {
        var id = Id(stored);
        var (state, before, shownAt, leaves) = (((MessagePosted)stored.Event).State, default(MessageState?), stored.Seq, stored.Seq);
        var wasShown = state == MessageState.Visible;
        foreach (var done in _done.GetValueOrDefault(id) ?? [])
        {
            leaves = done.Seq;
            switch (done.Event)
            {
                case MessageHeld:
                    (state, before) = (MessageState.Held, state);
                    break;
                case MessageReleased:
                    (state, before, shownAt, wasShown) = (MessageState.Visible, null, done.Seq, true);
                    break;
                case MessageRemoved or MessageWithdrawn:
                    (state, before) = (MessageState.Removed, state);
                    break;
                case MessageRestored when before is { } earlier:
                    (state, before) = (earlier, null);
                    break;
            }
        }

        return new Fate(state, shownAt, wasShown, state == MessageState.Held ? null : Unpinned(id, stored.Seq, leaves));
    }

    /// <summary>Since when it may leave the room's memory, pins considered; null while it is on top.</summary>
    private long? Unpinned(string id, long posted, long leaves)
    {
        var pinned = false;
        foreach (var (seq, message) in _pins)
        {
            if (seq > posted && (pinned || string.Equals(message, id, StringComparison.Ordinal)))
            {
                pinned = string.Equals(message, id, StringComparison.Ordinal);
                leaves = Math.Max(leaves, seq);
            }
        }

        // Whatever takes it out of sight takes it off the top as well, and was counted: to go on as if it were on top only reads further.
        return pinned ? null : leaves;
    }

    private int PostsAfter(long seq)
    {
        var index = _posts.BinarySearch(seq);
        return _posts.Count - (index >= 0 ? index + 1 : ~index);
    }

    private List<StoredEvent> DoneTo(string message)
    {
        if (!_done.TryGetValue(message, out var done))
        {
            _done[message] = done = [];
        }

        return done;
    }

    private static string? Concerns(RoomEvent happened) => happened switch
    {
        MessageHeld held => held.Message,
        MessageReleased released => released.Message,
        MessageRemoved removed => removed.Message,
        MessageWithdrawn withdrawn => withdrawn.Message,
        MessageRestored restored => restored.Message,
        _ => null,
    };

    private static string Id(StoredEvent posted) => posted.Seq.ToString(CultureInfo.InvariantCulture);

    /// <param name="WasShown">Others than staff and its author have seen it.</param>
    /// <param name="Leaves">Since when others push it out of the room's memory; null while the room keeps it.</param>
    private sealed record Fate(MessageState State, long ShownAt, bool WasShown, long? Leaves);
}
