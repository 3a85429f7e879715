using Halle.Clustering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Halle.Tests.Clustering;

/// <summary>What the runtime is told of a silo's death.</summary>
public sealed class MembershipTests
{
    [Theory(DisplayName = "[RC120] Nobody waits for a silent silo longer than the probes that may be missed")]
    [InlineData("00:00:02", 4)]
    [InlineData("00:00:00.500", 2)]
    public void Silence_is_limited(string probe, int seconds)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.AddHalleClusterSilo(SiloSettings(probe));
        using var host = builder.Build();

        var membership = host.Services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;

        // The runtime suspects nobody whose connection spoke within this time.
        Assert.Equal(TimeSpan.FromSeconds(seconds), membership.MaxProbeTimeout * membership.NumMissedProbesLimit);
        Assert.Equal(TimeSpan.Parse(probe, System.Globalization.CultureInfo.InvariantCulture), membership.ProbeTimeout);
    }

    private static ClusterSettings SiloSettings(string probe) => ClusterSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Halle:Cluster:Redis"] = "127.0.0.1:6379",
            ["Halle:Cluster:Address"] = "127.0.0.1",
            ["Halle:Cluster:ProbeTimeout"] = probe,
            ["Halle:Storage:BackEnd"] = "AzureTables",
            ["Halle:Storage:AzureTables:ConnectionString"] = "UseDevelopmentStorage=true",
        }).Build(),
        isSilo: true,
        development: true);
}
