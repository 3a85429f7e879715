using Halle.Hosting;
using OpenTelemetry.Metrics;
using Orleans.Dashboard;

namespace Halle.Telemetry;

/// <summary>Metrics and the Orleans dashboard, on the admin port only: neither has a sign-in of its own.</summary>
public static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        if (settings.AdminUrl is null)
        {
            return;
        }

        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Halle.*")
            .AddMeter("Microsoft.Orleans")
            .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
            .AddMeter("System.Runtime")
            .AddPrometheusExporter());
    }

    public static void MapTelemetry(this WebApplication app, EdgeSettings settings)
    {
        if (settings.AdminUrl is null)
        {
            return;
        }

        var admin = app.MapGroup("").WithMetadata(new OnAdminPort());
        admin.MapPrometheusScrapingEndpoint("/metrics");
        admin.MapOrleansDashboard(routePrefix: "/dashboard");
    }
}
