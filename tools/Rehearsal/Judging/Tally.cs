using System.Collections.Concurrent;

namespace Halle.Rehearsal.Judging;

/// <summary>What one process of a rehearsal has seen. Many threads add.</summary>
internal sealed class Tally(string run)
{
    private readonly Lock _gate = new();
    private readonly List<Window> _windows = [];
    private readonly Dictionary<int, List<long>> _stored = [];
    private Histogram _second = new();
    private long _shown;
    private readonly long[] _fates = new long[Enum.GetValues<Fate>().Length];
    private long _sent;
    private long _records;
    private long _bytes;
    private long _resets;
    private long _strays;
    private long _duplicated;
    private long _reordered;
    private long _holes;
    private long _slowed;
    private int _connected;
    private int _arrived;
    private int _failed;
    private int _broken;
    private volatile bool _measuring;

    public string Run => run;

    public byte[] Mark { get; } = Judging.Mark.Beginning(run);

    /// <summary>From send to shown, while measuring.</summary>
    public Histogram Latencies { get; } = new();

    /// <summary>From the first dialling to being in every room, however many tries it took.</summary>
    public Histogram Connects { get; } = new();

    /// <summary>From a call to its answer.</summary>
    public Histogram Answers { get; } = new();

    /// <summary>Codes and reasons, with how often.</summary>
    public ConcurrentDictionary<string, int> Troubles { get; } = new(StringComparer.Ordinal);

    public int Connected => Volatile.Read(ref _connected);

    public int Arrived => Volatile.Read(ref _arrived);

    public void Measure(bool on) => _measuring = on;

    public void AddRecord(int bytes)
    {
        Interlocked.Increment(ref _records);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void AddShown(long microseconds)
    {
        Interlocked.Increment(ref _shown);
        if (_measuring)
        {
            Latencies.Add(microseconds);
            _second.Add(microseconds);
        }
    }

    public void AddReset() => Interlocked.Increment(ref _resets);

    public void AddStray() => Interlocked.Increment(ref _strays);

    public void AddDuplicate() => Interlocked.Increment(ref _duplicated);

    public void AddReordered() => Interlocked.Increment(ref _reordered);

    public void AddHoles(int count) => Interlocked.Add(ref _holes, count);

    public void AddWindow(in Window window)
    {
        lock (_gate)
        {
            _windows.Add(window);
        }
    }

    /// <summary>Somebody begins to send a message.</summary>
    public Fate AddSent()
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Increment(ref _fates[(int)Fate.Unsure]);
        return Fate.Unsure;
    }

    /// <summary>Its writer knows more, or less, of it than before.</summary>
    public Fate Become(Fate before, Fate now)
    {
        Interlocked.Decrement(ref _fates[(int)before]);
        Interlocked.Increment(ref _fates[(int)now]);
        return now;
    }

    /// <summary>A message was stored at a seq: from now on every receiver there has to be shown it.</summary>
    public void AddStored(int room, long seq)
    {
        lock (_gate)
        {
            if (!_stored.TryGetValue(room, out var all))
            {
                _stored.Add(room, all = []);
            }

            all.Add(seq);
        }
    }

    public void AddSlowed() => Interlocked.Increment(ref _slowed);

    public void AddConnected(int change) => Interlocked.Add(ref _connected, change);

    public void AddArrived() => Interlocked.Increment(ref _arrived);

    public void AddFailed() => Interlocked.Increment(ref _failed);

    public void AddBroken() => Interlocked.Increment(ref _broken);

    public void AddTrouble(string what) => Troubles.AddOrUpdate(what, 1, static (_, count) => count + 1);

