using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Halle.Storage.GrainState.AzureTables;

/// <summary>Registers Azure Tables grain storage the way every Orleans provider is registered.</summary>
public static class AzureTableGrainStorageExtensions
{
    public static ISiloBuilder AddAzureTableGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => new AzureTableGrainStorage(
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            services.GetRequiredService<IOptions<AzureTableOptions>>().Value,
            services.GetRequiredService<IGrainStorageSerializer>()));
        builder.Services.AddSingleton(services =>
            (ILifecycleParticipant<ISiloLifecycle>)services.GetRequiredKeyedService<IGrainStorage>(name));
        return builder;
    }
}
