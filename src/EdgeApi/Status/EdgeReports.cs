using System.Collections.Immutable;

namespace Halle.Status;

/// <summary>Makes reports out of samples: rates since the last one, counts over the last minute. Pure.</summary>
internal sealed class EdgeReports(string edge, DateTimeOffset startedAt, int places)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Queue<EdgeSample> _samples = new();
    private EdgeSample? _last;

    public EdgeReport Next(EdgeSample sample, bool leaving)
    {
        while (_samples.TryPeek(out var old) && sample.Monotonic - old.Monotonic > Minute)
        {
            _samples.Dequeue();
        }

        var seconds = _last is null ? 0 : (sample.Monotonic - _last.Monotonic).TotalSeconds;
        var oldest = _samples.TryPeek(out var first) ? first : null;
        var report = new EdgeReport(
            edge,
            startedAt,
            leaving,
            sample.Connections,
            places,
            sample.Overload,
            PerSecond(sample.Deliveries - (_last?.Deliveries ?? 0)),
            PerSecond(sample.Bytes - (_last?.Bytes ?? 0)),
            PerSecond((sample.Processor - (_last?.Processor ?? TimeSpan.Zero)).TotalSeconds),
            sample.MemoryBytes,
            Since(sample.Refused, oldest?.Refused),
            Since(sample.Closed, oldest?.Closed));
        _last = sample;
        _samples.Enqueue(sample);
        return report;

        double PerSecond(double grown) => seconds > 0 ? grown / seconds : 0;
    }

    private static ImmutableArray<CodeCount> Since(IReadOnlyDictionary<string, long> now, IReadOnlyDictionary<string, long>? then) =>
    [
        .. now
            .Select(pair => new CodeCount(pair.Key, pair.Value - (then?.GetValueOrDefault(pair.Key) ?? 0)))
            .Where(count => count.Count > 0)
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Code, StringComparer.Ordinal),
    ];
}
