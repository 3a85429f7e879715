using Halle.Status;

namespace Halle.Tests.Status;

public sealed class SiloStateTests
{
    private static readonly SiloAddress Own = SiloAddress.New(System.Net.IPAddress.Loopback, 11_111, 1);
    private static readonly SiloAddress Other = SiloAddress.New(System.Net.IPAddress.Loopback, 11_112, 1);

    [Theory(DisplayName = "[OP10] A dead silo that wrote itself off stopped in order, whoever had suspected it before; one that only others voted against was lost; the living are called by Orleans' words")]
    [InlineData(SiloStatus.Dead, false, true, "Dead")]
    [InlineData(SiloStatus.Dead, true, false, "Stopped")]
    [InlineData(SiloStatus.Dead, true, true, "Stopped")]
    [InlineData(SiloStatus.Dead, false, false, "Dead")]
    [InlineData(SiloStatus.Active, false, false, "Active")]
    [InlineData(SiloStatus.Active, false, true, "Active")]
    [InlineData(SiloStatus.ShuttingDown, false, false, "ShuttingDown")]
    public void Who_stopped_in_order_is_not_called_dead(SiloStatus status, bool byItself, bool byOthers, string told)
    {
        var member = new MembershipEntry
        {
            SiloAddress = Own,
            Status = status,
            SuspectTimes = [.. new[] { (Own, byItself), (Other, byOthers) }.Where(one => one.Item2).Select(one => Tuple.Create(one.Item1, DateTime.UnixEpoch))],
        };

        Assert.Equal(told, ServiceStatusGrain.StateOf(member));
    }
}
