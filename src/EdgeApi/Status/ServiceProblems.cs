using System.Collections.Immutable;
using Halle.Capacity;
using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Status;

/// <summary>What of the figures wants a person's attention, the gravest first. Pure.</summary>
public static class ServiceProblems
{
    /// <summary>Time enough to start another edge: places fill within minutes when classes begin.</summary>
    private const int FullPercent = 90;

    /// <summary>A few phones in tunnels are nobody's problem.</summary>
    private const int SlowReadersInAMinute = 20;

    /// <summary>A few calls get lost with each silo, and are repeated.</summary>
    private const int UnreachableInAMinute = 20;

    private const string Active = nameof(SiloStatus.Active);
    private const string Dead = nameof(SiloStatus.Dead);

    public static ImmutableArray<Problem> Of(ServiceStatus status)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var talking = status.Edges.Where(edge => !edge.Silent).Select(edge => edge.Report).ToList();
        Sum(ProblemCode.StoreRefuses, 1, report => Count(report.Refused, RejectionCode.StorageUnavailable, RejectionCode.StorageFull, RejectionCode.Quarantined));
        if (!status.SilosKnown)
        {
            problems.Add(new Problem(ProblemCode.SilosUnknown, "", 0));
        }

        var left = status.Silos.Count(silo => silo.State is Active);
        problems.AddRange(status.Silos
            .Where(silo => silo.State is Dead && !status.Silos.Any(other => other.State is not Dead && IsSuccessor(other, silo)))
            .Select(silo => new Problem(ProblemCode.SiloDead, silo.Silo, left)));
        Sum(ProblemCode.RoomsUnreachable, UnreachableInAMinute, report => Count(report.Refused, RejectionCode.Unavailable, RejectionCode.Busy));
        problems.AddRange(status.Edges
            .Where(edge => edge.Silent)
            .Select(edge => new Problem(ProblemCode.EdgeSilent, edge.Report.Edge, (long)(status.At - edge.HeardAt).TotalSeconds)));
        problems.AddRange(talking
            .Where(report => report.Overload >= (int)Burden.NewVisitors)
            .Select(report => new Problem(ProblemCode.EdgeOverloaded, report.Edge, report.Overload)));
        problems.AddRange(talking
            .Where(report => Percent(report) >= FullPercent)
            .Select(report => new Problem(ProblemCode.EdgeFull, report.Edge, Percent(report))));
        Sum(ProblemCode.SlowReaders, SlowReadersInAMinute, report => Count(report.Closed, ClosingCode.TooSlow));
        return problems.ToImmutable();

        void Sum(string code, long from, Func<EdgeReport, long> count)
        {
            if (talking.Sum(count) is var sum && sum >= from)
            {
                problems.Add(new Problem(code, "", sum));
            }
        }
    }

    private static long Percent(EdgeReport report) => report.Places > 0 ? 100L * report.Connections / report.Places : 0;

    private static long Count(ImmutableArray<CodeCount> counts, params ReadOnlySpan<string> codes)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += codes.Contains(count.Code) ? count.Count : 0;
        }

        return sum;
    }

    /// <summary>A silo that was started again has the same address, and a later beginning.</summary>
    private static bool IsSuccessor(SiloReport one, SiloReport dead) =>
        string.Equals(one.Silo, dead.Silo, StringComparison.Ordinal) && one.StartedAt > dead.StartedAt;
}
