using System.Collections.Concurrent;

namespace Halle.Status;

/// <summary>How often each code was given since the start. Codes are the server's own words, so there are few.</summary>
public sealed class CodeTally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Add(string code) => _counts.AddOrUpdate(code, 1, static (_, count) => count + 1);
}
