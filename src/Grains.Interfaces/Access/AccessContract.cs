using System.Collections.Immutable;
using Halle.Rooms;
using Orleans.Concurrency;

namespace Halle.Access;

/// <summary>One staff invitation, keyed by its 128-bit id. Only the hash of its secret is stored.</summary>
[GrainInterfaceType("halle.invite"), Alias("halle.IInviteGrain")]
public interface IInviteGrain : IGrainWithStringKey
{
    /// <summary>Stores the invitation; false when the id is taken.</summary>
    [Alias("Create")]
    Task<bool> Create(InviteTerms terms, byte[] secretHash);

    /// <summary>Uses the invitation; a single-use one is spent, durably, when the call returns. Wrong, spent, expired,
    /// revoked and unknown give the same refusal.</summary>
    [Alias("Redeem")]
    Task<InviteRedemption> Redeem(byte[] secretHash);

    /// <summary>Ends it, and with it every session it opened (within 5 s, also on open connections).</summary>
    [Alias("Revoke")]
    Task Revoke();

    /// <summary>Ends it as <see cref="Revoke"/> does, and keeps nothing of it: no name, no rooms, no secret.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <param name="Name">The display name staff appear under: it comes from here, never from a browser.</param>
/// <param name="Own">Rooms of this person (see <see cref="Actor"/>).</param>
[GenerateSerializer, Immutable, Alias("halle.InviteTerms")]
public sealed record InviteTerms(Role Role, string Name, ImmutableArray<RoomId> Own, bool SingleUse, DateTimeOffset ExpiresAt);

[GenerateSerializer, Immutable, Alias("halle.InviteRedemption")]
public sealed record InviteRedemption(Rejection? Rejection, InviteTerms? Terms);

/// <summary>What is revoked: read by every edge once a second.</summary>
[GrainInterfaceType("halle.access"), Alias("halle.IAccessGrain")]
public interface IAccessGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>Stored when the call returns; edges act on it within 5 s.</summary>
    [Alias("Revoke")]
    Task Revoke(RevocationKind kind, string id);

    /// <summary>Revocations after <paramref name="version"/>, in order.</summary>
    [AlwaysInterleave, ReadOnly, Alias("ReadSince")]
    Task<RevocationList> ReadSince(long version);
}

[GenerateSerializer, Alias("halle.RevocationKind")]
public enum RevocationKind
{
    /// <summary>One sign-in.</summary>
    Session,

    /// <summary>Every sign-in an invitation opened.</summary>
    Invite,
    Person,
}

[GenerateSerializer, Immutable, Alias("halle.Revocation")]
public sealed record Revocation(long Version, RevocationKind Kind, string Id);

[GenerateSerializer, Immutable, Alias("halle.RevocationList")]
public sealed record RevocationList(long Version, ImmutableArray<Revocation> Entries);
