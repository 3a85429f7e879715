using System.Security.Claims;

namespace Halle.SignIn;

/// <summary>Who a connection or request belongs to, and whether that still holds.</summary>
public interface ISessions
{
    /// <summary>The session of an authenticated principal; null when there is none, it has expired or it is revoked.</summary>
    Session? Read(ClaimsPrincipal? principal);

    /// <summary>True from the moment this edge has learned of a revocation (within 5 s of its receipt), or when it has expired.</summary>
    bool IsOver(Session session);

    /// <summary>Calls back after new revocations were learned, so that open connections are checked with <see cref="IsOver"/>;
    /// until the result is disposed.</summary>
    IDisposable OnChanged(Action check);
}
