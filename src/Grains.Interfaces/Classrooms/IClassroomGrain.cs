using Halle.Keeping;
using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Classrooms;

/// <summary>A registered class: roster, chat, calm switch, locks, guided tour.</summary>
[GrainInterfaceType("halle.class"), Alias("halle.IClassroomGrain")]
public interface IClassroomGrain : IRoomGrain
{
    /// <summary>Forgets the messages that are older than a class keeps them, by the room's own time. Asked again and again by the silos.</summary>
    [AlwaysInterleave, Alias("Expire"), ResponseTimeout("00:05:00")]
    Task<ForgetAnswer> Expire(CancellationToken cancellationToken);
}
