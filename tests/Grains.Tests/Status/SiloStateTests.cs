using Halle.Status;

namespace Halle.Tests.Status;

public sealed class SiloStateTests
{
    private static readonly SiloAddress Other = SiloAddress.New(System.Net.IPAddress.Loopback, 11_112, 1);

    [Theory(DisplayName = "[OP10] A dead silo that others voted against was lost; one without votes stopped in order; the living are called by Orleans' words")]
    [InlineData(SiloStatus.Dead, true, "Dead")]
    [InlineData(SiloStatus.Dead, false, "Stopped")]
    [InlineData(SiloStatus.Active, false, "Active")]
    [InlineData(SiloStatus.Active, true, "Active")]
    [InlineData(SiloStatus.ShuttingDown, false, "ShuttingDown")]
    public void Who_stopped_in_order_is_not_called_dead(SiloStatus status, bool suspected, string told)
    {
        var member = new MembershipEntry { Status = status, SuspectTimes = suspected ? [Tuple.Create(Other, DateTime.UnixEpoch)] : [] };

        Assert.Equal(told, ServiceStatusGrain.StateOf(member));
    }
}
