using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Halle.Hosting;

/// <summary>The two doors of the process, and how much a stranger may send before anybody looks at it.</summary>
public static class Listeners
{
    /// <summary>No request of ours is larger; an upload has no place here.</summary>
    public const int MaxBody = 64 * 1024;

    public static void AddListeners(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            foreach (var url in settings.Urls)
            {
                Listen(kestrel, url);
            }

            if (settings.AdminUrl is { } admin)
            {
                Listen(kestrel, admin);
            }
        });
    }

    /// <summary>Tells early, before the store is opened, that somebody else listens there.</summary>
    /// <exception cref="StartUpException">A port is taken.</exception>
    public static void RefuseTakenPorts(EdgeSettings settings)
    {
        foreach (var url in settings.AdminUrl is { } admin ? settings.Urls.Add(admin) : settings.Urls)
        {
            foreach (var address in AddressesOf(url))
            {
                using var probe = new TcpListener(address, url.Port);
                try
                {
                    probe.Start();
                }
                catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    throw new StartUpException([
                        $"Port {url.Port} is taken: another program (or another Halle) listens on {url.GetLeftPart(UriPartial.Authority)}. "
                        + "Stop it, or choose another address with --urls or Halle:AdminUrl."]);
                }
                catch (SocketException error)
                {
                    throw new StartUpException([$"Cannot listen on {url.GetLeftPart(UriPartial.Authority)}: {error.Message}."]);
                }
            }
        }
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url)
    {
        foreach (var address in AddressesOf(url))
        {
            kestrel.Listen(address, url.Port, listen =>
            {
                // One connection per browser carries everything; HTTP/2 would add its own ways to flood for nothing gained.
                listen.Protocols = HttpProtocols.Http1;
                if (url.Scheme is "https")
                {
                    listen.UseHttps();
                }
            });
        }
    }

    private static IPAddress[] AddressesOf(Uri url) =>
        IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? [address]
        : string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase) && Socket.OSSupportsIPv6
            ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : string.Equals(url.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback]
        : [IPAddress.Any];
}
