using System.Collections.Immutable;

namespace Halle.Status;

/// <summary>The edges' last words and what follows from them. Pure: the caller brings the time.</summary>
public sealed class ServiceBoard
{
    /// <summary>Between two reports of an edge.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Two reports may get lost with a silo; the third does not.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(16);

    /// <summary>An edge that never comes back is shown for so long.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(15);

    private readonly SortedDictionary<string, (EdgeReport Report, DateTimeOffset HeardAt)> _edges = new(StringComparer.Ordinal);

    public void Take(EdgeReport report, DateTimeOffset now)
    {
        if (report.Leaving)
        {
            _edges.Remove(report.Edge);
        }
        else
        {
            _edges[report.Edge] = (report, now);
        }
    }

    public ImmutableArray<EdgeStatus> Edges(DateTimeOffset now)
    {
        foreach (var gone in _edges.Where(edge => now - edge.Value.HeardAt > ForgottenAfter).Select(edge => edge.Key).ToList())
        {
            _edges.Remove(gone);
        }

        return [.. _edges.Values.Select(edge => new EdgeStatus(edge.Report, edge.HeardAt, now - edge.HeardAt > SilentAfter))];
    }
}
