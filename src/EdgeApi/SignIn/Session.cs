using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>One sign-in, as the protected cookie holds it. Everything the edge believes about a caller comes from here.</summary>
/// <param name="Id">128 random bits; what a revocation names.</param>
/// <param name="Invite">The invitation that opened it, for staff.</param>
public sealed record Session(string Id, Actor Actor, string? Invite, DateTimeOffset ExpiresAt);
