using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>A session as claims, and back. What cannot be read back whole is no session.</summary>
public static class SessionClaims
{
    private const string Id = "sid";
    private const string Person = "person";
    private const string Role = "role";
    private const string Name = "name";
    private const string Own = "own";
    private const string Invite = "invite";
    private const string Expires = "exp";

    public static ClaimsPrincipal ToPrincipal(Session session)
    {
        var identity = new ClaimsIdentity("halle", Name, Role);
        identity.AddClaim(new Claim(Id, session.Id));
        identity.AddClaim(new Claim(Person, session.Actor.Person.Value));
        identity.AddClaim(new Claim(Role, session.Actor.Role.ToString()));
        identity.AddClaim(new Claim(Name, session.Actor.Name));
        identity.AddClaim(new Claim(Expires, session.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        foreach (var room in session.Actor.Own)
        {
            identity.AddClaim(new Claim(Own, room.ToGrainKey()));
        }

        if (session.Invite is not null)
        {
            identity.AddClaim(new Claim(Invite, session.Invite));
        }

        return new ClaimsPrincipal(identity);
    }

    public static Session? Read(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }
            || principal.FindFirstValue(Id) is not { Length: 32 } id
            || !PersonId.TryParse(principal.FindFirstValue(Person), out var person)
            || !Enum.TryParse<Role>(principal.FindFirstValue(Role), out var role)
            || principal.FindFirstValue(Name) is not { } name
            || !long.TryParse(principal.FindFirstValue(Expires), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
        {
            return null;
        }

        var own = ImmutableArray.CreateBuilder<RoomId>();
        foreach (var claim in principal.FindAll(Own))
        {
            if (!RoomId.TryParse(claim.Value, out var room))
            {
                return null;
            }

            own.Add(room);
        }

        return new Session(
            id,
            new Actor(person, role, name, own.ToImmutable()),
            principal.FindFirstValue(Invite),
            DateTimeOffset.FromUnixTimeSeconds(expires));
    }
}
