namespace Halle.Status;

/// <summary>An edge's meters at one moment. Everything that grows has grown since the process began.</summary>
/// <param name="Monotonic">A clock that nobody sets.</param>
internal sealed record EdgeSample(
    TimeSpan Monotonic,
    int Connections,
    int Overload,
    long Deliveries,
    long Bytes,
    TimeSpan Processor,
    long MemoryBytes,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Closed);
