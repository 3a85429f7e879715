using System.Collections.Immutable;
using System.Globalization;
using Halle.Rooms;

namespace Halle.Chat;

/// <summary>A message as the room holds it.</summary>
/// <param name="Id">Seq of its posting.</param>
/// <param name="ShownAt">The seq that gives it its place among the others.</param>
/// <param name="Text">Null once it is forgotten.</param>
internal sealed record ChatEntry(
    long Id, long ShownAt, DateTimeOffset At, Author Author, string? Text, string? ReplyTo, MessageState State, string? HeldFor)
{
    public string Key => Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Others have seen it, so that they are told when it goes.</summary>
    public bool WasShown { get; init; }

    /// <summary>With a removed one: how and by whom.</summary>
    public Removal? Removal { get; init; }

    public ImmutableArray<PersonId> Reporters { get; init; } = [];

    /// <summary>Its author sees it otherwise than the others do.</summary>
    public bool IsOnlyForItsAuthor => State is MessageState.Held or MessageState.Shadowed;

    public ChatEntry Show(long at) => this with { State = MessageState.Visible, HeldFor = null, ShownAt = at, WasShown = true };

    public ChatEntry Remove(DateTimeOffset at, Author by) => this with { State = MessageState.Removed, Removal = new Removal(State, at, by.Role) };

    /// <summary>Its author's own wish, which nobody undoes: nothing is kept.</summary>
    public ChatEntry Withdraw(DateTimeOffset at) => Remove(at, Author) with { Text = null, HeldFor = null };

    /// <summary>Exactly the step back: what was held before its removal is held again.</summary>
    public ChatEntry Restore() => this with { State = Removal!.From, Removal = null };

    public ChatMessage? View(Audience audience, bool pinned) => (audience, State) switch
    {
        (Audience.Staff, MessageState.Removed) => View("", pinned),
        (Audience.Staff, _) => View(Text ?? "", pinned),
        (_, MessageState.Visible) => View(Text ?? "", pinned) with { HeldFor = null, Reports = 0 },
        (_, MessageState.Removed) when WasShown => View("", pinned) with { Author = null, ReplyTo = null, HeldFor = null, Reports = 0 },
        _ => null,
    };

    /// <summary>As its author reads it while others do not: a shadowed one looks visible, that is its point.</summary>
    public ChatMessage ViewForAuthor() => View(Text ?? "", pinned: false) with
    {
        State = State == MessageState.Shadowed ? MessageState.Visible : State,
        HeldFor = null,
        Reports = 0,
    };

    private ChatMessage View(string text, bool pinned) => new(
        Key, ShownAt, At, Author, text, ReplyTo, State, pinned, HeldFor, Reporters.Length);
}

/// <param name="From">The state it was removed from.</param>
/// <param name="By">What removed it; somebody of a lower standing does not undo it.</param>
internal sealed record Removal(MessageState From, DateTimeOffset At, Role By);
