using System.Text.Json;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Chat;

/// <summary>
/// The room's chat: the newest messages, what moderators did with them, one pin. A removed message's text is kept for a while, out of
/// everybody's sight, so that a removal can be undone, and then forgotten. A posting without text is one that the room has forgotten: it leaves no trace
/// here, and what was done to it does nothing.
/// </summary>
public sealed class RoomChat(RoomMode mode, Sanctions sanctions) : IRoomPart
{
    /// <summary>Messages a room holds in memory; older ones are read from the journal.</summary>
    public const int Window = 500;

    /// <summary>Of these, held ones that are kept however old they are: a flood of held messages does not push out the others.</summary>
    public const int HeldWindow = 200;

    /// <summary>One person's same text within <see cref="RepeatWithin"/>: "oui" is said twice, a third time is noise.</summary>
    public const int Repeats = 2;

    /// <summary>Reporters remembered of a message: more people say nothing new.</summary>
    public const int MaxReporters = 50;

    /// <summary>How long one's own message can be taken back.</summary>
    public static readonly TimeSpan WithdrawFor = TimeSpan.FromSeconds(60);

    /// <summary>How long a removal can be undone; then the text is forgotten.</summary>
    public static readonly TimeSpan RestoreFor = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(30);

    /// <summary>Contact data in pieces is put together over this time.</summary>
    public static readonly TimeSpan PiecesWithin = TimeSpan.FromMinutes(5);

    private readonly ChatWindow _window = new();

