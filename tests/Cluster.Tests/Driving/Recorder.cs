using System.Collections.Concurrent;
using System.Diagnostics;
using Halle.Cluster.Tests.History;

namespace Halle.Cluster.Tests.Driving;

/// <summary>Collects one run's history under one monotonic clock. Safe for all clients at once.</summary>
public sealed class Recorder
{
    private readonly ConcurrentQueue<HistoryRecord> _records = [];
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Microseconds since the run began.</summary>
    public long Now => (long)Stopwatch.GetElapsedTime(_started).TotalMicroseconds;

    public IReadOnlyCollection<HistoryRecord> Records => _records;

    public void Add(HistoryRecord record) => _records.Enqueue(record);
}
