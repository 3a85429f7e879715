using Halle.Rooms;

namespace Halle.Classrooms;

[GrainType("halle.class")]
internal sealed class ClassroomGrain(RoomServices services) : RoomGrain(services), IClassroomGrain;
