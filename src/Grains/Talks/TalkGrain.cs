using Halle.Rooms;

namespace Halle.Talks;

[GrainType("halle.talk")]
internal sealed class TalkGrain(RoomServices services) : RoomGrain(services), ITalkGrain;
