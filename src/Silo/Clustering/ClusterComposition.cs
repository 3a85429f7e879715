using Halle.Silo;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Halle.Clustering;

/// <summary>Silos and edges as processes of their own that find each other in Redis.</summary>
public static class ClusterComposition
{
    /// <summary>Of every call between processes. An edge gives a command 10 s; a feed that hangs on a broken way is found after as long.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Of a silo's longest wait for a sign of life: a pool of threads that is busy for a moment must not look like a death.</summary>
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);

    /// <summary>A silo that serves its rooms to whoever is in the table of members.</summary>
    public static void AddHalleClusterSilo(this IHostApplicationBuilder builder, ClusterSettings settings) => builder.UseOrleans(silo =>
    {
        var options = settings.Options;
        silo.Configure<ClusterOptions>(cluster => Name(cluster, options));
        silo.UseRedisClustering(redis => redis.ConfigurationOptions = settings.Redis);
        silo.ConfigureEndpoints(settings.Address!, options.SiloPort, options.GatewayPort, listenOnAnyHostAddress: false);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = options.ProbeTimeout;

            // Orleans would wait four times as long, and as often as probes may be missed: 16 s for a frozen silo, whose connections stand.
            membership.MaxProbeTimeout = options.ProbeTimeout > ShortestPatience ? options.ProbeTimeout : ShortestPatience;
            membership.NumMissedProbesLimit = options.MissedProbes;
            membership.NumVotesForDeathDeclaration = options.Votes;
            membership.TableRefreshTimeout = options.TableRefresh;
        });
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        silo.Services.AddSingleton<IFatalErrorHandler, DeclaredDead>();
        silo.AddHalleStorage(builder.Configuration);
        silo.AddHalleGrains(builder.Configuration);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RoomsAtHand>();
        silo.AddDashboard();
    });

    /// <summary>A client of those silos.</summary>
    public static void UseHalleCluster(this IClientBuilder client, ClusterSettings settings)
    {
        var options = settings.Options;
        client.Configure<ClusterOptions>(cluster => Name(cluster, options));
        client.UseRedisClustering(redis => redis.ConfigurationOptions = settings.Redis);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = options.GatewayRefresh);
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
    }

    private static void Name(ClusterOptions cluster, HalleClusterOptions options)
    {
        cluster.ClusterId = options.Name;

        // Part of the stored keys of grain state: it never changes.
        cluster.ServiceId = SiloComposition.ServiceId;
    }
}
