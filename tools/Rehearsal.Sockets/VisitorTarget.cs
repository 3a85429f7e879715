using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Halle.Rehearsal.Sockets;

/// <summary>Where visitors connect: a server's address, resolved once for all of them.</summary>
public sealed class VisitorTarget
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    private VisitorTarget(Uri server, IPEndPoint endpoint, string path, string? origin)
    {
        (Server, EndPoint, Path) = (server, endpoint, path);
        Origin = origin ?? server.GetLeftPart(UriPartial.Authority);
        Host = new Uri(Origin).Authority;
        SocketAddress = endpoint.Serialize();
    }

    /// <summary>The accept value that belongs to <see cref="Key"/> (RFC 6455, section 4.2.2).</summary>
    internal static string Accept { get; } = AcceptOf(Key);

    public Uri Server { get; }

    public IPEndPoint EndPoint { get; }

    public string Path { get; }

    public string Origin { get; }

    public bool IsSecure => Server.Scheme is "https";

    /// <summary>What the page's address says, as a proxy in front hands it on.</summary>
    public string Host { get; }

    internal SocketAddress SocketAddress { get; }

    /// <summary>Null: the machine decides which certificates hold.</summary>
    internal System.Net.Security.RemoteCertificateValidationCallback? Trust { get; set; }

    /// <param name="server">http or https; the path is not used.</param>
    /// <param name="origin">Default: the server's own.</param>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    public static async Task<VisitorTarget> ResolveAsync(
        Uri server, string path = "/live", string? origin = null, CancellationToken cancellationToken = default)
    {
        if (!IPAddress.TryParse(server.Host.Trim('[', ']'), out var address))
        {
            var all = await Dns.GetHostAddressesAsync(server.Host, cancellationToken);
            address = all.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? all[0];
        }

        return new VisitorTarget(server, new IPEndPoint(address, server.Port), path, origin);
    }

    internal byte[] UpgradeRequest(string? cookie) => Encoding.ASCII.GetBytes(
        $"GET {Path} HTTP/1.1\r\nHost: {Host}\r\nOrigin: {Origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n" + (cookie is null ? "" : $"Cookie: {cookie}\r\n") + "\r\n");

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // SHA-1 is what RFC 6455 prescribes here; it protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
