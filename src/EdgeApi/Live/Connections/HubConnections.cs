using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Connections;

/// <summary>
/// The connections that go through SignalR. In place of its groups and sends: readers are served by cursors, so all the sending
/// methods are refused, and a slow reader has no queue that could grow.
/// </summary>
internal sealed class HubConnections(
    LiveConnections connections, ConnectionTickets tickets, ISessions sessions, ReplicaContext context, ILogger<HubConnections> logger) : HubLifetimeManager<LiveHub>
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        if (sessions.Read(connection.User) is not { } session)
        {
            connection.Abort();
            return Task.CompletedTask;
        }

        var guard = connection.Features.Get<ConnectionGuard>() ?? throw new InvalidOperationException("The connection has no guard.");
        var outlet = new HubOutlet(connection, context.Instruments, context.Time);
        var live = new LiveConnection(outlet, session, guard, context.Instruments, logger)
        {
            HasShakenHands = true,
            Turn = connections.NextTurn(),
        };
        connection.Features.Set(live);
        connections.Add(live);
        tickets.Add(connection, session);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        tickets.Remove(connection);
        if (connection.Features.Get<LiveConnection>() is { } live)
        {
            connections.Remove(live);
        }

        return Task.CompletedTask;
    }

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) => throw Refused();

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw Refused();

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw Refused();

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw Refused();

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw Refused();

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw Refused();

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) => throw Refused();

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw Refused();

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => throw Refused();

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        throw Refused();

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        throw Refused();

    private static NotSupportedException Refused() => new("Readers are served by their cursors; see docs/decisions.");
}
