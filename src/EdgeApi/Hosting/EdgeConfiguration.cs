using Halle.Clustering;
using Microsoft.AspNetCore.HttpOverrides;

namespace Halle.Hosting;

/// <summary>Reads and checks the settings before anything is built on them.</summary>
public static class EdgeConfiguration
{
    public static EdgeSettings AddEdgeSettings(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(EdgeOptions.Section);
        var options = section.Get<EdgeOptions>() ?? new EdgeOptions();
        if (builder.Configuration["urls"] is { Length: > 0 } urls)
        {
            // --urls and ASPNETCORE_URLS are what every .NET host understands; they win.
            section[nameof(EdgeOptions.Urls)] = urls;
            options = section.Get<EdgeOptions>() ?? options;
        }

        var settings = Read(options, builder.Configuration, builder.Environment.IsDevelopment());
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.BehindProxy
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                : ForwardedHeaders.None;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in settings.Proxies)
            {
                forwarded.KnownProxies.Add(proxy);
            }
        });
        return settings;
    }

    /// <summary>Everything that is wrong is told at once.</summary>
    private static EdgeSettings Read(EdgeOptions options, IConfiguration configuration, bool development)
    {
        var isCluster = string.Equals(options.Shape, nameof(DeploymentShape.Cluster), StringComparison.OrdinalIgnoreCase);
        var faults = new StartUpFaultList();
        faults.Try(() => LeastRuntime.Check(LeastRuntime.Installed, development));
        var settings = faults.Try(() => EdgeSettings.Read(options, development));
        var cluster = isCluster ? faults.Try(() => ClusterSettings.Read(configuration, isSilo: false, development)) : null;
        faults.ThrowIfAny();
        return settings! with { Cluster = cluster };
    }
}
