using System.Collections.Concurrent;
using Halle.Live.Contract;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Live.Sockets;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Connections;

/// <summary>
/// Every open connection of this edge. In place of SignalR's groups and sends: readers are served by cursors, so all the sending
/// methods are refused, and a slow reader has no queue that could grow.
/// </summary>
internal sealed class LiveConnections : HubLifetimeManager<LiveHub>
{
    /// <summary>Between the reason and the abort, for a browser that does not close by itself.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PersonId, LiveConnection[]> _byPerson = new();
    private readonly ISessions _sessions;
    private readonly ReplicaContext _context;

    public LiveConnections(ISessions sessions, ReplicaContext context)
    {
        _sessions = sessions;
        _context = context;
        context.Wide.TellAgain = TellAgain;
        context.Visits.LookAgain = LookAgain;
    }

    public int Count => _connections.Count;

    public int CountOf(PersonId person) => _byPerson.TryGetValue(person, out var all) ? all.Length : 0;

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        if (_sessions.Read(connection.User) is not { } session)
        {
            connection.Abort();
            return Task.CompletedTask;
        }

        var guard = connection.Features.Get<ConnectionGuard>() ?? throw new InvalidOperationException("The connection has no guard.");
        var line = connection.Features.Get<SocketLine>();
        var live = new LiveConnection(connection, line, session, guard, _context.Instruments, _context.Time);
        connection.Features.Set(live);
        guard.OnFarewell(live.SayFarewell);
        line?.OnFree(live.Wake);
        _connections[connection.ConnectionId] = live;
        _byPerson.AddOrUpdate(
            session.Actor.Person,
            static (_, added) => [added],
            static (_, others, added) => [.. others, added],
            live);
        _context.Instruments.Connected(1);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (!_connections.TryRemove(connection.ConnectionId, out var live))
        {
            return Task.CompletedTask;
        }

        live.Close();
        var person = live.Session.Actor.Person;
        while (_byPerson.TryGetValue(person, out var all) && all.Contains(live))
        {
            LiveConnection[] rest = [.. all.Where(other => other != live)];
            if (rest.Length == 0 ? _byPerson.TryRemove(KeyValuePair.Create(person, all)) : _byPerson.TryUpdate(person, rest, all))
            {
                break;
            }
        }

        _context.Instruments.Connected(-1);
        return Task.CompletedTask;
    }

    /// <summary>Ends connections whose session is over.</summary>
    public void CheckSessions()
    {
        foreach (var live in _connections.Values)
        {
            if (_sessions.IsOver(live.Session))
            {
                live.Guard.Refuse(ClosingCode.Revoked);
            }
        }
    }

    /// <summary>Ends connections that are stuck, hold a half message, or did not let go after their farewell.</summary>
    public void Sweep()
    {
        var options = _context.Options;
        foreach (var live in _connections.Values)
        {
            if (live.Guard.RefusedFor >= Farewell)
            {
                live.Hub.Abort();
            }
            else if (live.Guard.PartialFor >= live.Guard.Limits.PartialAfter)
            {
                live.Guard.Refuse(ClosingCode.TooMuch);
            }
            else if (live.Guard.SilentFor >= live.Guard.Limits.SilentAfter)
            {
                live.Guard.Refuse(ClosingCode.TooSlow, TimeSpan.FromSeconds(5));
            }
            else if (live.Waiting >= options.StuckAfter)
            {
                live.Guard.Refuse(ClosingCode.TooSlow, TimeSpan.FromSeconds(5));
                live.Hub.Abort();
            }
        }
    }

    /// <summary>
    /// Says farewell to everybody; reconnects spread over the time given. Returns when it is written, or after <see cref="Farewell"/>: it
    /// runs while the host stops, and what follows cuts the connections off.
    /// </summary>
    public void GoAway()
    {
        var all = _connections.Values.ToList();
        foreach (var live in all)
        {
            live.Guard.Refuse(ClosingCode.GoingAway, _context.Options.GoingAwaySpread);
        }

        Task.WaitAll([.. all.Select(live => live.Guard.WhySaid)], Farewell);
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

    /// <summary>A class's lock or tour has changed: its pupils may have to leave where they are.</summary>
    private void LookAgain(RoomId ofClass)
    {
        foreach (var live in _connections.Values)
        {
            var actor = live.Session.Actor;
            foreach (var cursor in actor.Role == Role.Pupil && actor.Owns(ofClass) ? live.Cursors : [])
            {
                RoomReplica.TellAgain(cursor);
            }
        }
    }

    private void TellAgain(IReadOnlyCollection<PersonId>? people)
    {
        var connections = people is null
            ? _connections.Values
            : people.SelectMany(person => _byPerson.GetValueOrDefault(person, []));
        foreach (var cursor in connections.SelectMany(live => live.Cursors))
        {
            RoomReplica.TellAgain(cursor);
        }
    }
}
