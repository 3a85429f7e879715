using System.Collections.Concurrent;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>The rooms this edge has a copy of: those with readers, and for a while those without.</summary>
internal sealed partial class RoomReplicas : IDisposable
{
    /// <summary>How far edges that are well are apart: what one has shown is at the other within this time.</summary>
    private static readonly TimeSpan BetweenEdges = TimeSpan.FromMilliseconds(50);

    /// <summary>Of a position that the room itself does not know either, nobody is to come back to the next moment.</summary>
    private const int Askings = 3;

    /// <summary>Longer than rooms take that are well: what does not answer, the leases end.</summary>
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RoomId, Entry> _rooms = new();
    private volatile bool _ended;
    private int _breaksSeen;
    private readonly Lock _creating = new();
    private readonly ReplicaContext _context;
    private readonly ILogger<RoomReplicas> _logger;

    public RoomReplicas(ReplicaContext context, ILogger<RoomReplicas> logger)
    {
        (_context, _logger) = (context, logger);
        context.Visits.Find = room => _rooms.TryGetValue(room, out var entry) ? entry.Replica : null;
    }

    public int Count => _rooms.Count;

    /// <summary>Opens the room, waiting for its grain at most <see cref="LiveOptions.EnterTimeout"/>. The caller has made sure that the
    /// room exists. The lease keeps the copy alive until it is disposed.</summary>
    /// <param name="claimed">Where the reader says it stands. Another edge may have shown it more than has come here: then the room is asked,
    /// so that nobody is set back to what this edge knew.</param>
    public async Task<(RoomLease? Lease, Rejection? Rejection)> OpenAsync(RoomId room, RoomPosition claimed = default)
    {
        if (_ended)
        {
            return (null, new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1)));
        }

        var entry = Hold(room);
        try
        {
            var refused = await entry.Link.EnsureAsync().WaitAsync(_context.Options.EnterTimeout, _context.Time);
            var behind = entry.Replica.IsBehind(claimed);
            if (behind)
            {
                refused = await CatchUpAsync(entry, claimed);
                behind = refused is not null && entry.Replica.IsBehind(claimed);
            }

            if (refused is null || !behind && entry.Replica.Position is not null && refused.Code is RejectionCode.Unavailable)
            {
                // A room whose grain is away for a moment is still read from here.
                return (new RoomLease(entry.Replica, entry), null);
            }

            entry.Release();
            return (null, refused);
        }
        catch (TimeoutException)
        {
            entry.Release();
            return (null, new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(1)));
        }
    }

    /// <summary>Due reports, repairs, and the end of rooms nobody has read for a while.</summary>
    public void Tick()
    {
        var now = _context.SteadyNow;
        var broken = _context.Source.Breaks != _breaksSeen;
        _breaksSeen = _context.Source.Breaks;
        foreach (var (room, entry) in _rooms)
        {
            if (entry.Replica.EmptySince is { } since && now - since >= _context.Options.Linger && entry.TryRetire())
            {
                // Itself alone: who came in this moment has put a new one in its place.
                _rooms.TryRemove(KeyValuePair.Create(room, entry));
                entry.Dispose();
                continue;
            }

            if (broken)
            {
                entry.Link.Hurry();
            }

            entry.Link.Tick(now);
            entry.Replica.RepeatPulse(now);
        }
    }

    /// <summary>
    /// Says goodbye to every room and opens none any more: in order before the silos are left, so that no feed is renewed at one that stops, and
    /// nobody who was here is counted until the leases end.
    /// </summary>
    public async Task EndAsync()
    {
        _ended = true;
        try
        {
            await Task.WhenAll(_rooms.Values.Select(entry => entry.Link.EndAsync())).WaitAsync(Goodbye, _context.Time);
        }
        catch (TimeoutException)
        {
            LogUnheard(_logger);
        }
    }

    public void Dispose()
    {
        foreach (var entry in _rooms.Values)
        {
            entry.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Not every room heard that this edge ends; their leases will lapse")]
    private static partial void LogUnheard(ILogger logger);

    /// <summary>Brings the copy to where a reader stands, if there is such a place. A refusal: the room could not be asked.</summary>
    private async Task<Rejection?> CatchUpAsync(Entry entry, RoomPosition claimed)
    {
        var began = _context.Time.GetTimestamp();
        Rejection? refused = null;
        await Task.Delay(BetweenEdges, _context.Time);
        for (var asked = 0; asked < Askings && entry.Replica.IsBehind(claimed) && _context.Time.GetElapsedTime(began) < _context.Options.EnterTimeout;)
        {
            refused = await entry.Link.AskAgainAsync();
            asked += refused is null ? 1 : 0;
            if (entry.Replica.IsBehind(claimed))
            {
                await Task.Delay(2 * BetweenEdges, _context.Time);
            }
        }

        return refused;
    }

    private Entry Hold(RoomId room)
    {
        while (true)
        {
            var entry = _rooms.TryGetValue(room, out var known) ? known : GetOrCreate(room);
            if (entry.TryHold())
            {
                return entry;
            }

            // It is being retired: gone from the map in a moment.
            _rooms.TryRemove(KeyValuePair.Create(room, entry));
        }
    }

    // One at a time: of two made at once the other would be fed as well, by nobody's leave.
    private Entry GetOrCreate(RoomId room)
    {
        lock (_creating)
        {
            return _rooms.GetOrAdd(room, static (id, self) => self.Create(id), this);
        }
    }

    private Entry Create(RoomId room)
    {
        var replica = new RoomReplica(room, _context);
        if (room == RoomId.TheEvent)
        {
            _context.Wide.Source = replica;
        }

        return new Entry(replica, new FeedLink(replica, _context, _logger));
    }

    internal sealed class Entry(RoomReplica replica, FeedLink link) : IDisposable
    {
        private int _held;

        public RoomReplica Replica => replica;

        public FeedLink Link => link;

        public bool TryHold()
        {
            var held = Volatile.Read(ref _held);
            while (held >= 0)
            {
                var seen = Interlocked.CompareExchange(ref _held, held + 1, held);
                if (seen == held)
                {
                    return true;
                }

                held = seen;
            }

            return false;
        }

        public void Release() => Interlocked.Decrement(ref _held);

        public bool TryRetire() => Interlocked.CompareExchange(ref _held, -1, 0) == 0;

        public void Dispose()
        {
            _ = link.EndAsync();
            replica.Dispose();
        }
    }
}

/// <summary>Keeps a room's copy; disposing it twice is one release.</summary>
internal sealed class RoomLease(RoomReplica replica, RoomReplicas.Entry entry) : IDisposable
{
    private int _released;

    public RoomReplica Replica => replica;

    /// <inheritdoc cref="FeedLink.IsFed"/>
    public bool IsFed => entry.Link.IsFed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            entry.Release();
        }
    }
}
