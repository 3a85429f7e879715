using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Booths;

/// <summary>A stand: chat, sanctions, mode, staff duty, and the times at which somebody is there.</summary>
[GrainInterfaceType("halle.booth"), Alias("halle.IBoothGrain")]
public interface IBoothGrain : IRoomGrain
{
    /// <summary>What is stored of the booth's times; null when the room is not open.</summary>
    [AlwaysInterleave, ReadOnly, Alias("ReadHours")]
    Task<SaidHours?> ReadHours();
}
