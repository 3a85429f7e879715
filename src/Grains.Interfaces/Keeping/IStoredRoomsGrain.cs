using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Keeping;

/// <summary>
/// What the store holds of rooms, read past the rooms themselves: also of those that are in no programme any more, and without opening any. For
/// commands of the console, which tell what is kept of somebody.
/// </summary>
[GrainInterfaceType("halle.stored-rooms"), Alias("halle.IStoredRoomsGrain")]
public interface IStoredRoomsGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>Every room that was ever written in.</summary>
    [Alias("List")]
    Task<ImmutableArray<RoomId>> List();

    /// <summary>Stored events of a room, as <see cref="IRoomGrain.Read"/> gives them.</summary>
    [Alias("Read")]
    Task<RoomSlice> Read(RoomId room, long fromSeq);

    /// <summary>Whether a stored event or the snapshot of a room holds the person's id.</summary>
    [Alias("Mentions"), ResponseTimeout("00:05:00")]
    Task<bool> Mentions(RoomId room, PersonId person);
}
