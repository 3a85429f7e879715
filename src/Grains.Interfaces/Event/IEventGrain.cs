using System.Collections.Immutable;
using Halle.Booths;
using Halle.Moderation;
using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Event;

/// <summary>The event's own room: announcements, the breaker, event-wide sanctions, the zone at a glance.</summary>
[GrainInterfaceType("halle.event"), Alias("halle.IEventGrain")]
public interface IEventGrain : IRoomGrain
{
    /// <summary>
    /// Registers or renews a silo's watch on what holds in every room, for the lease. A receipt of an event-wide command is
    /// only given when every watch has taken it or its lease has lapsed; a silo whose watch lapsed refuses to write
    /// (<see cref="RejectionCode.Unavailable"/>). So moderation wins in every room, whichever silo it is on.
    /// </summary>
    [AlwaysInterleave, Alias("Watch")]
    Task<EventWide> Watch(string silo, IEventWatch watch);

    /// <summary>A room tells how it stands; the newest counts, and a room that is silent for 15 s counts as empty.</summary>
    [AlwaysInterleave, Alias("ReportSite")]
    Task ReportSite(RoomId room, SiteStatus status);

    /// <summary>A booth tells when somebody is there; it holds until the booth tells otherwise. One that has not told yet is asked.</summary>
    [AlwaysInterleave, Alias("ReportHours")]
    Task ReportHours(RoomId booth, SaidHours said);
}

/// <summary>A silo's end of the watch.</summary>
[Alias("halle.IEventWatch")]
public interface IEventWatch : IGrainObserver
{
    [Alias("Changed")]
    Task Changed(EventWide wide);
}

/// <summary>What holds in every room at once. Replaced as a whole; the higher <paramref name="Seq"/> wins.</summary>
[GenerateSerializer, Immutable, Alias("halle.EventWide")]
public sealed record EventWide(
    long Seq, bool Paused, string? PauseReason, ImmutableDictionary<PersonId, ImmutableArray<WideSanction>> Sanctions)
{
    public static readonly EventWide None = new(
        0, Paused: false, null, ImmutableDictionary<PersonId, ImmutableArray<WideSanction>>.Empty);
}

/// <param name="By">What imposed it: it holds against people of a lower standing only.</param>
[GenerateSerializer, Immutable, Alias("halle.WideSanction")]
public sealed record WideSanction(
    SanctionKind Kind, DateTimeOffset At, DateTimeOffset? Until, string Reason, Role By = Role.Organiser);
