using System.Collections.Immutable;
using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Moderation;

/// <summary>
/// Which rooms wait for somebody, and which classes have people, as the rooms tell it: moderators choose from it what to read, since nobody can read
/// a thousand rooms. Apart from the event's room, which everybody is in, because a class's key is nobody else's to know.
/// </summary>
/// <remarks>What is stored and sent has the names of the time when only classes told it: silos of then and now understand one another.</remarks>
[GrainInterfaceType("halle.classes"), Alias("halle.IClassBoardGrain")]
public interface IRoomBoardGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>
    /// A room tells how it stands; the newest counts. What waits is stored when the call returns, and holds until the room tells otherwise;
    /// who is there is forgotten when the room is silent for the lease.
    /// </summary>
    [Alias("Report")]
    Task Report(RoomId room, RoomStanding standing);

    /// <summary>Every room that waits for somebody, and every class that has people.</summary>
    [AlwaysInterleave, ReadOnly, Alias("Read")]
    Task<ImmutableArray<BoardRow>> Read();
}

/// <param name="Present">In a class: pupils, teacher and guests who are there; those who watch are not counted. Elsewhere 0: the zone's counts tell it.</param>
/// <param name="Waiting">Messages held, and visible ones that were reported.</param>
/// <param name="Since">When the oldest of these was written; null when none waits.</param>
[GenerateSerializer, Immutable, Alias("halle.ClassStatus")]
public sealed record RoomStanding(int Present, int Waiting, DateTimeOffset? Since)
{
    public static readonly RoomStanding Nothing = new(0, 0, Since: null);
}

[GenerateSerializer, Immutable, Alias("halle.ClassNow")]
public sealed record BoardRow(RoomId Room, RoomStanding Standing);
