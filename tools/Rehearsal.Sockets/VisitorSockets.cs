using System.Net;
using Halle.Rehearsal.Sockets.Linux;
using Halle.Rehearsal.Sockets.Streams;

namespace Halle.Rehearsal.Sockets;

/// <summary>
/// A process's simulated visitors: they share a few reading threads and their buffers. Dispose cuts them all.
/// </summary>
public sealed class VisitorSockets : IDisposable
{
    private readonly EPollLoop[] _loops;
    private readonly StreamLoop _streams = new();
    private int _next;
    private volatile bool _usesStreams;

    /// <param name="threads">Reading threads; one keeps up with several hundred thousand messages a second. Only Linux has them, and only for plain
    /// http: else, and with 0, the framework's streams are used, which cost more for each visitor.</param>
    /// <param name="gather">Whole milliseconds for which a reading thread rests after it has read little: to be woken for each message costs more than to read
    /// it. What comes meanwhile is taken to have come at the rest's end. None by default.</param>
    public VisitorSockets(int threads = 1, TimeSpan gather = default) => _loops = OperatingSystem.IsLinux()
        ? [.. Enumerable.Range(0, threads).Select(number => new EPollLoop(number, gather))]
        : [];

    /// <summary>
    /// CPU time of the reading threads: reading, and what is made of it; not signing in. Null where visitors are read through the framework's streams,
    /// whose threads do everything else as well.
    /// </summary>
    public TimeSpan? ReadingTime => _usesStreams || _loops.Length == 0
        ? null
        : _loops.Aggregate(TimeSpan.Zero, (sum, loop) => sum + loop.CpuTime);

    /// <summary>Connects, upgrades and shakes hands.</summary>
    /// <param name="cookie">As a Cookie header's value; null: none.</param>
    /// <param name="from">The local address to connect from; null: the system's choice. On a loopback any of 127.0.0.0/8 will do.</param>
    /// <param name="within">Default: 30 s.</param>
    /// <exception cref="VisitorRefusedException">The server answered, and refused.</exception>
    /// <exception cref="VisitorClosedException">It did not answer, or not in time.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">This machine cannot open a connection: no more descriptors or ports.</exception>
    public async Task<VisitorSocket> ConnectAsync(
        VisitorTarget target, string? cookie, IVisitorEvents events, IPAddress? from = null, TimeSpan? within = null)
    {
        var deadline = Environment.TickCount64 + (long)(within ?? TimeSpan.FromSeconds(30)).TotalMilliseconds;
        var opening = new Opening(target, cookie, deadline);
        var throughStreams = target.IsSecure || _loops.Length == 0;
        _usesStreams |= throughStreams;
        VisitorSocket socket = throughStreams
            ? _streams.Connect(target, from, events, opening)
            : _loops[(uint)Interlocked.Increment(ref _next) % _loops.Length].Connect(target, from, events, opening);
        await opening.Opened.Task;
        return socket;
    }

    public void Dispose()
    {
        _streams.Dispose();
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
