using Halle.Access;
using Halle.Rooms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Halle.SignIn;

/// <summary>Opens and ends sessions.</summary>
public sealed class SessionCookie(
    IGrainFactory grains, ISessions sessions, Revoked revoked, IOptions<SignInOptions> options, TimeProvider time)
{
    public Session? Read(HttpContext context) => sessions.Read(context.User);

    /// <param name="endsBefore">The session ends no later than this (its invitation's end).</param>
    public async Task<Session> OpenAsync(HttpContext context, Actor actor, string? invite = null, DateTimeOffset? endsBefore = null)
    {
        var expires = time.GetUtcNow() + options.Value.SessionLength;
        if (endsBefore < expires)
        {
            expires = endsBefore.Value;
        }

        var session = new Session(RandomId.Next(), actor, invite, expires);
        // Not persistent: closing the browser on a shared computer signs out.
        var properties = new AuthenticationProperties { IsPersistent = false, AllowRefresh = false, ExpiresUtc = expires };
        await context.SignInAsync(SessionClaims.ToPrincipal(session), properties);
        return session;
    }

    /// <summary>Revokes the session, so that a copy of its cookie opens nothing either, then takes the cookie back.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (Read(context) is { } session)
        {
            await grains.GetGrain<IAccessGrain>(IAccessGrain.Key).Revoke(RevocationKind.Session, session.Id);
            revoked.Add([(RevocationKind.Session, session.Id)]);
        }

        await context.SignOutAsync();
    }
}
