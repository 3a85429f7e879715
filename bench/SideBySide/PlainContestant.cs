using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>A peer without sign-in, moderation, presence or store, that sends one invocation per message and member: plain SignalR, or raw Kestrel.</summary>
internal sealed class PlainContestant(string name, string assembly, int port, VisitorSockets sockets) : IContestant
{
    public string Name => name;

    public bool HasPresence => false;

    public Task<ServerProcess> StartAsync(Scenario scenario, CancellationToken cancellationToken) => ServerProcess.StartAsync(
        assembly, new Uri($"http://127.0.0.1:{port}"), ImmutableDictionary<string, string>.Empty, "/", cancellationToken);

    public Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<VisitorSocket> ConnectAsync(
        VisitorTarget target, int room, int number, IPAddress from, IVisitorEvents events, CancellationToken cancellationToken) =>
        sockets.ConnectAsync(target, cookie: null, events, from);

    public Task EnterAsync(VisitorSocket visitor, int room) => visitor.InvokeAsync("Enter", NameOf(room));

    public Task PostAsync(VisitorSocket writer, int room, string text) => writer.InvokeAsync("Post", NameOf(room), text);

    public Task<long?> GrainCallsAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    private static string NameOf(int room) => string.Create(CultureInfo.InvariantCulture, $"room {room}");
}
