using Halle.Rooms;

namespace Halle.Booths;

/// <summary>A stand: chat, sanctions, mode, staff duty.</summary>
[GrainInterfaceType("halle.booth"), Alias("halle.IBoothGrain")]
public interface IBoothGrain : IRoomGrain;
