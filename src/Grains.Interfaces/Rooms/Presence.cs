using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>
/// Everything one edge knows about its readers of one room; a whole picture, so a lost or repeated report does no harm.
/// Reactions are the sums since the last report and are only added when <paramref name="Version"/> is new.
/// </summary>
/// <param name="Version">Grows with each report of this edge and room.</param>
/// <param name="Present">People with at least one connection, by role.</param>
/// <param name="Named">Staff (all kinds of room) and pupils (class rooms): the people who are known one by one.</param>
/// <param name="Reactions">Reactions sent since the last report, by name.</param>
[GenerateSerializer, Immutable, Alias("halle.PresenceReport")]
public sealed record PresenceReport(
    long Version,
    ImmutableDictionary<Role, int> Present,
    ImmutableArray<NamedPresence> Named,
    ImmutableDictionary<string, int> Reactions)
{
    /// <summary>
    /// A <see cref="PersonId.Mark"/> of everybody who is not named, so that who reads through two edges is one person. Null: the edge does
    /// not say, because there are too many of them or because it is of an older version; then they are counted by edge.
    /// </summary>
    [Id(0)]
    public ImmutableArray<uint>? Unnamed { get; init; }
}

[GenerateSerializer, Immutable, Alias("halle.NamedPresence")]
public sealed record NamedPresence(PersonId Person, Role Role, string Name);

/// <summary>
/// What is alive and not stored: the latest value wins, so it is conflated and may be skipped. Never a name of a visitor.
/// </summary>
/// <param name="Version">Grows within one activation of the room.</param>
/// <param name="Present">How many people are here.</param>
/// <param name="Named">Staff who are here; in a class also the pupils, for the staff audience only.</param>
/// <param name="Reactions">Reactions in this interval, by name.</param>
/// <param name="Zone">In the event's room: the rooms of the zone whose status changed (all of them in a first pulse).</param>
[GenerateSerializer, Immutable, Alias("halle.RoomPulse")]
public sealed record RoomPulse(
    long Version,
    int Present,
    ImmutableArray<NamedPresence> Named,
    ImmutableDictionary<string, int> Reactions,
    ImmutableDictionary<string, SiteStatus>? Zone);

/// <summary>One room of the zone at a glance.</summary>
/// <param name="Present">How many people are there.</param>
/// <param name="Available">Professionals available now.</param>
/// <param name="Live">A talk is live there.</param>
/// <param name="Next">When a professional is there next, later than now; null when nobody said so. Added by the event's room.</param>
[GenerateSerializer, Immutable, Alias("halle.SiteStatus")]
public sealed record SiteStatus(int Present, int Available, bool Live, DateTimeOffset? Next = null);
