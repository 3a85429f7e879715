using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>Who the browser is signed in as; everything but <paramref name="SignedIn"/> is missing when it is not.</summary>
public sealed record Me(
    bool SignedIn,
    PersonId? Person = null,
    Role? Role = null,
    string? Name = null,
    ImmutableArray<RoomId>? Own = null,
    DateTimeOffset? ExpiresAt = null)
{
    public static readonly Me Nobody = new(SignedIn: false);

    public static Me Of(Session session) => new(
        SignedIn: true, session.Actor.Person, session.Actor.Role, session.Actor.Name, session.Actor.Own, session.ExpiresAt);
}

public sealed record VisitorSignInRequest(string Name);

public sealed record ClassSignInRequest(string Code);

public sealed record InviteSignInRequest(string Token);
