using Halle.Booths;
using Halle.Event;

namespace Halle.Rooms;

/// <summary>From a room's id to its grain.</summary>
public static class RoomGrains
{
    private static readonly Kind Event = new("halle.event");
    private static readonly Kind Booth = new("halle.booth");
    private static readonly Kind Talk = new("halle.talk");
    private static readonly Kind Class = new("halle.class");

    /// <summary>
    /// The same reference as asking for the kind's own interface gives. By that way the type's attributes are read at every call, and a room is
    /// asked for with every message.
    /// </summary>
    public static IRoomGrain GetRoom(this IGrainFactory grains, RoomId room) => room.Kind switch
    {
        RoomKind.Event => Event.Get(grains, room),
        RoomKind.Booth => Booth.Get(grains, room),
        RoomKind.Talk => Talk.Get(grains, room),
        RoomKind.Class => Class.Get(grains, room),
        _ => throw new ArgumentOutOfRangeException(nameof(room)),
    };

    public static IEventGrain GetEvent(this IGrainFactory grains) => (IEventGrain)grains.GetRoom(RoomId.TheEvent);

    /// <param name="booth">Of kind booth.</param>
    public static IBoothGrain GetBooth(this IGrainFactory grains, RoomId booth) => (IBoothGrain)Booth.Get(grains, booth);

    /// <summary>A kind's grain and its interface share one name.</summary>
    private sealed class Kind(string name)
    {
        private readonly GrainType _grain = GrainType.Create(name);
        private readonly GrainInterfaceType _interface = GrainInterfaceType.Create(name);

        public IRoomGrain Get(IGrainFactory grains, RoomId room) =>
            (IRoomGrain)grains.GetGrain(GrainId.Create(_grain, room.ToGrainKey()), _interface);
    }
}
