using Halle.Access;
using Halle.Classrooms;
using Halle.Event;
using Halle.Keeping;
using Halle.Moderation;
using Halle.Programme;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.GrainState.AzureTables;
using Halle.Storage.GrainState.Sqlite;
using Halle.Storage.Journal;
using Halle.Storage.Journal.AzureTables;
using Halle.Storage.Journal.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Halle.Silo;

/// <summary>What a silo is made of: the same in its own process and inside an edge.</summary>
public static class SiloComposition
{
    internal const string ServiceId = "halle";

    /// <summary>
    /// Places of grains that a silo remembers. An event has about a thousand rooms and some hundred invitations; the runtime's million is kept in a table of
    /// 16 MB that is walked each time somebody asks how full it is, which the dashboard does each second (docs/decisions/0037).
    /// </summary>
    private const int RememberedPlaces = 20_000;

    /// <summary>
    /// A silo of its own on this machine's loopback, with its store. Without <paramref name="gatewayPort"/> only this process can reach it.
    /// </summary>
    public static IHostApplicationBuilder AddHalleSilo(this IHostApplicationBuilder builder, int siloPort = 0, int gatewayPort = 0)
    {
        builder.UseOrleans(silo =>
        {
            // The ports have no authentication of their own: they are bound to the loopback and nowhere else.
            silo.UseLocalhostClustering(siloPort == 0 ? FreePorts.Take() : siloPort, gatewayPort, serviceId: ServiceId, clusterId: ServiceId);
            silo.AddHalleStorage(builder.Configuration);
            silo.AddHalleGrains(builder.Configuration);
        });
        return builder;
    }

    /// <summary>The grains and what they need, except the store.</summary>
    public static ISiloBuilder AddHalleGrains(this ISiloBuilder silo, IConfiguration configuration)
    {
        Bind<RoomOptions>(silo.Services, configuration, RoomOptions.Section);
        Bind<EventOptions>(silo.Services, configuration, EventOptions.Section)
            .Validate(options => options.WatchRenewal * 2 < options.WatchLease, "A watch is renewed at least twice within its lease.");
        Bind<BoardOptions>(silo.Services, configuration, BoardOptions.Section)
            .Validate(options => options.Heartbeat * 2 < options.Lease, "A class repeats who is there at least twice within its lease.");
        Bind<ClassOptions>(silo.Services, configuration, ClassOptions.Section);
        Bind<AccessOptions>(silo.Services, configuration, AccessOptions.Section);
        silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = RememberedPlaces);

        // The runtime's own choice, the silo with the most to spare, puts all rooms of a dead silo on the one that has just started (docs/decisions/0061).
        silo.Services.AddSingleton<PlacementStrategy, RandomPlacement>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(services => new ProgrammeDirectory(
            version => services.GetRequiredService<IGrainFactory>().GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(version),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ProgrammeDirectory>>()));
        silo.Services.AddHostedService(services => services.GetRequiredService<ProgrammeDirectory>());
        silo.Services.TryAddSingleton<NearFeeds>();
        silo.Services.AddSingleton<RoomInstruments>();
        silo.Services.AddSingleton<RoomServices>();
        silo.Services.AddSingleton<EventWatch>();
        silo.Services.AddHostedService(services => services.GetRequiredService<EventWatch>());
        silo.Services.AddHostedService<ClassSweep>();

        // Binary, versioned by [Id] and [Alias], and only of types that have a generated codec: no other type is ever read from the store.
        silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
        return silo;
    }

    /// <summary>The journal and the grain storage the configuration asks for.</summary>
    public static ISiloBuilder AddHalleStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        Bind<HalleStorageOptions>(silo.Services, configuration, HalleStorageOptions.Section);
        var chosen = configuration.GetSection(HalleStorageOptions.Section).Get<HalleStorageOptions>() ?? new HalleStorageOptions();
        switch (chosen.BackEnd)
        {
            case StorageBackEnd.Sqlite:
                Bind<SqliteOptions>(silo.Services, configuration, SqliteOptions.Section)
                    .Validate(options => options.Path.Length > 0, "Halle:Storage:Sqlite:Path names the database file.")
                    .Validate(options => options.BusyTimeoutSeconds is >= 1 and <= 60, "Halle:Storage:Sqlite:BusyTimeoutSeconds is 1 to 60.")
                    .Validate(options => options.GatherMilliseconds is >= 0 and <= 100, "Halle:Storage:Sqlite:GatherMilliseconds is between 0 and 100.");
                silo.Services.AddSingleton<IJournal>(
                    services => new SqliteJournal(services.GetRequiredService<IOptions<SqliteOptions>>().Value));
                silo.AddSqliteGrainStorage(GrainStateStorage.Name);
                break;
            case StorageBackEnd.AzureTables:
                Bind<AzureTableOptions>(silo.Services, configuration, AzureTableOptions.Section)
                    .Validate(options => options.ConnectionString.Length > 0, "Halle:Storage:AzureTables:ConnectionString names the account.")
                    .Validate(options => options.NamesTables, AzureTableOptions.NamesFault)
                    .Validate(options => options.IsPatient, AzureTableOptions.PatienceFault);
                silo.Services.AddSingleton<IJournal>(
                    services => new AzureTableJournal(services.GetRequiredService<IOptions<AzureTableOptions>>().Value));
                silo.AddAzureTableGrainStorage(GrainStateStorage.Name);
                break;
            default:
                throw new OptionsValidationException(
                    HalleStorageOptions.Section, typeof(HalleStorageOptions), [$"Halle:Storage:BackEnd {chosen.BackEnd} is not known."]);
        }

        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JournalOpening>();
        return silo;
    }

    private static OptionsBuilder<TOptions> Bind<TOptions>(IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
