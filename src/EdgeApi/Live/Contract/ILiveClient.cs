using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Live.Contract;

/// <summary>What the server calls in a browser. wire.ts is generated from this and checked by a test.</summary>
public interface ILiveClient
{
    /// <summary>Entities that changed, shared by all readers of an audience; see <see cref="Contract.Frame"/>.</summary>
    Task Frame(Frame frame);

    /// <summary>What the room holds for this person alone, whole, whenever it changed.</summary>
    Task You(RoomYou you);

    /// <summary>The room's latest pulse (presence, reactions, zone); conflated, may be skipped.</summary>
    Task Pulse(Pulse pulse);

    /// <summary>The room was left by the server's will (banned, removed, revoked, room closed); the connection goes on.</summary>
    Task Left(RoomLeft left);

    /// <summary>The connection will be closed; sent just before.</summary>
    Task Closing(Closing closing);
}

/// <summary>
/// The step from seq <paramref name="From"/> to <paramref name="To"/> in a room: entities to put in place of those with the same key, and keys
/// to drop. A client applies it when it stands between From and To; one that stands before From has a hole and enters again
/// with its position; one that stands at or after To has it already. With <paramref name="Reset"/> the client forgets the room first.
/// </summary>
public sealed record Frame(
    RoomId Room, string Epoch, long From, long To, bool Reset, ImmutableArray<Entity> Set, ImmutableArray<string> Drop);

/// <param name="Seq">The room's position this state belongs to.</param>
public sealed record RoomYou(RoomId Room, long Seq, You You);

/// <param name="Seq">The room's head, so that a reader notices a lost frame within one pulse.</param>
/// <param name="Named">Staff present; for the staff of a class also its pupils. Absent: the same as in the pulse before.</param>
/// <param name="Zone">Of the event's room: the sites that changed since the pulse before; all, for who has just come. Absent: none did.</param>
public sealed record Pulse(
    RoomId Room,
    long Seq,
    int Present,
    ImmutableArray<NamedPresence>? Named,
    ImmutableDictionary<string, int> Reactions,
    ImmutableDictionary<string, SiteStatus>? Zone);

/// <param name="Code">A <see cref="RejectionCode"/>.</param>
public sealed record RoomLeft(RoomId Room, string Code, DateTimeOffset? Until, string? Reason);

/// <param name="Code">See <see cref="ClosingCode"/>.</param>
/// <param name="RetryAfterMs">Reconnect after a random time up to this; null: do not reconnect by yourself.</param>
public sealed record Closing(string Code, int? RetryAfterMs);

/// <summary>Why the server closes a connection.</summary>
public static class ClosingCode
{
    // Reconnect:
    public const string GoingAway = "going_away";
    public const string TooSlow = "too_slow";
    public const string Failed = "failed";

    // Do not reconnect by yourself:
    public const string Revoked = "revoked";
    public const string SignedOut = "signed_out";
    public const string TooMuch = "too_much";
    public const string TooLarge = "too_large";
}
