using System.Collections.Immutable;
using Halle.Status;

namespace Halle.Tests.Status;

public sealed class ServiceProblemsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private static readonly EdgeReport Well = new(
        "edge-a:8080", Now.AddHours(-1), Leaving: false, Connections: 4_000, Places: 18_500, Overload: 0, DeliveriesPerSecond: 90, BytesPerSecond: 9_000,
        Cores: 0.2, MemoryBytes: 300_000_000, Refused: [new CodeCount("slow_down", 400)], Closed: [new CodeCount("too_slow", 3)]);

    private static readonly SiloReport Silo = new("127.0.0.1:11111", "Active", Now.AddHours(-1), 400, 300_000_000);

    public static TheoryData<string, long, string> Faults => new()
    {
        { ProblemCode.StoreRefuses, 2, "store" },
        { ProblemCode.RoomsUnreachable, 25, "rooms" },
        { ProblemCode.SilosUnknown, 0, "silos" },
        { ProblemCode.SiloDead, 1, "dead silo" },
        { ProblemCode.EdgeSilent, 21, "silent edge" },
        { ProblemCode.EdgeOverloaded, 5, "overloaded edge" },
        { ProblemCode.EdgeFull, 94, "full edge" },
        { ProblemCode.SlowReaders, 20, "slow readers" },
    };

    [Fact(DisplayName = "[OP1] A service that is well has no problem: neither people who are asked to slow down, nor a silo that was started again")]
    public void A_service_that_is_well_has_no_problem() =>
        Assert.Empty(ServiceProblems.Of(Status([Well], [Silo with { State = "Dead", StartedAt = Now.AddHours(-2) }, Silo])));

    [Fact(DisplayName = "[OP10] A silo that stopped in order is no problem, whether or not another takes its place")]
    public void A_silo_that_stopped_in_order_is_no_problem() =>
        Assert.Empty(ServiceProblems.Of(Status([Well], [Silo, Silo with { Silo = "127.0.0.2:11111", State = SiloReport.Stopped }])));

    [Theory(DisplayName = "[OP1] Each fault is one problem, with its code and figure")]
    [MemberData(nameof(Faults))]
    public void Each_fault_is_one_problem(string code, long figure, string fault)
    {
        var status = fault switch
        {
            "store" => Status([Well with { Refused = [new CodeCount("storage_unavailable", 1), new CodeCount("storage_full", 1)] }], [Silo]),
            "rooms" => Status([Well with { Refused = [new CodeCount("busy", 25)] }], [Silo]),
            "silos" => Status([Well], []) with { SilosKnown = false },
            "dead silo" => Status([Well], [Silo, Silo with { Silo = "127.0.0.2:11111", State = "Dead" }]),
            "silent edge" => Status([Well], [Silo]) with { Edges = [new EdgeStatus(Well, Now.AddSeconds(-21), Silent: true)] },
            "overloaded edge" => Status([Well with { Overload = 5 }], [Silo]),
            "full edge" => Status([Well with { Connections = 17_400 }], [Silo]),
            _ => Status([Well with { Closed = [new CodeCount("too_slow", 20)] }], [Silo]),
        };

        var problem = Assert.Single(ServiceProblems.Of(status));
        Assert.Equal((code, figure), (problem.Code, problem.Figure));
    }

    private static ServiceStatus Status(ImmutableArray<EdgeReport> edges, ImmutableArray<SiloReport> silos) =>
        new(Now, [.. edges.Select(edge => new EdgeStatus(edge, Now, Silent: false))], silos);
}
