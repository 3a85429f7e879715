using System.Net;
using System.Net.Sockets;
using Halle.Hosting;

namespace Halle.Clustering;

/// <summary>Addresses that nobody outside the site can reach: where ports without a sign-in of their own may be.</summary>
public static class PrivateAddress
{
    private static readonly System.Net.IPNetwork[] Networks =
    [
        .. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7" }.Select(System.Net.IPNetwork.Parse),
    ];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || Array.Exists(Networks, network => network.Contains(plain));
    }

    /// <summary>The first private address of a host name or an address itself; IPv4 before IPv6.</summary>
    /// <param name="setting">Named in the fault.</param>
    /// <param name="because">Why it must be private.</param>
    /// <exception cref="StartUpException">There is none.</exception>
    public static IPAddress Find(string setting, string name, string because)
    {
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(name, out var one) ? [one] : Dns.GetHostAddresses(name);
        }
        catch (SocketException error)
        {
            throw new StartUpException([$"{setting}: '{name}' has no address ({error.Message})."]);
        }

        var fit = Array.FindAll(found, Is);
        return Array.Find(fit, address => address.AddressFamily == AddressFamily.InterNetwork)
            ?? (fit.Length > 0 ? fit[0] : throw new StartUpException([$"{setting}: '{name}' is no private address; {because}, so it must not be public."]));
    }
}
