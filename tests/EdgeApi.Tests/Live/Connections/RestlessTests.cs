using Halle.Live.Contract;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Connections;

public sealed class RestlessTests
{
    [Fact(DisplayName = "[RC111] Who sits still is not looked at each second; who gives cause is, and one that has ended is not, whoever still holds it")]
    public async Task Who_has_ended_is_forgotten()
    {
        await using var host = await LiveHost.StartAsync();
        var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await Eventually.IsTrueAsync(() => host.Connections.Count == 1 && host.Connections.Restless == 0, what: "it is calm");
        var live = host.Connections.All.Single();

        await client.DisposeAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "it has ended");
        live.Guard.Refuse(ClosingCode.Failed);

        await Eventually.IsTrueAsync(() => host.Connections.Restless == 0, what: "it is not looked at any more");
    }
}
