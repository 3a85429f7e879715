using System.Net;
using Halle.Clustering;

namespace Halle.Hosting;

/// <summary>What a silo's host works with.</summary>
/// <param name="Admin">Where health and metrics are served.</param>
public sealed record SiloSettings(ClusterSettings Cluster, IPEndPoint Admin)
{
    /// <summary>Loopback, beside the edge's own.</summary>
    public const string DefaultAdminUrl = "http://127.0.0.1:5091";

    /// <exception cref="StartUpException">Every fault, each naming its setting.</exception>
    public static SiloSettings Read(IConfiguration configuration, bool development)
    {
        var faults = new StartUpFaultList();
        faults.Try(() => LeastRuntime.Check(LeastRuntime.Installed, development));
        var admin = faults.Try(() => ReadAdminUrl(configuration["Halle:AdminUrl"] ?? DefaultAdminUrl));
        var cluster = faults.Try(() => ClusterSettings.Read(configuration, isSilo: true, development));
        faults.ThrowIfAny();
        return new SiloSettings(cluster!, admin!);
    }

    private static IPEndPoint ReadAdminUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http"
            ? new IPEndPoint(PrivateAddress.Find("Halle:AdminUrl", url.Host.Trim('[', ']'), "health and metrics have no sign-in"), url.Port)
            : throw new StartUpException([$"Halle:AdminUrl '{text}' is no address such as {DefaultAdminUrl}."]);
}
