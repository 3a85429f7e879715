using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Tests.Live.Host;

/// <summary>Sign-ins handed out by the test; a request names its own in the header <c>Test-Session</c>.</summary>
internal sealed class TestSessions : ISessions
{
    public const string Header = "Test-Session";

    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly ConcurrentDictionary<string, bool> _over = new();
    private readonly List<Action> _checks = [];
    private int _count;

    public Session SignIn(Role role, string name = "Camille (démo)", params RoomId[] own)
    {
        // No zeros in front: those are the ids of people who were forgotten.
        var person = new PersonId("a" + Interlocked.Increment(ref _count).ToString("x31"));
        var session = new Session(person.Value, new Actor(person, role, name, [.. own]), Invite: null, DateTimeOffset.MaxValue);
        _sessions[session.Id] = session;
        return session;
    }

    public void Revoke(Session session)
    {
        _over[session.Id] = true;
        foreach (var check in _checks)
        {
            check();
        }
    }

    public Session? Read(ClaimsPrincipal? principal) =>
        principal?.FindFirst("session")?.Value is { } id && _sessions.TryGetValue(id, out var session) && !IsOver(session) ? session : null;

    public bool IsOver(Session session) => _over.ContainsKey(session.Id);

    public IDisposable OnChanged(Action check)
    {
        _checks.Add(check);
        return new Nothing();
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }

    internal sealed class Scheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var id = Request.Headers[Header].ToString();
            return Task.FromResult(
                id.Length == 0
                    ? AuthenticateResult.NoResult()
                    : AuthenticateResult.Success(new AuthenticationTicket(
                        new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", id)], "test")), "test")));
        }
    }
}
