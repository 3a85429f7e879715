using Halle.Capacity;
using Halle.Live.Connections;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Live.Sockets;
using Halle.Rooms;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Halle.Live;

/// <summary>Wires the live half: needs an <c>ISessions</c>, an <c>IProgrammeCache</c> and an <c>IGrainFactory</c> beside it.</summary>
public static class LiveSetup
{
    public const string Path = "/live";

    /// <summary>Between the upgrade and the end of the first message. Whoever has not shaken hands is looked at once a second, and is gone within 5 s.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(3.5);

    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration? configuration = null)
    {
        Options<LiveOptions>(services, configuration?.GetSection(LiveOptions.Section));
        Options<GuardOptions>(services, configuration?.GetSection(GuardOptions.Section));
        Options<LimitOptions>(services, configuration?.GetSection(LimitOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<NearFeeds>();
        services.TryAddSingleton<IRoomSource, ClusterRooms>();
        services.AddMetrics();
        services.AddCapacity(configuration?.GetSection(CapacityOptions.Section));
        services.AddSingleton<LiveInstruments>();
        services.AddSingleton<PersonLimits>();
        services.AddSingleton<RefusalAudit>();
        services.AddSingleton<ReplicaContext>();
        services.AddSingleton<RoomReplicas>();
        services.AddSingleton<LiveRooms>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<ConnectionTickets>();
        services.AddSingleton<LiveDoor>();
        services.AddSingleton<LiveCalls>();
        services.AddSingleton<LiveHubProtocol>();
        services.AddSingleton<LineServices>();
        services.AddSingleton<LineAccepts>();
        services.AddSingleton<IConnectionListenerFactory, SocketTransport>();
        services.AddHostedService<LiveTicker>();

        services.AddSignalR().AddHubOptions<LiveHub>(options =>
        {
            options.EnableDetailedErrors = false;
            options.HandshakeTimeout = HandshakeTimeout;
            options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            options.MaximumParallelInvocationsPerClient = 1;

            // The guard closes with a reason before SignalR would close without one.
            options.MaximumReceiveMessageSize = null;
            options.StatefulReconnectBufferSize = 0;
            options.SupportedProtocols = [Frames.Wire.ProtocolName];
            options.AddFilter<CodedErrors>();
        });
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider => provider.GetRequiredService<LiveHubProtocol>());
        services.AddSingleton<HubLifetimeManager<LiveHub>, HubConnections>();
        return services;
    }

    public static IEndpointConventionBuilder MapLive(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<LiveOptions>>().Value;
        var time = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        var limits = endpoints.ServiceProvider.GetRequiredService<IOptions<GuardOptions>>().Value;
        var door = endpoints.ServiceProvider.GetRequiredService<LiveDoor>();
        var mapped = endpoints.MapConnections(
            Path,
            new HttpConnectionDispatcherOptions
            {
                TransportMaxBufferSize = options.TransportBuffer,
                ApplicationMaxBufferSize = 16 * 1024,
                TransportSendTimeout = options.StuckAfter,
                AllowStatefulReconnects = false,
                WebSockets = { CloseTimeout = TimeSpan.FromSeconds(2) },
            },
            connection => connection.Use(next => Guarded(next, limits, time)).UseHub<LiveHub>());
        mapped.Add(endpoint => endpoint.RequestDelegate = door.Before(endpoint.RequestDelegate!));

        // After mapping, so that the farewell is said before SignalR's own callback closes the connections: the last one in runs first.
        var connections = endpoints.ServiceProvider.GetRequiredService<LiveConnections>();
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(connections.GoAway);
        return mapped;
    }

    private static ConnectionDelegate Guarded(ConnectionDelegate next, GuardOptions limits, TimeProvider time) => connection =>
    {
        // A socket is metered from its first byte; the requests of the other transports share one guard from here on.
        var socket = connection.GetHttpContext() is { WebSockets.IsWebSocketRequest: true } context ? context.Features : null;
        var guard = socket?.Get<ConnectionGuard>() ?? new ConnectionGuard(limits, time);
        connection.Features.Set(guard);
        connection.Transport = new LimitedTransport(new LimitedReader(connection.Transport.Input, guard), connection.Transport.Output);
        return next(connection);
    };

    private static void Options<T>(IServiceCollection services, IConfiguration? section)
        where T : class
    {
        var builder = services.AddOptions<T>().ValidateDataAnnotations().ValidateOnStart();
        if (section is not null)
        {
            builder.Bind(section);
        }
    }

    private sealed record LimitedTransport(System.IO.Pipelines.PipeReader Input, System.IO.Pipelines.PipeWriter Output)
        : System.IO.Pipelines.IDuplexPipe;
}
