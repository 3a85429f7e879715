using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>
/// A room's subscribed edges. Every edge is fed by itself, one awaited batch at a time (one-way calls arrive out of order), so a slow one
/// delays nobody. One to whom nothing can be delivered or who falls too far behind is dropped: it learns so from its next presence report.
/// Used from the grain's own scheduler only.
/// </summary>
internal sealed partial class Feeds(RoomId room, string epoch, int maxBacklog, TimeProvider time, ILogger logger)
{
    /// <summary>With the timeout of <see cref="IRoomFeed.Deliver"/> (3 s) longer than an edge's lease (12 s): then it is gone, not the way to it.</summary>
    private const int MaxAttempts = 5;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<EdgeId, Feed> _feeds = [];

    public int Count => _feeds.Count;

    public bool Has(EdgeId edge) => _feeds.ContainsKey(edge);

    /// <summary>Starts the edge's feed after <paramref name="at"/>, in place of the one it had.</summary>
    public void Subscribe(EdgeId edge, IRoomFeed target, long at) =>
        _feeds[edge] = new Feed(edge, target, new FeedBacklog(room, epoch, at, maxBacklog));

    public void Remove(EdgeId edge) => _feeds.Remove(edge);

    public void Clear() => _feeds.Clear();

    /// <summary>Ends all feeds and tells the edges so, without waiting for them.</summary>
    public void End()
    {
        foreach (var feed in _feeds.Values)
        {
            _ = EndAsync(feed);
        }

        _feeds.Clear();
    }

    public void Publish(long to, byte[] payload)
    {
        foreach (var feed in _feeds.Values.ToArray())
        {
            if (feed.Backlog.TryAdd(to, payload))
            {
                _ = PumpAsync(feed);
            }
            else
            {
                LogBehind(logger, room, feed.Edge);
                Drop(feed);
            }
        }
    }

    public void Publish(RoomPulse pulse)
    {
        foreach (var feed in _feeds.Values.ToArray())
        {
            feed.Backlog.Add(pulse);
            _ = PumpAsync(feed);
        }
    }

    // Runs until nothing waits. Cannot fail: an edge that takes nothing loses its feed.
    private async Task PumpAsync(Feed feed)
    {
        while (IsCurrent(feed) && feed.Backlog.TakeNext() is { } batch)
        {
            await DeliverAsync(feed, batch);
            feed.Backlog.Delivered();
        }
    }

    /// <summary>
    /// Again and again for a while: the way to an edge leads over silos, and when one of them dies the next attempt takes another. A batch that
    /// had arrived after all does no harm the second time.
    /// </summary>
    private async Task DeliverAsync(Feed feed, FeedBatch batch)
    {
        for (var attempt = 1; IsCurrent(feed); attempt++)
        {
            try
            {
                await feed.Target.Deliver(batch);
                return;
            }
            catch (Exception exception)
            {
                if (attempt == MaxAttempts)
                {
                    LogFailed(logger, exception, room, feed.Edge);
                    Drop(feed);
                    return;
                }

                LogRepeated(logger, exception, room, feed.Edge, attempt);
            }

            await Task.Delay(BetweenAttempts, time);
        }
    }

    private async Task EndAsync(Feed feed)
    {
        try
        {
            await feed.Target.Ended();
        }
        catch (Exception exception)
        {
            LogUnheard(logger, exception, room, feed.Edge);
        }
    }

    private bool IsCurrent(Feed feed) => _feeds.TryGetValue(feed.Edge, out var current) && ReferenceEquals(current, feed);

    private void Drop(Feed feed)
    {
        if (IsCurrent(feed))
        {
            _feeds.Remove(feed.Edge);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Room}: edge {Edge} did not hear that its feed ends; its next report tells it")]
    private static partial void LogUnheard(ILogger logger, Exception exception, RoomId room, EdgeId edge);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: edge {Edge} did not take a batch at attempt {Attempt}, sending it again")]
    private static partial void LogRepeated(ILogger logger, Exception exception, RoomId room, EdgeId edge, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: delivery to edge {Edge} failed, its feed ends")]
    private static partial void LogFailed(ILogger logger, Exception exception, RoomId room, EdgeId edge);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: edge {Edge} fell too far behind, its feed ends")]
    private static partial void LogBehind(ILogger logger, RoomId room, EdgeId edge);

    private sealed record Feed(EdgeId Edge, IRoomFeed Target, FeedBacklog Backlog);
}
