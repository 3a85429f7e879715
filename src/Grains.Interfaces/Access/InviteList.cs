using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Halle.Access;

/// <summary>
/// Which invitations there are: every one that was ever given out is on the list until it has been over for a day. What holds is in each
/// <see cref="IInviteGrain"/>; one that is not on the list does not exist, and its grain is never asked.
/// </summary>
[GrainInterfaceType("halle.invites"), Alias("halle.IInviteListGrain")]
public interface IInviteListGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>Stored when the call returns. Adding one again changes nothing.</summary>
    [Alias("Add")]
    Task Add(InviteSummary invite);

    /// <summary>Marks it revoked; false when it is not on the list.</summary>
    [Alias("MarkRevoked")]
    Task<bool> MarkRevoked(string id);

    /// <summary>Takes it off the list before its time, with its name. Harmless when it is not there.</summary>
    [Alias("Remove")]
    Task Remove(string id);

    /// <summary>All of them, oldest first.</summary>
    [Alias("Read")]
    Task<ImmutableArray<InviteSummary>> Read();

    /// <summary>What is stored of the list, or null when <paramref name="knownVersion"/> is the current one. Asked by every edge once a second.</summary>
    [AlwaysInterleave, ReadOnly, Alias("ReadIfChanged")]
    Task<InviteListCopy?> ReadIfChanged(long knownVersion);
}

/// <summary>An invitation as organisers see it: never its secret.</summary>
[GenerateSerializer, Immutable, Alias("halle.InviteSummary")]
public sealed record InviteSummary(string Id, InviteTerms Terms, DateTimeOffset CreatedAt, bool Revoked)
{
    /// <summary>The organiser's own name for it in the programme file; null for one that was made otherwise.</summary>
    [Id(4)]
    public string? Reference { get; init; }
}

/// <summary>The whole list and its version, which grows with every change.</summary>
[GenerateSerializer, Immutable, Alias("halle.InviteListCopy")]
public sealed record InviteListCopy(long Version, ImmutableArray<InviteSummary> Invites);
