using Halle.Access;
using Halle.Hosting;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace Halle.Clustering;

/// <summary>The edge as a client of silos that are processes of their own.</summary>
public static class EdgeClient
{
    public static void AddEdgeClient(this WebApplicationBuilder builder, EdgeSettings settings, ClusterSettings cluster)
    {
        // The web server does not wait for the silos: it says that it is not ready.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddSingleton<SiloLink>();
        builder.Services.AddSingleton<ConnectionRetry>();
        builder.UseOrleansClient(client =>
        {
            client.UseHalleCluster(cluster);
            client.UseConnectionRetryFilter<ConnectionRetry>();
            client.AddGatewayCountChangedHandler(services => services.GetRequiredService<ConnectionRetry>().GatewaysChanged);
            client.AddClusterConnectionLostHandler(services => services.GetRequiredService<ConnectionRetry>().Lost);
            client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(
                services => services.GetRequiredService<ConnectionRetry>());
            if (settings.AdminUrl is not null)
            {
                client.AddDashboard();
            }
        });
        builder.Services.AddOptions<AzureTableOptions>().BindConfiguration(AzureTableOptions.Section);
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IOptions<AzureTableOptions>>((keys, tables) =>
            keys.XmlRepository = new AzureTableKeyRepository(tables.Value));
    }

    /// <summary>
    /// Until the silos were reached once there is nothing to show and nobody to ask; and until it was read what is revoked, whoever comes with a cookie
    /// might be somebody who was put out.
    /// </summary>
    public static void UseSiloLink(this WebApplication app)
    {
        var (link, revoked) = (app.Services.GetRequiredService<SiloLink>(), app.Services.GetRequiredService<Revoked>());
        app.Use((context, next) => (link.Reached.IsCompleted && revoked.WasRead) || context.Request.Path.Value is "/health" or "/ready" or "/metrics"
            ? next(context)
            : Refusals.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, RejectionCode.Unavailable, TimeSpan.FromSeconds(2)));
    }
}
