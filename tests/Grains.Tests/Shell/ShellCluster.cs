using Halle.Chat;
using Halle.Programme;
using Halle.Rooms;
using Halle.Silo;
using Halle.Storage;
using Halle.Storage.GrainState.Sqlite;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;
using Halle.Tests.Rooms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Halle.Tests.Shell;

/// <summary>Two silos in this process over a real SQLite file, with short times; each test takes rooms nobody else uses.</summary>
public sealed class ShellCluster : IAsyncLifetime
{
    private const int Rooms = 400;

    private static int _nextRoom;
    private static int _nextId;

    private readonly string _folder = Directory.CreateTempSubdirectory("halle-shell-").FullName;
    private readonly int _silos;
    private SqliteJournal? _sqlite;

    public ShellCluster()
        : this(2)
    {
    }

    internal ShellCluster(int silos) => _silos = silos;

    internal FaultJournal Journal { get; private set; } = null!;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IGrainFactory Grains => Cluster.Client;

    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Halle:Rooms:AckWait"] = "00:00:01",
        ["Halle:Rooms:LookAgainAfter"] = "00:00:05",
        ["Halle:Rooms:StoreBackoff"] = "00:00:00.200",
        ["Halle:Rooms:MaxPendingAge"] = "00:00:02",
        ["Halle:Rooms:ReopenAfter"] = "00:00:01",
        ["Halle:Rooms:EdgeLease"] = "00:00:02",
        ["Halle:Rooms:PulseEvery"] = "00:00:00.050",
        ["Halle:Rooms:SiteHeartbeat"] = "00:00:00.300",
        ["Halle:Rooms:SnapshotEvery"] = "100",
        ["Halle:Rooms:MaxFeedBacklog"] = "65536",
        ["Halle:Event:WatchLease"] = "00:00:01.500",
        ["Halle:Event:WatchRenewal"] = "00:00:00.300",
        ["Halle:Event:SiteLease"] = "00:00:02",
        ["Halle:Board:WaitingEvery"] = "00:00:00.050",
        ["Halle:Board:PresenceEvery"] = "00:00:00.100",
        ["Halle:Board:Heartbeat"] = "00:00:00.500",
        ["Halle:Board:Lease"] = "00:00:02",
    };

    /// <summary>A booth that no other test uses.</summary>
    public static RoomId NewBooth() => RoomId.Booth($"booth-{Interlocked.Increment(ref _nextRoom)}");

    public static ClientId NewId() => new($"client-{Interlocked.Increment(ref _nextId):D6}");

    public ValueTask InitializeAsync() => InitializeAsync(fill: true);

    internal async ValueTask InitializeAsync(bool fill)
    {
        _sqlite = new SqliteJournal(new SqliteOptions { Path = Path.Combine(_folder, "halle.db") });
        await _sqlite.OpenAsync(CancellationToken.None);
        Journal = new FaultJournal(_sqlite);
        Cluster = await StartAsync(_silos, Journal, _folder);
        if (fill)
        {
            await FillAsync(Grains);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _sqlite!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    internal static async Task<InProcessTestCluster> StartAsync(
        int silos, IJournal journal, string folder, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Settings)
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(journal);
            silo.Services.Configure<SqliteOptions>(options => options.Path = Path.Combine(folder, "halle.db"));
            silo.AddSqliteGrainStorage(GrainStateStorage.Name);
            silo.AddHalleGrains(configuration);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    internal static Task<long> FillAsync(IGrainFactory grains) => grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Replace(
        EventProgramme.Empty with
        {
            Demo = true,
            Sites = [.. Enumerable.Range(1, Rooms).Select(number =>
                new Site(number, $"booth-{number}", "Demo", new LocalText("", ""), "port", "", Fictional: true, []))],
            Talks = [new TalkSlot(Cast.Talk.Key, new LocalText("Demo", "Demo"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1))],
            Classes = [new ClassRegistration(Cast.Class.Key, "Demo", "", 2, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)],
        });

    /// <summary>Posts once. No answer in time is an unknown outcome, to edges and so here.</summary>
    internal async Task<Receipt> PostAsync(RoomId room, Actor actor, string text, ClientId? id = null)
    {
        try
        {
            return await Grains.GetRoom(room).Execute(actor, id ?? NewId(), new PostMessage(text), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            return Receipt.Unknown(new Rejection(RejectionCode.Unavailable));
        }
    }

    /// <summary>Posts until the room takes it, as a browser does: the same id again after an unknown outcome.</summary>
    internal async Task<Receipt> PostSurelyAsync(RoomId room, Actor actor, string text)
    {
        var id = NewId();
        var receipt = Receipt.Unknown(new Rejection(RejectionCode.Unavailable));
        await Eventually.HoldsAsync(() => $"'{text}' is taken by {room}; last answer {receipt}", async () =>
        {
            try
            {
                receipt = await PostAsync(room, actor, text, id);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The room was on its way to another activation.
            }

            return receipt.Status == ReceiptStatus.Ok;
        });
        return receipt;
    }

    /// <summary>Waits until rooms accept the public: the watch on the event's room has been heard.</summary>
    internal async Task ReadyAsync()
    {
        await PostSurelyAsync(NewBooth(), Cast.Visitor(1), "Demo: is it open?");
    }
}

/// <summary>
/// Alone: calls here end after 3 s and leases after two, and tests that reckon for ten seconds on every thread there is
/// would take that time from the silos, which share the pool with them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ShellRooms : ICollectionFixture<ShellCluster>
{
    public const string Name = "shell";
}
