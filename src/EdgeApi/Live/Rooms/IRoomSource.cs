using Halle.Clustering;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>Where the edge's copies of rooms come from: the cluster, or a script in tests.</summary>
public interface IRoomSource
{
    IRoomGrain Open(RoomId room);

    /// <summary>Makes the feed callable by the room's grain. The caller keeps the feed itself alive: the client holds it weakly.</summary>
    IRoomFeed Publish(IRoomFeed feed);

    void Withdraw(IRoomFeed reference);

    /// <inheritdoc cref="SiloLink.Breaks"/>
    int Breaks { get; }

    /// <inheritdoc cref="SiloLink.JustBroke"/>
    bool JustBroke { get; }
}

internal sealed class ClusterRooms(IGrainFactory grains, NearFeeds near, SiloLink link) : IRoomSource
{
    public int Breaks => link.Breaks;

    public bool JustBroke => link.JustBroke;

    public IRoomGrain Open(RoomId room) => grains.GetRoom(room);

    public IRoomFeed Publish(IRoomFeed feed)
    {
        var reference = grains.CreateObjectReference<IRoomFeed>(feed);
        near.Add(reference, feed);
        return reference;
    }

    public void Withdraw(IRoomFeed reference)
    {
        near.Remove(reference);
        grains.DeleteObjectReference<IRoomFeed>(reference);
    }
}
