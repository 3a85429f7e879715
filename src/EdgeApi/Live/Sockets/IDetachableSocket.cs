using System.Net.Sockets;

namespace Halle.Live.Sockets;

/// <summary>A connection of Kestrel's whose socket can be taken from it, once an upgraded request has ended (docs/decisions/0023).</summary>
internal interface IDetachableSocket
{
    /// <summary>False where something stands between the socket and the request, as TLS does.</summary>
    bool CanDetach { get; }

    /// <summary>
    /// Stops the reading and takes what was read already. When the request has ended and its answer is on the way, <paramref name="taker"/> gets
    /// the open socket and those bytes, and owns it; it is not called when the connection ends before.
    /// </summary>
    /// <param name="upgraded">What the upgrade gave: the bytes after the request.</param>
    Task DetachAsync(Stream upgraded, Action<Socket, ReadOnlyMemory<byte>> taker);
}
