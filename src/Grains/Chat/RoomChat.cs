using System.Globalization;
using System.Text.Json;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Chat;

/// <summary>
/// The room's chat: the newest messages, what moderators did with them, one pin. A removed message's text is kept for a while, out of
/// everybody's sight, so that a removal can be undone, and then forgotten.
/// </summary>
public sealed class RoomChat(RoomMode mode, Sanctions sanctions) : IRoomPart
{
    /// <summary>Messages a room holds in memory; older ones are read from the journal.</summary>
    public const int Window = 500;

    /// <summary>How long one's own message can be taken back.</summary>
    public static readonly TimeSpan WithdrawFor = TimeSpan.FromSeconds(60);

    /// <summary>How long a removal can be undone; then the text is forgotten.</summary>
    public static readonly TimeSpan RestoreFor = TimeSpan.FromMinutes(10);

    /// <summary>The same text by the same person within this time is a repeat.</summary>
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(30);

    private readonly SortedDictionary<long, Entry> _messages = [];
    private long? _pin;

    public string Name => "chat";

    public Decision? Decide(RoomCommand command, in Situation situation)
    {
        var who = situation;
        return command switch
        {
            PostMessage post => Post(post, who),
            WithdrawMessage { Message: var id } => On(id, entry => Withdraw(entry, who)),
            HoldMessage { Message: var id } => On(id, entry => Step(
                entry, MessageState.Visible, MessageState.Held, new MessageHeld(id))),
            ReleaseMessage { Message: var id } => On(id, entry => Step(
                entry, MessageState.Held, MessageState.Visible, new MessageReleased(id))),
            RemoveMessage { Message: var id, Reason: var reason } => On(id, entry => entry.State == MessageState.Removed
                ? Decision.NoChange
                : Decision.Of(new MessageRemoved(id, Reasons.Clean(reason)))),
            RestoreMessage { Message: var id } => On(id, entry =>
                entry.State != MessageState.Removed ? Decision.NoChange
                : entry.Text is null || entry.Withdrawn ? Decision.Refuse(RejectionCode.TooLate)
                : Decision.Of(new MessageRestored(id))),
            PinMessage { Message: var id } => On(id, entry =>
                _pin == entry.Id ? Decision.NoChange
                : entry.State == MessageState.Visible ? Decision.Of(new MessagePinned(id))
                : Decision.Refuse(RejectionCode.WrongState)),
            UnpinMessage { Message: var id } => On(id, entry =>
                _pin == entry.Id ? Decision.Of(new MessageUnpinned(id)) : Decision.NoChange),
            ReportMessage { Message: var id, Reason: var reason } => On(id, entry =>
                entry.State == MessageState.Removed || entry.Reporters.Contains(who.Actor.Person)
                    ? Decision.NoChange
                    : Decision.Of(new MessageReported(id, Reasons.Clean(reason)))),
            _ => null,
        };
    }

    public void Apply(StoredEvent stored, Changes changes)
    {
        Forget(stored.At);
        switch (stored.Event)
        {
            case MessagePosted posted:
                _messages.Add(stored.Seq, new Entry(
                    stored.Seq, stored.Seq, stored.At, stored.By, posted.Text, posted.ReplyTo, posted.State, posted.HeldFor));
                Touch(stored.Seq, changes);
                Trim(changes);
                break;
            case MessageWithdrawn withdrawn:
                Change(withdrawn.Message, entry => entry with { State = MessageState.Removed, Before = entry.State, RemovedAt = stored.At, Withdrawn = true }, changes);
                break;
            case MessageHeld held:
                Change(held.Message, entry => entry with { State = MessageState.Held, HeldFor = "moderator" }, changes);
                break;
            case MessageReleased released:
                Change(released.Message, entry => entry with { State = MessageState.Visible, HeldFor = null, ShownAt = stored.Seq }, changes);
                break;
            case MessageRemoved removed:
                Change(removed.Message, entry => entry with { State = MessageState.Removed, Before = entry.State, RemovedAt = stored.At }, changes);
                break;
            case MessageRestored restored:
                Change(restored.Message, entry => entry with { State = entry.Before, RemovedAt = null }, changes);
                break;
            case MessagePinned pinned:
                var former = _pin;
                _pin = Id(pinned.Message);
                Touch(former, changes);
                Touch(_pin, changes);
                break;
            case MessageUnpinned unpinned:
                _pin = null;
                Touch(Id(unpinned.Message), changes);
                break;
            case MessageReported reported:
                Change(reported.Message, entry => entry with { Reporters = [.. entry.Reporters, stored.By.Id] }, changes);
                break;
        }

        if (_pin is { } pin && (!_messages.TryGetValue(pin, out var onTop) || onTop.State != MessageState.Visible))
        {
            _pin = null;
            Touch(pin, changes);
        }
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        string.Equals(key.Type, "message", StringComparison.Ordinal) && Id(key.Id) is { } id && _messages.TryGetValue(id, out var entry)
            ? Show(entry, audience)
            : null;

    public IEnumerable<EntityKey> Keys() => _messages.Values.Select(entry => new EntityKey("message", entry.Key));

    public You Tell(PersonId person, You you) => you with
    {
        Messages =
        [
            .. _messages.Values
                .Where(entry => entry.Author.Id == person && entry.State is MessageState.Held or MessageState.Shadowed && entry.Author.Id == person)
                .Select(entry => entry.ToView(pinned: false) with
                {
                    // Shadowed looks visible to its author: that is its point.
                    State = entry.State == MessageState.Shadowed ? MessageState.Visible : entry.State,
                    HeldFor = null,
                    Reports = 0,
                }),
        ],
    };

    public object Save() => new Saved([.. _messages.Values], _pin);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options)!;
        _messages.Clear();
        foreach (var entry in saved.Messages)
        {
            _messages.Add(entry.Id, entry);
        }

