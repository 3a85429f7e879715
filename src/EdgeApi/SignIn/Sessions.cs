using System.Security.Claims;
using Halle.Access;

namespace Halle.SignIn;

/// <inheritdoc cref="ISessions"/>
public sealed class Sessions(Revoked revoked, TimeProvider time) : ISessions
{
    public Session? Read(ClaimsPrincipal? principal) =>
        principal is not null && SessionClaims.Read(principal) is { } session && !IsOver(session) ? session : null;

    public bool IsOver(Session session) => session.ExpiresAt <= time.GetUtcNow() || revoked.Covers(session);

    public IDisposable OnChanged(Action check) => revoked.OnChanged(check);
}
