using System.Collections.Immutable;
using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Classrooms;

/// <summary>
/// Which classes have people or wait for somebody, as the classes tell it: moderators choose from it what to read, since nobody can read 900
/// rooms. Apart from the event's room, which everybody is in, because a class's key is nobody else's to know.
/// </summary>
[GrainInterfaceType("halle.classes"), Alias("halle.IClassBoardGrain")]
public interface IClassBoardGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>
    /// A class tells how it stands; the newest counts. What waits is stored when the call returns, and holds until the class tells otherwise;
    /// who is there is forgotten when the class is silent for the lease.
    /// </summary>
    [Alias("Report")]
    Task Report(RoomId room, ClassStatus status);

    /// <summary>Every class that has people or waits for somebody.</summary>
    [AlwaysInterleave, ReadOnly, Alias("Read")]
    Task<ImmutableArray<ClassNow>> Read();
}

/// <param name="Present">Pupils, teacher and guests who are there; those who watch are not counted.</param>
/// <param name="Waiting">Messages held, and visible ones that were reported.</param>
/// <param name="Since">When the oldest of these was written; null when none waits.</param>
[GenerateSerializer, Immutable, Alias("halle.ClassStatus")]
public sealed record ClassStatus(int Present, int Waiting, DateTimeOffset? Since)
{
    public static readonly ClassStatus Nothing = new(0, 0, Since: null);
}

[GenerateSerializer, Immutable, Alias("halle.ClassNow")]
public sealed record ClassNow(RoomId Room, ClassStatus Status);