    public string Name => "chat";

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        PostMessage post => Post(post, situation),
        WithdrawMessage withdraw => Withdraw(_window.Find(withdraw.Message), situation),
        HoldMessage hold => Hold(_window.Find(hold.Message), situation),
        ReleaseMessage release => Release(_window.Find(release.Message), situation),
        RemoveMessage remove => Remove(_window.Find(remove.Message), remove.Reason, situation),
        RestoreMessage restore => Restore(_window.Find(restore.Message), situation),
        PinMessage pin => Pin(_window.Find(pin.Message)),
        UnpinMessage unpin => Unpin(_window.Find(unpin.Message)),
        ReportMessage report => Report(_window.Find(report.Message), report.Reason, situation),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        _window.Forget(stored.At);
        switch (stored.Event)
        {
            case MessagePosted { Text.Length: > 0 } posted:
                _window.Add(
                    new ChatEntry(stored.Seq, stored.Seq, stored.At, stored.By, posted.Text, posted.ReplyTo, posted.State, posted.HeldFor)
                    {
                        WasShown = posted.State == MessageState.Visible,
                    },
                    changes);
                break;
            case MessageWithdrawn withdrawn:
                Change(withdrawn.Message, entry => entry.Withdraw(stored.At), changes);
                break;
            case MessageHeld held:
                Change(held.Message, entry => entry with { State = MessageState.Held, HeldFor = HeldFor.Moderator }, changes);
                break;
            case MessageReleased released:
                Change(released.Message, entry => entry.Show(stored.Seq), changes);
                break;
            case MessageRemoved removed:
                Change(removed.Message, entry => entry.Remove(stored.At, stored.By), changes);
                break;
            case MessageRestored restored:
                Change(restored.Message, entry => entry.Restore(), changes);
                break;
            case MessagePinned pinned:
                _window.SetPin(_window.Find(pinned.Message)?.Id, changes);
                break;
            case MessageUnpinned:
                _window.SetPin(null, changes);
                break;
            case MessageReported reported:
                Change(reported.Message, entry => entry with { Reporters = entry.Reporters.Add(stored.By.Id) }, changes);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc cref="ChatWindow.Forgotten"/>
    public long Forgotten => _window.Forgotten;

    /// <summary>Messages that wait for somebody to look at them, held or reported, and when the oldest of them was written.</summary>
    public (int Count, DateTimeOffset? Since) Waiting
    {
        get
        {
            var (count, since) = (0, default(DateTimeOffset?));
            foreach (var entry in _window.All)
            {
                if (entry.State == MessageState.Held || (entry.State == MessageState.Visible && !entry.Reporters.IsEmpty))
                {
                    count++;
                    since ??= entry.At;
                }
            }

            return (count, since);
        }
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        string.Equals(key.Type, "message", StringComparison.Ordinal) && _window.Find(key.Id) is { } entry
            ? entry.View(audience, _window.Pin == entry.Id)
            : null;

    public IEnumerable<EntityKey> Keys() => _window.All.OrderBy(entry => entry.ShownAt).Select(entry => new EntityKey("message", entry.Key));

    public You Tell(PersonId person, You you) => you with
    {
        Messages = [.. _window.All.Where(entry => entry.IsOnlyForItsAuthor && entry.Author.Id == person).Select(entry => entry.ViewForAuthor())],
    };

    public object Save() => _window.Save();

    public void Load(JsonElement state) =>
        _window.Load(state.Deserialize<ChatWindow.Saved>(RoomJson.Options) ?? throw new JsonException("No chat."));

    private Decision Post(PostMessage post, in Situation situation)
    {
        if (!MessageText.TryClean(post.Text, out var text, out var code))
        {
            return Decision.Refuse(code);
        }

        if (post.ReplyTo is not null && _window.Find(post.ReplyTo) is not { State: MessageState.Visible })
        {
            return Decision.Refuse(RejectionCode.NotFound);
        }

        var isPublic = PublicWriting.IsPublic(situation);
        if (isPublic && Repeat(text, situation) is { } after)
        {
            return Decision.Refuse(new Rejection(RejectionCode.Duplicate, after));
        }

        var heldFor = MessagePolicy.HeldFor(text, situation)
            ?? (MessagePolicy.Completes(text, SaidJustBefore(situation), situation) ? HeldFor.Contact : null)
            ?? (isPublic && mode.HoldsPublic ? HeldFor.PreModerated : null);
        var state = sanctions.IsShadowed(situation) ? MessageState.Shadowed
            : heldFor is null ? MessageState.Visible
            : MessageState.Held;
        return Decision.Of(new MessagePosted(text, post.ReplyTo, state, heldFor));
    }

    private IEnumerable<string> SaidJustBefore(Situation situation) =>
        _window.Since(situation.Now - PiecesWithin)
            .Where(entry => entry.Author.Id == situation.Actor.Person && entry.State is MessageState.Visible or MessageState.Shadowed)
            .Select(entry => entry.Text).OfType<string>();

    /// <summary>How long until this text may be said again; null when it may be said now.</summary>
    private TimeSpan? Repeat(string text, in Situation situation)
    {
        var (author, now, times) = (situation.Actor.Person, situation.Now, 0);
        foreach (var entry in _window.Since(now - RepeatWithin))
        {
            if (entry.Author.Id == author && string.Equals(entry.Text, text, StringComparison.OrdinalIgnoreCase) && ++times == Repeats)
            {
                return entry.At + RepeatWithin - now;
            }
        }

        return null;
    }

    private static Decision Withdraw(ChatEntry? entry, in Situation situation) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : entry.Author.Id != situation.Actor.Person ? Decision.Refuse(RejectionCode.NotYours)
        : entry.State == MessageState.Removed ? Decision.NoChange
        : situation.Now - entry.At > WithdrawFor ? Decision.Refuse(RejectionCode.TooLate)
        : Decision.Of(new MessageWithdrawn(entry.Key));

    private static Decision Hold(ChatEntry? entry, in Situation situation) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : entry.State == MessageState.Held ? Decision.NoChange
        : entry.State != MessageState.Visible ? Decision.Refuse(RejectionCode.WrongState)
        : IsAbove(entry.Author.Role, situation) ? Decision.Refuse(RejectionCode.Protected)
        : Decision.Of(new MessageHeld(entry.Key));

    // A message is held so that somebody else looks at it; those who answer for the event are that somebody.
    private static Decision Release(ChatEntry? entry, in Situation situation) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : entry.State == MessageState.Visible ? Decision.NoChange
        : entry.State == MessageState.Removed ? Decision.Refuse(RejectionCode.WrongState)
        : entry.Author.Id == situation.Actor.Person && situation.Actor.Role is not (Role.Moderator or Role.Organiser)
            ? Decision.Refuse(RejectionCode.Yourself)
        : Decision.Of(new MessageReleased(entry.Key));

    private static Decision Remove(ChatEntry? entry, string? given, in Situation situation) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : Reasons.Read(given, out var reason) is { } unfit ? Decision.Refuse(unfit)
        : entry.State == MessageState.Removed ? Decision.NoChange
        : IsAbove(entry.Author.Role, situation) ? Decision.Refuse(RejectionCode.Protected)
        : Decision.Of(new MessageRemoved(entry.Key, reason.Length == 0 ? null : reason));

    private static Decision Restore(ChatEntry? entry, in Situation situation) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : entry.Removal is not { } removal ? Decision.NoChange
        : entry.Text is null || situation.Now - removal.At > RestoreFor ? Decision.Refuse(RejectionCode.TooLate)
        : IsAbove(removal.By, situation) ? Decision.Refuse(RejectionCode.Protected)
        : Decision.Of(new MessageRestored(entry.Key));

    private Decision Pin(ChatEntry? entry) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : entry.State != MessageState.Visible ? Decision.Refuse(RejectionCode.WrongState)
        : _window.Pin == entry.Id ? Decision.NoChange
        : Decision.Of(new MessagePinned(entry.Key));

    private Decision Unpin(ChatEntry? entry) =>
        entry is null ? Decision.Refuse(RejectionCode.NotFound)
        : _window.Pin == entry.Id ? Decision.Of(new MessageUnpinned(entry.Key))
        : Decision.NoChange;

    private static Decision Report(ChatEntry? entry, string? given, in Situation situation) =>
        entry is null || (entry.State != MessageState.Visible && PublicWriting.IsPublic(situation)) ? Decision.Refuse(RejectionCode.NotFound)
        : Reasons.Read(given, out var reason) is { } unfit ? Decision.Refuse(unfit)
        : entry.Author.Id == situation.Actor.Person ? Decision.Refuse(RejectionCode.Yourself)
        : entry.State == MessageState.Removed || entry.Reporters.Contains(situation.Actor.Person) || entry.Reporters.Length >= MaxReporters
            ? Decision.NoChange
        : Decision.Of(new MessageReported(entry.Key, reason.Length == 0 ? null : reason));

    private static bool IsAbove(Role role, in Situation situation) => Standing.Of(role) > Standing.Of(situation.Actor.Role);

    private void Change(string id, Func<ChatEntry, ChatEntry> change, Changes changes)
    {
        _window.Change(id, change, changes);
        if (_window.Find(id) is { State: not MessageState.Visible } entry && _window.Pin == entry.Id)
        {
            _window.SetPin(null, changes);
        }
    }
}
