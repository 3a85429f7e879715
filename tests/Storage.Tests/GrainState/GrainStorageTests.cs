using Azure.Data.Tables;
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
    private readonly AzureTableOptions _options = azurite.NewOptions();

    protected override async Task<IGrainStorage> OpenAsync()
    {
        var storage = new AzureTableGrainStorage("halle", _options, new JsonBytes());
        await Started.StartAsync(storage);
        return storage;
    }

    [Fact(DisplayName = "[ST9] A row is laid out as the official provider lays it out")]
    public async Task A_row_has_the_official_layout()
    {
        var storage = await OpenAsync();
        var state = new GrainState<byte[]> { State = new byte[100_000] };
        await storage.WriteStateAsync("a/state", GrainId.Create("halle.note", "b/c#d?e\\f"), state);

        var table = new TableClient(_options.ConnectionString, _options.GrainStateTable);
        TableEntity row = await table.GetEntityAsync<TableEntity>("halle_halle.note_b_c_d_e_f", "a_state", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["Data", "Data1", "Data2"], row.Keys.Where(key => key.StartsWith("Data", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal([64 * 1024, 64 * 1024, 133_338 - (2 * 64 * 1024)], [row.GetBinary("Data").Length, row.GetBinary("Data1").Length, row.GetBinary("Data2").Length]);
        Assert.Equal(state.ETag, row.ETag.ToString());
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
