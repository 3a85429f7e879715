using Halle.Rooms;

namespace Halle.Booths;

[GrainType("halle.booth")]
internal sealed class BoothGrain(RoomServices services) : RoomGrain(services), IBoothGrain;
