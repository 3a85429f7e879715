using Halle.Storage;
using Halle.Storage.GrainState.AzureTables;
using Halle.Storage.GrainState.Sqlite;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Halle.Tests.GrainState;

public sealed class SqliteGrainStorageTests : GrainStorageConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-state-");

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }

    protected override async Task<IGrainStorage> OpenAsync()
    {
        var storage = new SqliteGrainStorage(
            "halle", new SqliteOptions { Path = Path.Combine(_folder.FullName, "halle.db") }, new JsonBytes());
        await Started.StartAsync(storage);
        return storage;
    }
}

public sealed class AzureTableGrainStorageTests(Azurite azurite) : GrainStorageConformance
{
    protected override async Task<IGrainStorage> OpenAsync()
    {
        var storage = new AzureTableGrainStorage("halle", azurite.NewOptions(), new JsonBytes());
        await Started.StartAsync(storage);
        return storage;
    }
}

/// <summary>Runs what a provider does when its silo starts.</summary>
internal sealed class Started : ISiloLifecycle
{
    private readonly List<ILifecycleObserver> _observers = [];

    public int HighestCompletedStage => int.MinValue;

    public int LowestStoppedStage => int.MaxValue;

    public static async Task StartAsync(ILifecycleParticipant<ISiloLifecycle> storage)
    {
        var lifecycle = new Started();
        storage.Participate(lifecycle);
        foreach (var observer in lifecycle._observers)
        {
            await observer.OnStart(TestContext.Current.CancellationToken);
        }
    }

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        _observers.Add(observer);
        return new MemoryStream();
    }
}
