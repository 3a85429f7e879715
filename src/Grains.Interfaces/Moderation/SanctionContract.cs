using Halle.Rooms;

namespace Halle.Moderation;

// A sanction given in the event's room holds in every room; given elsewhere it holds in that room. Name is what the moderator's screen calls the
// person: the event's room knows nobody of the public, and its list would name nobody. Where the room knows the person, its own word counts.

[GenerateSerializer, Immutable, Alias("sanction.warn")]
public sealed record WarnPerson(PersonId Person, string Reason, string? Name = null) : RoomCommand;

/// <summary>After the receipt no later message of the person exists, until the time is over.</summary>
/// <param name="Minutes">1 to 1 440.</param>
[GenerateSerializer, Immutable, Alias("sanction.mute")]
public sealed record MutePerson(PersonId Person, int Minutes, string Reason, string? Name = null) : RoomCommand;

/// <param name="Minutes">1 to 10 080 (a week); null is for the whole event.</param>
[GenerateSerializer, Immutable, Alias("sanction.ban")]
public sealed record BanPerson(PersonId Person, int? Minutes, string Reason, string? Name = null) : RoomCommand;

/// <summary>The person's messages are seen by the person and by staff only.</summary>
[GenerateSerializer, Immutable, Alias("sanction.shadow")]
public sealed record ShadowPerson(PersonId Person, int? Minutes, string Reason, string? Name = null) : RoomCommand;

/// <summary>Ends a running sanction early (undo).</summary>
[GenerateSerializer, Immutable, Alias("sanction.revoke")]
public sealed record RevokeSanction(PersonId Person, SanctionKind Kind) : RoomCommand;

[GenerateSerializer, Alias("halle.SanctionKind")]
public enum SanctionKind
{
    Warn,
    Mute,
    Ban,
    Shadow,
}

/// <param name="Name">The person's name as the room knew it, or as the moderator's screen did, for the moderators' list.</param>
/// <param name="Until">Null lasts for the whole event (or, for a warning, is a single notice).</param>
[EventName("sanction.imposed")]
public sealed record SanctionImposed(
    PersonId Person, string Name, SanctionKind Kind, DateTimeOffset? Until, string Reason) : RoomEvent;

[EventName("sanction.revoked")]
public sealed record SanctionRevoked(PersonId Person, SanctionKind Kind) : RoomEvent;

/// <summary>A running sanction, for staff only. Its id is <c>person-kind</c>, so a new one replaces the one before.</summary>
[EntityName("sanction")]
public sealed record Sanction(
    string Id,
    PersonId Person,
    string Name,
    SanctionKind Kind,
    DateTimeOffset At,
    DateTimeOffset? Until,
    string Reason,
    Author By) : Entity(Id);
