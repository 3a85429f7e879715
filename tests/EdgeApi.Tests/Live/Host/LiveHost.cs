using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Halle.Capacity;
using Halle.Live;
using Halle.Live.Connections;
using Halle.Live.Rooms;
using Halle.Programme;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Halle.Tests.Live.Host;

/// <summary>The live half of an edge on a real Kestrel, with sign-in and rooms played by the test.</summary>
internal sealed class LiveHost : IAsyncDisposable
{
    public static readonly RoomId Booth = RoomId.Booth("stand-demo");
    public static readonly RoomId Talk = RoomId.Talk("forum-demo");
    public static readonly RoomId Class = RoomId.Class("00112233445566778899aabbccddeeff");

    private readonly WebApplication _app;

    private LiveHost(WebApplication app, int port, ListedLog log)
    {
        _app = app;
        Port = port;
        Log = log;
    }

    /// <summary>What the host has logged, from Information on.</summary>
    public ListedLog Log { get; }

    public int Port { get; }

    public string Origin => $"http://127.0.0.1:{Port}";

    public TestSessions Sessions => (TestSessions)_app.Services.GetRequiredService<ISessions>();

    public ScriptedRooms Rooms => (ScriptedRooms)_app.Services.GetRequiredService<IRoomSource>();

    public LiveInstruments Instruments => _app.Services.GetRequiredService<LiveInstruments>();

    public Overload Overload => _app.Services.GetRequiredService<Overload>();

    /// <summary>The context of every request there was, while something holds it.</summary>
    public ConcurrentBag<WeakReference> Requests { get; } = [];

    public ReplicaContext Replicas => _app.Services.GetRequiredService<ReplicaContext>();

    /// <summary>The rooms it has a copy of.</summary>
    public RoomReplicas Copies => _app.Services.GetRequiredService<RoomReplicas>();

    public LiveConnections Connections => _app.Services.GetRequiredService<LiveConnections>();

    public static Task<LiveHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static async Task<LiveHost> StartAsync(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var port = FreePort();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Logging.ClearProviders();
        var log = new ListedLog();
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(time);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton<ISessions, TestSessions>();
        builder.Services.AddSingleton<IProgrammeCache, Programme>();
        builder.Services.AddSingleton<IRoomSource, ScriptedRooms>();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TestSessions.Scheme>("test", null);
        builder.Services.AddLive(builder.Configuration);

        var app = builder.Build();
        var host = new LiveHost(app, port, log);
        app.Use((context, next) =>
        {
            host.Requests.Add(new WeakReference(context));
            return next(context);
        });
        app.UseAuthentication();
        app.MapLive();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>A socket that has shaken hands.</summary>
    public async Task<RawClient> ConnectAsync(Session session)
    {
        var client = await RawClient.UpgradeAsync(this, session.Id);
        await client.HandshakeAsync();
        return client;
    }

    public async Task<RawClient> ConnectAsync(Role role = Role.Visitor, params RoomId[] own) => await ConnectAsync(Sessions.SignIn(role, own: own));

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Below the range outgoing sockets take their ports from.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private sealed class Programme : IProgrammeCache
    {
        private static readonly ImmutableHashSet<RoomId> Rooms =
        [
            RoomId.TheEvent, Booth, Talk, Class, .. Enumerable.Range(0, 10_000).Select(number => RoomId.Booth($"stand-{number}")),
        ];

        public EventProgramme Current => EventProgramme.Empty;

        public bool Knows(RoomId room) => Rooms.Contains(room);

        public bool TryFindClass(string code, [NotNullWhen(true)] out ClassRegistration? registration)
        {
            registration = null;
            return false;
        }
    }
}
