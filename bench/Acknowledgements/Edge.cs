using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Bench.Acknowledgements;

/// <summary>An edge's end of one room's feed, as far as the room can tell: it takes batches, and reports its readers now and then.</summary>
internal sealed class Edge(IGrainFactory grains, RoomId room, ImmutableArray<NamedPresence> named) : IRoomFeed
{
    private static readonly EdgeId Id = new("bench");

    private IRoomFeed? _reference;
    private long _version;
    private int _batches;

    public int Batches => Volatile.Read(ref _batches);

    public async Task SubscribeAsync()
    {
        _reference = grains.CreateObjectReference<IRoomFeed>(this);
        var answer = await grains.GetRoom(room).Subscribe(Id, _reference, from: null);
        if (answer.Rejection is { } rejection)
        {
            throw new InvalidOperationException($"{room} refuses its edge: {rejection.Code}.");
        }

        await ReportAsync();
    }

    public Task Deliver(FeedBatch batch)
    {
        Interlocked.Increment(ref _batches);
        return Task.CompletedTask;
    }

    public Task Ended() => Task.CompletedTask;

    public Task ReportAsync() => grains.GetRoom(room).ReportPresence(Id, new PresenceReport(
        ++_version,
        ImmutableDictionary<Role, int>.Empty.Add(Role.Pupil, Math.Max(1, named.Length)),
        named,
        ImmutableDictionary<string, int>.Empty));
}
