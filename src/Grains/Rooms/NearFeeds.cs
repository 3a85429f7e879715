using System.Collections.Concurrent;

namespace Halle.Rooms;

/// <summary>
/// Feeds of edges that run in this very process. A room hands them its batches from thread to thread: a message there and its answer back cost as
/// much as all that a small room does with them (docs/decisions/0047). Empty where edges are processes of their own.
/// </summary>
public sealed class NearFeeds
{
    private readonly ConcurrentDictionary<IRoomFeed, NearFeed> _feeds = new();

    /// <param name="reference">What the room's grain is given.</param>
    /// <param name="feed">What it stands for. It never waits.</param>
    public void Add(IRoomFeed reference, IRoomFeed feed) => _feeds[reference] = new NearFeed(feed);

    public void Remove(IRoomFeed reference) => _feeds.TryRemove(reference, out _);

    /// <summary>The shortest way to the feed.</summary>
    internal IRoomFeed WayTo(IRoomFeed reference) => _feeds.TryGetValue(reference, out var near) ? near : reference;
}
