using System.Collections.Immutable;
using System.Net;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>A peer without sign-in, moderation or store, that sends one invocation per message and member: plain SignalR, or raw Kestrel.</summary>
internal sealed class PlainContestant(string name, string assembly, int port, VisitorSockets sockets) : IContestant
{
    public string Name => name;

    public Task<ServerProcess> StartAsync(CancellationToken cancellationToken) => ServerProcess.StartAsync(
        assembly, new Uri($"http://127.0.0.1:{port}"), ImmutableDictionary<string, string>.Empty, "/", cancellationToken);

    public Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<VisitorSocket> EnterAsync(
        VisitorTarget target, int room, int number, IPAddress from, IVisitorEvents events, CancellationToken cancellationToken)
    {
        var socket = await sockets.ConnectAsync(target, cookie: null, events, from);
        await socket.InvokeAsync("Enter", NameOf(room));
        return socket;
    }

    public Task PostAsync(VisitorSocket writer, int room, string text) => writer.InvokeAsync("Post", NameOf(room), text);

    private static string NameOf(int room) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"room {room}");
}
