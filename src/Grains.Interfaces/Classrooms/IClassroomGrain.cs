using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>A registered class: roster, chat, calm switch, locks, guided tour.</summary>
[GrainInterfaceType("halle.class"), Alias("halle.IClassroomGrain")]
public interface IClassroomGrain : IRoomGrain;
