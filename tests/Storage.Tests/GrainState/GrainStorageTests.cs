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

    [Fact(DisplayName = "[ST9] A write, a first one too, and a clear that were stored while their answer was lost are done, and the next write follows")]
    public async Task A_lost_answer_is_no_inconsistency()
    {
        await OpenAsync();
        var account = new Uri(_options.ConnectionString.Split("TableEndpoint=")[1].TrimEnd(';'));
        await using var line = new LosesAnswers(account.Port);
        var (stop, grain) = (TestContext.Current.CancellationToken, GrainId.Create("halle.invite", "one"));
        var storage = new AzureTableGrainStorage(
            "halle",
            new AzureTableOptions
            {
                ConnectionString = _options.ConnectionString.Replace($":{account.Port}/", $":{line.Port}/", StringComparison.Ordinal),
                GrainStateTable = _options.GrainStateTable,
            },
            new JsonBytes());
        var state = new GrainState<Note> { State = new Note { Text = "open" } };

        await line.LosingOneAsync("POST", () => storage.WriteStateAsync("state", grain, state));
        Assert.Equal("open", await StoredAsync());
        state.State!.Text = "spent";
        await line.LosingOneAsync("PUT", () => storage.WriteStateAsync("state", grain, state));
        Assert.Equal("spent", await StoredAsync());
        await line.LosingOneAsync("PUT", () => storage.ClearStateAsync("state", grain, state));
        Assert.Equal("", await StoredAsync());
        state.State = new Note { Text = "again" };
        await storage.WriteStateAsync("state", grain, state);
        Assert.Equal("again", await StoredAsync());

        async Task<string> StoredAsync()
        {
            var read = new GrainState<Note>();
            await new AzureTableGrainStorage("halle", _options, new JsonBytes()).ReadStateAsync("state", grain, read).WaitAsync(stop);
            return read.State!.Text;
        }
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
