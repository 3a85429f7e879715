using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Halle.Silo;

/// <summary>
/// Finds a port on the loopback that nobody listens on, below the ephemeral range: above it a client's closed connection can be in the way.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    public static int Take()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(Lowest, Highest);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new InvalidOperationException($"No free port between {Lowest} and {Highest}.");
    }
}
