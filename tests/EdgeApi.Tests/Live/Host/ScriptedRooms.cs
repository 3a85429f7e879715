using System.Collections.Concurrent;
using Halle.Live.Rooms;
using Halle.Rooms;

namespace Halle.Tests.Live.Host;

/// <summary>Rooms played by the test in place of a cluster.</summary>
internal sealed class ScriptedRooms : IRoomSource
{
    private readonly ConcurrentDictionary<RoomId, ScriptedRoom> _rooms = new();
    private int _asked;

    public int Breaks { get; set; }

    public bool JustBroke => Breaks > 0;

    public ScriptedRoom this[RoomId room] => _rooms.GetOrAdd(room, static id => new ScriptedRoom(id));

    public IReadOnlyCollection<RoomId> Opened => [.. _rooms.Values.Where(room => room.Subscriptions > 0).Select(room => room.Id)];

    /// <summary>How often the edge asked for a grain, of whatever room.</summary>
    public int Asked => _asked;

    public IRoomGrain Open(RoomId room)
    {
        Interlocked.Increment(ref _asked);
        return this[room];
    }

    public IRoomFeed Publish(IRoomFeed feed) => feed;

    public void Withdraw(IRoomFeed reference)
    {
    }
}
