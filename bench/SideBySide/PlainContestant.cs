using System.Collections.Immutable;

namespace Halle.Bench.SideBySide;

/// <summary>Plain SignalR: one group, one invocation per message and member.</summary>
internal sealed class PlainContestant(string assembly, int port) : IContestant
{
    public string Name => "signalr";

    public Task<ServerProcess> StartAsync(CancellationToken cancellationToken) => ServerProcess.StartAsync(
        assembly, new Uri($"http://127.0.0.1:{port}"), ImmutableDictionary<string, string>.Empty, "/", cancellationToken);

    public async Task<LiveSocket> ConnectReaderAsync(
        ServerProcess server, int number, Deliveries deliveries, CancellationToken cancellationToken)
    {
        var socket = await LiveSocket.OpenAsync(server.Address, cookie: null, deliveries.Take, cancellationToken);
        await socket.InvokeAsync("Enter", cancellationToken, "room");
        return socket;
    }

    public async Task<Func<string, Task>> ConnectWriterAsync(ServerProcess server, int number, CancellationToken cancellationToken)
    {
        var socket = await LiveSocket.OpenAsync(server.Address, cookie: null, _ => { }, cancellationToken);
        return text => socket.InvokeAsync("Post", cancellationToken, "room", text);
    }
}
