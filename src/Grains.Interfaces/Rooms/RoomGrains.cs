using Halle.Booths;
using Halle.Classrooms;
using Halle.Event;
using Halle.Talks;

namespace Halle.Rooms;

/// <summary>From a room's id to its grain.</summary>
public static class RoomGrains
{
    public static IRoomGrain GetRoom(this IGrainFactory grains, RoomId room) => room.Kind switch
    {
        RoomKind.Event => grains.GetGrain<IEventGrain>(room.ToGrainKey()),
        RoomKind.Booth => grains.GetGrain<IBoothGrain>(room.ToGrainKey()),
        RoomKind.Talk => grains.GetGrain<ITalkGrain>(room.ToGrainKey()),
        RoomKind.Class => grains.GetGrain<IClassroomGrain>(room.ToGrainKey()),
        _ => throw new ArgumentOutOfRangeException(nameof(room)),
    };

    public static IEventGrain GetEvent(this IGrainFactory grains) =>
        grains.GetGrain<IEventGrain>(RoomId.TheEvent.ToGrainKey());
}
