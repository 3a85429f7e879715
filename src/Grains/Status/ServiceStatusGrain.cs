using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Halle.Status;

/// <summary>Carries the board, and asks the runtime about its silos when somebody looks.</summary>
[GrainType("halle.status"), Reentrant]
internal sealed class ServiceStatusGrain(TimeProvider time) : Grain, IServiceStatusGrain
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>The table of members may be away; the edges' figures are worth having without it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Silos that died, for as long as somebody may ask what happened.</summary>
    private static readonly TimeSpan DeadShownFor = TimeSpan.FromMinutes(15);

    private readonly ServiceBoard _board = new();
    private (DateTimeOffset At, Task<ImmutableArray<SiloReport>> Silos)? _asked;

    public Task Report(EdgeReport report)
    {
        _board.Take(report, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public async Task<ServiceStatus> Read()
    {
        var now = time.GetUtcNow();
        if (_asked is not { } asked || now - asked.At > Fresh)
        {
            asked = (now, SilosAsync(now));
            _asked = asked;
        }

        try
        {
            return new ServiceStatus(now, _board.Edges(now), await asked.Silos.WaitAsync(Patience, time));
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            return new ServiceStatus(now, _board.Edges(now), []) { SilosKnown = false };
        }
    }

    private async Task<ImmutableArray<SiloReport>> SilosAsync(DateTimeOffset now)
    {
        var runtime = GrainFactory.GetGrain<IManagementGrain>(0);
        var members = await runtime.GetDetailedHosts(onlyActive: false);
        var active = members.Where(member => member.Status is SiloStatus.Active).ToArray();
        var figures = (await runtime.GetRuntimeStatistics([.. active.Select(member => member.SiloAddress)]))
            .Zip(active, (figure, member) => (figure, member.SiloAddress))
            .ToDictionary(pair => pair.SiloAddress, pair => pair.figure);
        return
        [
            .. members
                .Where(member => member.Status is not SiloStatus.Dead || now.UtcDateTime - member.IAmAliveTime < DeadShownFor)
                .OrderBy(member => member.SiloAddress.Endpoint.ToString(), StringComparer.Ordinal)
                .ThenBy(member => member.StartTime)
                .Select(member => new SiloReport(
                    member.SiloAddress.Endpoint.ToString(),
                    StateOf(member),
                    new DateTimeOffset(DateTime.SpecifyKind(member.StartTime, DateTimeKind.Utc)),
                    figures.TryGetValue(member.SiloAddress, out var figure) ? figure.ActivationCount : 0,
                    figure?.EnvironmentStatistics.RawMemoryUsageBytes ?? 0)),
        ];
    }

    /// <summary>Whoever stops in order writes itself off, with a vote of its own; whoever was declared dead has the votes of others alone.</summary>
    internal static string StateOf(MembershipEntry member) =>
        member.Status is SiloStatus.Dead && member.SuspectTimes?.Exists(vote => vote.Item1.Equals(member.SiloAddress)) == true
            ? SiloReport.Stopped
            : member.Status.ToString();
}
