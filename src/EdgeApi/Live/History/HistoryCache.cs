using System.Collections.Immutable;
using Halle.Rooms;
using Microsoft.Extensions.Caching.Memory;

namespace Halle.Live.History;

/// <summary>
/// Stored events that somebody of this edge read a moment ago, for whoever reads back in the same place next: a hall that scrolls up asks its room once. What is
/// stored at a seq stays what it is; where a room forgets, its history begins anew and finds nothing here.
/// </summary>
/// <param name="most">Events kept at once, of all rooms; 0: none.</param>
internal sealed class HistoryCache(int most) : IDisposable
{
    /// <summary>Events kept together: a page of 50 messages, read as twice as many events, is one or two of them.</summary>
    public const int Block = 100;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly MemoryCache _blocks = new(new MemoryCacheOptions { SizeLimit = most });

    /// <summary>The events of a block from its first on, as far as they are kept.</summary>
    /// <param name="owner">Of the events: one room's history, as long as it lasts.</param>
    public ImmutableArray<StoredEvent> Find(object owner, long block) =>
        _blocks.TryGetValue(new Key(owner, block), out ImmutableArray<StoredEvent> events) ? events : [];

    public void Keep(object owner, long block, ImmutableArray<StoredEvent> events)
    {
        if (most >= events.Length)
        {
            _blocks.Set(new Key(owner, block), events, new MemoryCacheEntryOptions { SlidingExpiration = KeptFor, Size = events.Length });
        }
    }

    public void Dispose() => _blocks.Dispose();

    private readonly record struct Key(object Owner, long Block);
}
