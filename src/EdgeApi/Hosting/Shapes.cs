using Halle.Clustering;
using Halle.Silo;
using Halle.Storage;
using Halle.Storage.Journal.Sqlite;
using Halle.Storage.Keys;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace Halle.Hosting;

/// <summary>Which parts run in this process. The edge only ever asks an IGrainFactory; whether a silo of this process answers or another's, it cannot tell.</summary>
public static class Shapes
{
    public static void AddShape(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        switch (settings.Shape)
        {
            case DeploymentShape.Embedded:
                builder.AddEmbedded(settings);
                break;
            case DeploymentShape.Cluster when settings.Cluster is { } cluster:
                builder.AddEdgeClient(settings, cluster);
                break;
            default:
                throw new StartUpException([$"Halle:Shape {settings.Shape} cannot be started."]);
        }
    }

    /// <summary>Tells of a store that cannot be used before anything else is started, in a line instead of a stack.</summary>
    /// <exception cref="Storage.Journal.JournalDamagedException">It is damaged, or newer than this program.</exception>
    public static async Task RefuseUnusableStoreAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<EdgeSettings>().Shape != DeploymentShape.Embedded)
        {
            // The journal is the silos'; they check it.
            return;
        }

        await using var journal = new SqliteJournal(services.GetRequiredService<IOptions<SqliteOptions>>().Value);
        await journal.OpenAsync(cancellationToken);
    }

    private static void AddEmbedded(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        builder.AddHalleSilo();
        var here = new SiloLink();
        here.Found();
        builder.Services.AddSingleton(here);
        if (settings.AdminUrl is not null)
        {
            builder.UseOrleans(silo => silo.AddDashboard());
        }

        // A relative path means the same wherever the process was started from.
        builder.Services.PostConfigure<SqliteOptions>(sqlite =>
            sqlite.Path = Path.GetFullPath(sqlite.Path, builder.Environment.ContentRootPath));
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IOptions<SqliteOptions>>((keys, sqlite) =>
            keys.XmlRepository = new SqliteKeyRepository(sqlite.Value));
    }
}
