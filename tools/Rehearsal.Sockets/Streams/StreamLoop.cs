using System.Collections.Concurrent;
using System.Net;

namespace Halle.Rehearsal.Sockets.Streams;

/// <summary>The visitors on streams, and their clock.</summary>
internal sealed class StreamLoop : IDisposable
{
    private readonly ConcurrentDictionary<StreamSocket, bool> _lines = [];
    private readonly Timer _clock;

    public StreamLoop() => _clock = new Timer(_ => Tick(), state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public StreamSocket Connect(VisitorTarget target, IPAddress? from, IVisitorEvents events, Opening opening)
    {
        var socket = StreamSocket.Dial(target, from, events, opening, ended => _lines.TryRemove(ended, out _));
        _lines[socket] = true;
        if (socket.HasEnded)
        {
            _lines.TryRemove(socket, out _);
        }

        return socket;
    }

    public void Dispose()
    {
        _clock.Dispose();
        foreach (var socket in _lines.Keys)
        {
            socket.Abort();
        }
    }

    private void Tick()
    {
        var now = Environment.TickCount64;
        foreach (var socket in _lines.Keys)
        {
            socket.Tick(now);
        }
    }
}
