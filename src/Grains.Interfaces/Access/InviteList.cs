using System.Collections.Immutable;

namespace Halle.Access;

/// <summary>Which invitations there are, for the organisers' page. A list only: what holds is in each <see cref="IInviteGrain"/>.</summary>
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

    /// <summary>All of them, oldest first.</summary>
    [Alias("Read")]
    Task<ImmutableArray<InviteSummary>> Read();
}

/// <summary>An invitation as organisers see it: never its secret.</summary>
[GenerateSerializer, Immutable, Alias("halle.InviteSummary")]
public sealed record InviteSummary(string Id, InviteTerms Terms, DateTimeOffset CreatedAt, bool Revoked);
