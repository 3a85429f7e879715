using System.Security.Claims;
using Halle.Access;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.SignIn;

public sealed class SessionTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    private readonly Revoked _revoked = new();
    private readonly Sessions _sessions;

    public SessionTests() => _sessions = new Sessions(_revoked, _time);

    [Fact(DisplayName = "[SI3] A session is read back from its cookie whole")]
    public void Session_survives_its_claims()
    {
        var session = NewSession();

        var read = _sessions.Read(SessionClaims.ToPrincipal(session));

        Assert.NotNull(read);
        Assert.Equal(session.Actor.Own.AsEnumerable(), read.Actor.Own);
        Assert.Equal(session with { Actor = session.Actor with { Own = read.Actor.Own } }, read);
    }

    [Fact(DisplayName = "[SI3] A session ends at its time")]
    public void Session_expires()
    {
        var session = NewSession();
        var principal = SessionClaims.ToPrincipal(session);
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        Assert.NotNull(_sessions.Read(principal));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_sessions.Read(principal));
        Assert.True(_sessions.IsOver(session));
    }

    [Theory(DisplayName = "[SI4] J11: revoking the session, the person or the invitation ends it and calls back once")]
    [InlineData(RevocationKind.Session)]
    [InlineData(RevocationKind.Person)]
    [InlineData(RevocationKind.Invite)]
    public void Revocation_ends_it(RevocationKind kind)
    {
        var session = NewSession();
        var called = 0;
        using var listening = _sessions.OnChanged(() => called++);
        var id = kind switch
        {
            RevocationKind.Session => session.Id,
            RevocationKind.Person => session.Actor.Person.Value,
            _ => session.Invite!,
        };

        _revoked.Add([(kind, id)]);
        _revoked.Add([(kind, id)]);

        Assert.True(_sessions.IsOver(session));
        Assert.Null(_sessions.Read(SessionClaims.ToPrincipal(session)));
        Assert.Equal(1, called);
    }

    [Fact(DisplayName = "[SI4] An id revoked as one kind says nothing about another")]
    public void Kinds_are_apart()
    {
        var session = NewSession();

        _revoked.Add([(RevocationKind.Person, session.Id), (RevocationKind.Session, session.Actor.Person.Value)]);

        Assert.False(_sessions.IsOver(session));
    }

    [Fact(DisplayName = "[SI4] Who no longer listens is not called")]
    public void Listening_ends()
    {
        var called = 0;
        _sessions.OnChanged(() => called++).Dispose();

        _revoked.Add([(RevocationKind.Session, RandomId.Next())]);

        Assert.Equal(0, called);
    }

    [Theory(DisplayName = "[SI3] Claims that cannot be read back whole are no session")]
    [InlineData("sid", "short")]
    [InlineData("person", "Somebody")]
    [InlineData("role", "Emperor")]
    [InlineData("own", "booth:../x")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "soon")]
    public void Spoilt_claims_are_no_session(string claim, string value)
    {
        var good = SessionClaims.ToPrincipal(NewSession());
        var spoilt = new ClaimsIdentity(good.Claims.Where(one => one.Type != claim).Append(new Claim(claim, value)), "halle");

        Assert.Null(_sessions.Read(new ClaimsPrincipal(spoilt)));
    }

    [Fact(DisplayName = "[SI3] Nobody is not signed in")]
    public void Nobody_is_nobody()
    {
        Assert.Null(_sessions.Read(null));
        Assert.Null(_sessions.Read(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    [Theory(DisplayName = "[SI7] Only the exact form of an invitation is looked up")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0123456789abcdef0123456789abcdef.")]
    [InlineData("0123456789abcdef0123456789abcdeg.0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF.0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcde\n")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3JnYW5pc2VyIn0.")]
    public void Malformed_tokens_are_refused(string text) => Assert.False(InviteToken.TryParse(text, out _));

    [Fact(DisplayName = "[SI7] A new invitation reads back, and another secret has another hash")]
    public void Tokens_read_back()
    {
        var token = InviteToken.Next();

        Assert.True(InviteToken.TryParse(token.ToString(), out var read));
        Assert.Equal(token, read);
        Assert.Equal(32, token.SecretHash().Length);
        Assert.NotEqual(token.SecretHash(), (token with { Secret = InviteToken.Next().Secret }).SecretHash());
    }

    private Session NewSession() => new(
        RandomId.Next(),
        new Actor(RandomId.NextPerson(), Role.Professional, "Dominique Démo", [RoomId.Booth("demo"), RoomId.Talk("demo-talk")]),
        RandomId.Next(),
        _time.GetUtcNow() + TimeSpan.FromHours(12));
}