    /// <summary>By room: the seqs of all messages stored.</summary>
    public Dictionary<int, long[]> Stored()
    {
        lock (_gate)
        {
            return _stored.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ToArray());
        }
    }

    /// <summary>How it stands, and the latencies since the last time this was asked.</summary>
    public Progress Snapshot()
    {
        var second = Interlocked.Exchange(ref _second, new Histogram());
        return new Progress(
            Connected, Arrived, Volatile.Read(ref _failed), Volatile.Read(ref _broken), Interlocked.Read(ref _sent), Interlocked.Read(ref _shown),
            Interlocked.Read(ref _records), Troubles.Values.Sum(), second.Pack());
    }

    /// <summary>The judgement of this process.</summary>
    /// <param name="stored">Of all processes, sorted.</param>
    public TallyResult Judge(IReadOnlyDictionary<int, long[]> stored)
    {
        var (lost, expected) = (0L, 0L);
        var sums = stored.ToDictionary(pair => pair.Key, pair => SumsOf(pair.Value));
        var lostByRoom = new Dictionary<int, long>();
        lock (_gate)
        {
            foreach (var window in _windows)
            {
                if (stored.TryGetValue(window.Room, out var seqs))
                {
                    var (first, end) = (UpTo(seqs, window.From), UpTo(seqs, window.To));
                    long due = end - first;

                    // As many as were due, and others: one that was due is not among them.
                    var others = due == window.Shown && sums[window.Room][end] - sums[window.Room][first] != window.Sum;
                    var missing = others ? 1 : Math.Max(0, due - window.Shown);
                    expected += due;
                    lost += missing;
                    if (missing > 0)
                    {
                        lostByRoom[window.Room] = lostByRoom.GetValueOrDefault(window.Room) + missing;
                    }
                }
            }
        }

        return new TallyResult
        {
            Latencies = Latencies.Pack(),
            Connects = Connects.Pack(),
            Answers = Answers.Pack(),
            Sent = _sent,
            Stored = _stored.Values.Sum(all => (long)all.Count),
            Shown = _shown,
            Expected = expected,
            Lost = lost,
            Holes = _holes,
            Strays = _strays,
            Duplicated = _duplicated,
            Reordered = _reordered,
            Resets = _resets,
            Unsure = _fates[(int)Fate.Unsure],
            Waiting = _fates[(int)Fate.Waiting],
            Slowed = _slowed,
            Records = _records,
            Bytes = _bytes,
            Arrived = _arrived,
            Failed = _failed,
            Broken = _broken,
            LostByRoom = lostByRoom,
            Troubles = Troubles.ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Before each seq, the sum of those that come earlier; at the end that of all.</summary>
    private static long[] SumsOf(long[] sorted)
    {
        var sums = new long[sorted.Length + 1];
        for (var index = 0; index < sorted.Length; index++)
        {
            sums[index + 1] = sums[index] + sorted[index];
        }

        return sums;
    }

    private static int UpTo(long[] sorted, long seq)
    {
        var at = Array.BinarySearch(sorted, seq);
        return at >= 0 ? at + 1 : ~at;
    }
}

/// <summary>A moment of one process, for the progress line and the charts.</summary>
/// <param name="Latencies">Packed, since the moment before; all other figures are since the beginning.</param>
internal sealed record Progress(
    int Connected, int Arrived, int Failed, int Broken, long Sent, long Shown, long Records, int Troubles, long[] Latencies);

/// <summary>What one process has seen and found, as told to the one that leads.</summary>
internal sealed record TallyResult
{
    public long[] Latencies { get; init; } = [0];

    public long[] Connects { get; init; } = [0];

    public long[] Answers { get; init; } = [0];

    /// <summary>Messages people began to send.</summary>
    public long Sent { get; init; }

    /// <summary>Those the server said it has stored.</summary>
    public long Stored { get; init; }

    /// <summary>Messages shown, summed over receivers.</summary>
    public long Shown { get; init; }

    /// <summary>How many had to be shown while the receivers were there.</summary>
    public long Expected { get; init; }

    /// <summary>Stored and never shown to somebody who was there.</summary>
    public long Lost { get; init; }

    /// <summary>Steps of a room that a receiver was never sent, whatever they held.</summary>
    public long Holes { get; init; }

    /// <summary>Steps of a room of which the receiver had no picture.</summary>
    public long Strays { get; init; }

    public long Duplicated { get; init; }

    public long Reordered { get; init; }

    /// <summary>New pictures for somebody who had one and a position to go on from.</summary>
    public long Resets { get; init; }

    /// <summary>Messages whose fate the sender never learned: not answered, or with "unknown".</summary>
    public long Unsure { get; init; }

    /// <summary>Messages whose sender was still asked to wait at the end.</summary>
    public long Waiting { get; init; }

    /// <summary>Times somebody was asked to wait.</summary>
    public long Slowed { get; init; }

    public long Records { get; init; }

    public long Bytes { get; init; }

    public int Arrived { get; init; }

    public int Failed { get; init; }

    public int Broken { get; init; }

    public double CpuSeconds { get; init; }

    /// <summary>Of the reading threads alone; null where there are none.</summary>
    public double? ReadingCpuSeconds { get; init; }

    public long ManagedBytes { get; init; }

    /// <summary>By how much the process's resident memory has grown since there was nobody.</summary>
    public long ResidentGrowthBytes { get; init; }

    public IReadOnlyDictionary<int, long> LostByRoom { get; init; } = new Dictionary<int, long>();

    public IReadOnlyDictionary<string, int> Troubles { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}
