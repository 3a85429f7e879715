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
    private readonly ConcurrentDictionary<string, string> _sessions = new(StringComparer.Ordinal);

    /// <summary>Whether the request carries the ticket of somebody else's connection.</summary>
    public bool IsAnothers(HttpRequest request, Session session) =>
        request.Query.TryGetValue("id", out var id) && id is [{ } ticket] && _sessions.TryGetValue(ticket, out var owner) && !string.Equals(owner, session.Id, StringComparison.Ordinal);

    /// <summary>Remembers whose it is, until <see cref="Remove"/>.</summary>
    public void Add(HubConnectionContext connection, Session session)
    {
        if (connection.Features.Get<IHttpContextFeature>()?.HttpContext?.Request.Query["id"] is [{ } ticket])
        {
            _sessions[ticket] = session.Id;
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