        _pin = saved.Pin;
    }

    private Decision Post(PostMessage post, in Situation situation)
    {
        if (!MessageText.TryClean(post.Text, out var text, out var code))
        {
            return Decision.Refuse(code);
        }

        if (post.ReplyTo is { } reply && (Id(reply) is not { } target || !_messages.ContainsKey(target)))
        {
            return Decision.Refuse(RejectionCode.NotFound);
        }

        var (author, now) = (situation.Actor.Person, situation.Now);
        if (_messages.Values.Reverse().TakeWhile(entry => now - entry.At < RepeatWithin)
            .Any(entry => entry.Author.Id == author && string.Equals(entry.Text, text, StringComparison.Ordinal)))
        {
            return Decision.Refuse(new Rejection(RejectionCode.Duplicate, RepeatWithin));
        }

        var host = Permissions.AudienceOf(situation.Actor, situation.Room) == Audience.Staff;
        var heldFor = host ? null : mode.HoldsPublic ? "pre_moderated" : ContactData.Find(text, situation);
        var state = sanctions.IsShadowed(situation) ? MessageState.Shadowed : heldFor is null ? MessageState.Visible : MessageState.Held;
        return Decision.Of(new MessagePosted(text, post.ReplyTo, state, heldFor));
    }

    private static Decision Withdraw(Entry entry, in Situation situation) =>
        entry.Author.Id != situation.Actor.Person ? Decision.Refuse(RejectionCode.NotYours)
        : entry.State == MessageState.Removed ? Decision.NoChange
        : situation.Now - entry.At > WithdrawFor ? Decision.Refuse(RejectionCode.TooLate)
        : Decision.Of(new MessageWithdrawn(entry.Key));

    private static Decision Step(Entry entry, MessageState from, MessageState to, RoomEvent happened) =>
        entry.State == to ? Decision.NoChange
        : entry.State == from ? Decision.Of(happened)
        : Decision.Refuse(RejectionCode.WrongState);

    private Decision On(string id, Func<Entry, Decision> decide) =>
        Id(id) is { } number && _messages.TryGetValue(number, out var entry) ? decide(entry) : Decision.Refuse(RejectionCode.NotFound);

    private ChatMessage? Show(Entry entry, Audience audience)
    {
        var view = entry.ToView(_pin == entry.Id);
        return (entry.State, audience) switch
        {
            (MessageState.Removed, Audience.Public) when entry.Before is MessageState.Held or MessageState.Shadowed => null,
            (MessageState.Removed, Audience.Public) => view with { Author = null, HeldFor = null, Reports = 0 },
            (MessageState.Visible, Audience.Public) => view with { HeldFor = null, Reports = 0 },
            (_, Audience.Public) => null,
            _ => view,
        };
    }

    private void Change(string id, Func<Entry, Entry> change, Changes changes)
    {
        if (Id(id) is { } number && _messages.TryGetValue(number, out var entry))
        {
            _messages[number] = change(entry);
            Touch(number, changes);
        }
    }

    private void Touch(long? id, Changes changes)
    {
        if (id is { } number)
        {
            changes.Touch("message", number.ToString(CultureInfo.InvariantCulture));
            if (_messages.TryGetValue(number, out var entry))
            {
                changes.Touch(entry.Author.Id);
            }
        }
    }

    private void Trim(Changes changes)
    {
        while (_messages.Count > Window)
        {
            var oldest = _messages.Keys.First();
            Touch(oldest, changes);
            _messages.Remove(oldest);
        }
    }

    /// <summary>Drops the text of what was removed long enough ago.</summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var entry in _messages.Values.Where(entry => entry.Text is not null && now - entry.RemovedAt > RestoreFor).ToArray())
        {
            _messages[entry.Id] = entry with { Text = null };
        }
    }

    private static long? Id(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private sealed record Saved(IReadOnlyList<Entry> Messages, long? Pin);

    private sealed record Entry(
        long Id, long ShownAt, DateTimeOffset At, Author Author, string? Text, string? ReplyTo, MessageState State, string? HeldFor)
    {
        public string Key => Id.ToString(CultureInfo.InvariantCulture);

        public MessageState Before { get; init; }

        public DateTimeOffset? RemovedAt { get; init; }

        public bool Withdrawn { get; init; }

        public IReadOnlyList<PersonId> Reporters { get; init; } = [];

        public ChatMessage ToView(bool pinned) => new(
            Key, ShownAt, At, Author, State == MessageState.Removed ? "" : Text ?? "", ReplyTo, State, pinned, HeldFor, Reporters.Count);
    }
}
