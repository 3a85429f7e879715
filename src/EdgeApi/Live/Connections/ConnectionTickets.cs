using System.Collections.Concurrent;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Connections;

/// <summary>
/// Whose a connection is that comes in several requests: its ticket (the <c>id</c> of the fallback transports) is good with the cookie of the session
/// that opened it and with no other, so a ticket that got into other hands opens nothing.
/// </summary>
internal sealed class ConnectionTickets
{
    /// <summary>Tickets that are no connection yet: some hundreds at a storm's height. Beyond this they are forgotten, and bound again by their next request.</summary>
    private const int MostOpening = 4_096;

    /// <summary>Characters; SignalR's have 22. Longer ones are no ticket, and are not kept.</summary>
    private const int LongestTicket = 64;

    private readonly ConcurrentDictionary<string, string> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _opening = new(StringComparer.Ordinal);

    /// <summary>Whether the request carries the ticket of somebody else's connection. Until it is one, it is whose request came first.</summary>
    public bool IsAnothers(HttpRequest request, Session session)
    {
        if (!request.Query.TryGetValue("id", out var id) || id is not [{ Length: <= LongestTicket } ticket])
        {
            return false;
        }

        if (!_sessions.TryGetValue(ticket, out var owner))
        {
            if (_opening.Count >= MostOpening)
            {
                _opening.Clear();
            }

            owner = _opening.GetOrAdd(ticket, session.Id);
        }

        return !string.Equals(owner, session.Id, StringComparison.Ordinal);
    }

    /// <summary>Remembers whose it is, until <see cref="Remove"/>.</summary>
    public void Add(HubConnectionContext connection, Session session)
    {
        if (connection.Features.Get<IHttpContextFeature>()?.HttpContext?.Request.Query["id"] is [{ } ticket])
        {
            _sessions[ticket] = session.Id;
            _opening.TryRemove(ticket, out _);
            connection.Features.Set(new Ticket(ticket));
        }
    }

    public void Remove(HubConnectionContext connection)
    {
        if (connection.Features.Get<Ticket>() is { } ticket)
        {
            _sessions.TryRemove(ticket.Id, out _);
        }
    }

    private sealed record Ticket(string Id);
}
