using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.Faults.Proxy;
using Halle.Cluster.Tests.Topology;
using Halle.Clustering;
using Halle.Programme;
using Halle.Rooms;
using Halle.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;
using StackExchange.Redis;

namespace Halle.Cluster.Tests.Faults;

/// <summary>
/// The cluster the faults are done to: three silos, two edges, Redis, and Azurite behind a proxy. One is shared by all goals that leave it whole
/// again; each takes rooms nobody has used.
/// </summary>
public sealed class FaultStage : IAsyncLifetime
{
    /// <summary>The goals that <c>./test.sh</c> shows too, in their short form and over one stage.</summary>
    internal const string Selection = "selection";

    private readonly ImmutableDictionary<string, string> _more;
    private readonly Queue<string> _rooms = [];
    private RunningCluster? _cluster;
    private FaultProxy? _store;
    private FaultProxy[] _doors = [];
    private IHost? _client;

    public FaultStage()
        : this(ImmutableDictionary<string, string>.Empty)
    {
    }

    /// <param name="more">Settings beside those every fault test has; they win.</param>
    internal FaultStage(ImmutableDictionary<string, string> more) => _more = more;

    internal static ImmutableArray<string> Silos { get; } = ["silo1", "silo2", "silo3"];

    internal static ImmutableArray<string> Everything { get; } = ["redis", "azurite", .. Silos, "edge1", "edge2"];

    internal RunningCluster Cluster => _cluster ?? throw new InvalidOperationException("The stage is not set up.");

    /// <summary>Between all processes and Azurite.</summary>
    internal FaultProxy Store => _store!;

    /// <summary>Between clients and edges, for those who come in by <see cref="DoorsBehindProxies"/>.</summary>
    internal IReadOnlyList<FaultProxy> EdgeProxies => _doors;

    internal IReadOnlyList<EdgeDoor> Doors => [new(Cluster.Edge1, Cluster.Edge1), new(Cluster.Edge2, Cluster.Edge2)];

    internal IReadOnlyList<EdgeDoor> DoorsBehindProxies =>
        [.. Doors.Select((door, at) => door with { Address = new Uri($"http://{Cluster.Network}.{41 + at}:8080") })];

    /// <summary>The store itself, past the proxy.</summary>
    internal string StoreAccount => RunningCluster.AccountAt($"http://{Cluster.Network}.22:10002/devstoreaccount1");

    /// <summary>For orders to the runtime itself, as an operator's console would give them.</summary>
    internal IGrainFactory Grains => _client!.Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        var watch = Stopwatch.StartNew();
        var stop = TestContext.Current.CancellationToken;
        var seed = Chance.Seed;
        _cluster = await RunningCluster.StartAsync(
            network =>
            {
                _store = new FaultProxy(At(network, 23, 10_002), At(network, 22, 10_002), seed);
                return Pace.Unlimited
                    .Add("Halle__Storage__AzureTables__ConnectionString", RunningCluster.AccountAt($"http://{network}.23:10002/devstoreaccount1"))

                    // Browsers come to the edges themselves, or to the one address before both.
                    .Add("Halle__Origins__0", $"http://{network}.31:8080").Add("Halle__Origins__1", $"http://{network}.32:8080")
                    .Add("Halle__Origins__2", FrontDoor.At(network).GetLeftPart(UriPartial.Authority))
                    .SetItems(_more);
            },
            stop,
            [.. Everything]);
        _doors = [.. Enumerable.Range(1, 2).Select(edge => new FaultProxy(At(_cluster.Network, 40 + edge, 8_080), At(_cluster.Network, 30 + edge, 8_080), seed + edge))];
        using (var http = new HttpClient { BaseAddress = _cluster.Edge1 })
        {
            // The demo is filled after the edge is ready.
            await _cluster.FilledAsync(stop);
            var programme = await http.GetFromJsonAsync<JsonElement>("/api/programme", stop);
            foreach (var site in programme.GetProperty("sites").EnumerateArray())
            {
                _rooms.Enqueue("booth:" + site.GetProperty("key").GetString());
            }
        }

        _client = await ConnectAsync(_cluster.Network, stop);
        RunLog.Print($"stage: three silos and two edges ready after {watch.Elapsed.TotalSeconds:0.0} s, seed {seed}");
    }

    /// <summary>Rooms without any history.</summary>
    internal IReadOnlyList<string> TakeRooms(int count) => [.. Enumerable.Range(0, count).Select(_ => _rooms.Dequeue())];

    /// <summary>Every room of the programme.</summary>
    internal async Task<IReadOnlyList<RoomId>> AllRoomsAsync(CancellationToken cancellationToken)
    {
        var programme = await Grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key).Get(-1).WaitAsync(cancellationToken);
        return
        [
            .. programme!.Sites.Select(site => RoomId.Booth(site.Key)),
            .. programme.Talks.Select(talk => RoomId.Talk(talk.Key)),
            .. programme.Classes.Select(one => RoomId.Class(one.Key)),
        ];
    }

    /// <summary>The name of the silo that holds a room now; null when none does.</summary>
    internal async Task<string?> HolderOfAsync(string room)
    {
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Grains.GetRoom(RoomId.Parse(room)));
        return address is null ? null : "silo" + (address.Endpoint.Address.GetAddressBytes()[3] - 10);
    }

    /// <summary>Sends a room to another silo.</summary>
    internal async Task MoveAsync(string room, Random random, CancellationToken cancellationToken)
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        var grain = Grains.GetRoom(RoomId.Parse(room));
        var here = await management.GetActivationAddress(grain, cancellationToken);
        var others = (await management.GetHosts(onlyActive: true, cancellationToken)).Keys.Where(silo => !silo.Equals(here)).Order().ToList();
        if (others.Count > 0)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, others[random.Next(others.Count)]);
        }

        try
        {
            await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle(cancellationToken);
        }
        finally
        {
            RequestContext.Clear();
        }
    }

    /// <summary>Everything runs, passes and is ready.</summary>
    internal async Task HealAsync(CancellationToken cancellationToken)
    {
        Store.Fault = ProxyFault.None;
        foreach (var door in _doors)
        {
            (door.Fault, door.LeavesOut) = (ProxyFault.None, null);
        }

        foreach (var name in Everything)
        {
            await Cluster.SignalAsync(name, "CONT");
        }

        await Cluster.UpAsync(Everything, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        foreach (var proxy in _doors)
        {
            await proxy.DisposeAsync();
        }

        if (_cluster is not null)
        {
            if (Chance.KeepsLogs)
            {
                RunLog.Print("stage: the logs are in " + _cluster.KeepLogs());
            }

            await _cluster.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    private static IPEndPoint At(string network, int host, int port) => new(IPAddress.Parse($"{network}.{host}"), port);

    private static async Task<IHost> ConnectAsync(string network, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var redis = ConfigurationOptions.Parse(network + ".21:6379");
        builder.UseOrleansClient(client => client.UseHalleCluster(new ClusterSettings(new HalleClusterOptions(), redis, Address: null)));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }
}

/// <summary>One stage for all goals that heal what they broke.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStage : ICollectionFixture<FaultStage>
{
    public const string Name = "shared stage";
}
