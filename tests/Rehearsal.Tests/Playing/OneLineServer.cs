using System.Net;
using System.Net.Sockets;
using Halle.Rehearsal.Tests.Sockets;

namespace Halle.Rehearsal.Tests.Playing;

/// <summary>Takes one visitor's connection, shakes hands, and says what it is told to. Dispose hangs up.</summary>
internal sealed class OneLineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Halle.Shared.RunningEdge.FreePort());
    private readonly Task<Socket> _line;

    public OneLineServer()
    {
        _listener.Start();
        _line = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public async Task SayAsync(string record) => await (await _line).SendAsync(Server.Text(record + "\u001e"));

    public async ValueTask DisposeAsync()
    {
        (await _line).Dispose();
        _listener.Stop();
    }

    private async Task<Socket> AcceptAsync()
    {
        var line = await _listener.AcceptSocketAsync();
        var request = new byte[4_096];
        await line.ReceiveAsync(request);
        await line.SendAsync((byte[])[.. Server.Upgrade(), .. Server.Text("{}\u001e")]);
        return line;
    }
}
