namespace Halle.Rooms;

/// <summary>What became of a command.</summary>
[GenerateSerializer, Alias("halle.ReceiptStatus")]
public enum ReceiptStatus
{
    /// <summary>Stored: killing any process from now on cannot undo it.</summary>
    Ok,

    /// <summary>Not done, and never will be; the code says why.</summary>
    Refused,

    /// <summary>Not known: it may or may not be stored. Send it again with the same client id to find out.</summary>
    Unknown,
}

/// <summary>A refusal is a value, never an exception.</summary>
/// <param name="Code">Stable, from <see cref="RejectionCode"/>.</param>
/// <param name="RetryAfter">When trying again can help.</param>
/// <param name="Until">When the cause ends by itself, as far as it is known.</param>
/// <param name="Reason">Words of a moderator, shown to the person as they are.</param>
[GenerateSerializer, Immutable, Alias("halle.Rejection")]
public sealed record Rejection(string Code, TimeSpan? RetryAfter = null, DateTimeOffset? Until = null, string? Reason = null);

/// <summary>The answer to a command. With <see cref="ReceiptStatus.Ok"/>, <paramref name="Seq"/> is the place of its
/// first event, or the room's head when the command changed nothing (a vote already given).</summary>
[GenerateSerializer, Immutable, Alias("halle.Receipt")]
public sealed record Receipt(ReceiptStatus Status, long Seq, Rejection? Rejection)
{
    public static Receipt Ok(long seq) => new(ReceiptStatus.Ok, seq, Rejection: null);

    public static Receipt Refused(Rejection rejection) => new(ReceiptStatus.Refused, 0, rejection);

    public static Receipt Unknown(Rejection rejection) => new(ReceiptStatus.Unknown, 0, rejection);
}

/// <summary>
/// Every code a refusal can carry, listed with its meaning in docs/rules.md. A code never changes its meaning.
/// </summary>
public static class RejectionCode
{
    // Asking
    public const string BadRequest = "bad_request";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string SignInNeeded = "sign_in_needed";
    public const string Revoked = "revoked";

    // Text
    public const string Empty = "empty";
    public const string TooLong = "too_long";
    public const string Duplicate = "duplicate";
    public const string Unreadable = "unreadable";
    public const string ContactRefused = "contact_refused";

    // Names
    public const string NameReserved = "name_reserved";
    public const string NameRefused = "name_refused";
    public const string NameTaken = "name_taken";

    // Pace and place
    public const string SlowDown = "slow_down";
    public const string SlowMode = "slow_mode";
    public const string Muted = "muted";
    public const string Banned = "banned";
    public const string StaffOnly = "staff_only";
    public const string Paused = "paused";
    public const string EventPaused = "event_paused";
    public const string Locked = "locked";
    public const string Calm = "calm";
    public const string NotStarted = "not_started";
    public const string Ended = "ended";
    public const string Waiting = "waiting_for_teacher";
    public const string RoomFull = "room_full";
    public const string TooManyRooms = "too_many_rooms";
    public const string Closed = "closed";

    // State of the thing
    public const string WrongState = "wrong_state";
    public const string TooLate = "too_late";
    public const string NotYours = "not_yours";
    public const string Yourself = "yourself";
    public const string Protected = "protected_person";

    // Service
    public const string Busy = "busy";
    public const string StorageUnavailable = "storage_unavailable";
    public const string StorageFull = "storage_full";
    public const string Quarantined = "quarantined";
    public const string Unavailable = "unavailable";
    public const string Full = "full";
}
