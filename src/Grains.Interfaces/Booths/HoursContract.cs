using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Booths;

/// <summary>
/// A professional says in which half hours somebody is at the booth, each by its beginning. What is said here goes before what the programme says.
/// Half hours in neither list stay as they are; those that are over are dropped.
/// </summary>
[GenerateSerializer, Immutable, Alias("hours.set")]
public sealed record SetHours(ImmutableArray<DateTimeOffset> Offer, ImmutableArray<DateTimeOffset> Withdraw) : RoomCommand;

[EventName("hours.changed")]
public sealed record HoursChanged(ImmutableArray<DateTimeOffset> Offered, ImmutableArray<DateTimeOffset> Withdrawn) : RoomEvent;

/// <summary>What the booth's professionals said; each half hour is in one list at most. Some may be over.</summary>
[EntityName("hours")]
public sealed record Hours(ImmutableArray<DateTimeOffset> Offered, ImmutableArray<DateTimeOffset> Withdrawn) : Entity("");

/// <summary>The same, from one grain to another.</summary>
[GenerateSerializer, Immutable, Alias("halle.SaidHours")]
public sealed record SaidHours(ImmutableArray<DateTimeOffset> Offered, ImmutableArray<DateTimeOffset> Withdrawn)
{
    public static readonly SaidHours Nothing = new([], []);
}
