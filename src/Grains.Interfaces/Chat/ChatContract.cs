using Halle.Rooms;

namespace Halle.Chat;

// Commands -------------------------------------------------------------------------------------------------

/// <summary>Posts a message. It becomes visible, or held when the room's mode or its text demands a moderator.</summary>
[GenerateSerializer, Immutable, Alias("chat.post")]
public sealed record PostMessage(string Text, string? ReplyTo = null) : RoomCommand;

/// <summary>Takes back one's own message, within 60 s.</summary>
[GenerateSerializer, Immutable, Alias("chat.withdraw")]
public sealed record WithdrawMessage(string Message) : RoomCommand;

/// <summary>Takes a visible message out of sight until somebody releases or removes it.</summary>
[GenerateSerializer, Immutable, Alias("chat.hold")]
public sealed record HoldMessage(string Message) : RoomCommand;

[GenerateSerializer, Immutable, Alias("chat.release")]
public sealed record ReleaseMessage(string Message) : RoomCommand;

/// <summary>Removes a message: after the receipt no newcomer and no page of history gets its text.</summary>
[GenerateSerializer, Immutable, Alias("chat.remove")]
public sealed record RemoveMessage(string Message, string? Reason = null) : RoomCommand;

/// <summary>Undoes a removal, for as long as the room still holds the text.</summary>
[GenerateSerializer, Immutable, Alias("chat.restore")]
public sealed record RestoreMessage(string Message) : RoomCommand;

/// <summary>Pins a message on top; a room has one pin, the former one is unpinned.</summary>
[GenerateSerializer, Immutable, Alias("chat.pin")]
public sealed record PinMessage(string Message) : RoomCommand;

[GenerateSerializer, Immutable, Alias("chat.unpin")]
public sealed record UnpinMessage(string Message) : RoomCommand;

/// <summary>Tells the moderators about a message. Counted once a person.</summary>
[GenerateSerializer, Immutable, Alias("chat.report")]
public sealed record ReportMessage(string Message, string? Reason = null) : RoomCommand;

// Events ---------------------------------------------------------------------------------------------------

/// <param name="State">Visible, Held or Shadowed at birth.</param>
/// <param name="HeldFor">Why it is held: <c>pre_moderated</c>, <c>link</c>, <c>contact</c>; shown to staff only.</param>
[EventName("chat.posted")]
public sealed record MessagePosted(string Text, string? ReplyTo, MessageState State, string? HeldFor) : RoomEvent;

[EventName("chat.withdrawn")]
public sealed record MessageWithdrawn(string Message) : RoomEvent;

[EventName("chat.held")]
public sealed record MessageHeld(string Message) : RoomEvent;

[EventName("chat.released")]
public sealed record MessageReleased(string Message) : RoomEvent;

[EventName("chat.removed")]
public sealed record MessageRemoved(string Message, string? Reason) : RoomEvent;

[EventName("chat.restored")]
public sealed record MessageRestored(string Message) : RoomEvent;

[EventName("chat.pinned")]
public sealed record MessagePinned(string Message) : RoomEvent;

[EventName("chat.unpinned")]
public sealed record MessageUnpinned(string Message) : RoomEvent;

[EventName("chat.reported")]
public sealed record MessageReported(string Message, string? Reason) : RoomEvent;

// What is shown --------------------------------------------------------------------------------------------

public enum MessageState
{
    Visible,
    Held,
    Removed,

    /// <summary>Seen by its author and by staff only; the author is not told.</summary>
    Shadowed,
}

/// <summary>
/// A message. <c>Id</c> is the seq of its posting. The public sees visible ones, and removed ones without text, author or
/// reason as a tombstone; staff see all, with the text until it is removed.
/// </summary>
/// <param name="ShownAt">The seq at which it became visible: messages are shown in this order.</param>
/// <param name="HeldFor">Staff only.</param>
/// <param name="Reports">Staff only: how many people reported it.</param>
[EntityName("message")]
public sealed record ChatMessage(
    string Id,
    long ShownAt,
    DateTimeOffset At,
    Author? Author,
    string Text,
    string? ReplyTo,
    MessageState State,
    bool Pinned,
    string? HeldFor,
    int Reports) : Entity(Id);
