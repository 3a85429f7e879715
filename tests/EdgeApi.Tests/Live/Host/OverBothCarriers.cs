using Halle.Live.Connections;
using Halle.Live.Sockets;

namespace Halle.Tests.Live.Host;

/// <summary>Facts that hold however a browser's WebSocket is carried: on its own socket, or by SignalR. Each class of them runs twice.</summary>
public abstract class OverBothCarriers(bool ownSockets)
{
    private protected async Task<LiveHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = await LiveHost.StartAsync([("Live:OwnSockets", ownSockets ? "true" : "false"), .. settings]);
        await using var probe = await host.ConnectAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 1);
        Assert.Equal(ownSockets ? typeof(SocketLine) : typeof(HubOutlet), Assert.Single(host.Connections.All).Outlet.GetType());
        await probe.DisposeAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0);
        return host;
    }
}
