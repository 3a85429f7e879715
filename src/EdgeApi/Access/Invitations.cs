using System.Collections.Immutable;
using System.Globalization;
using Halle.Hosting;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Access;

/// <summary>Makes, lists and ends staff invitations.</summary>
public sealed class Invitations(
    IGrainFactory grains, IProgrammeCache programme, InviteDirectory directory, Revoked revoked, OwnOrigins origins, TimeProvider time)
{
    /// <summary>A display name has to fit beside a message.</summary>
    private const int LongestName = 60;

    private const int MostRooms = 20;

    public async Task<ImmutableArray<InviteView>> ListAsync() =>
        [.. (await List().Read()).Select(invite => new InviteView(
            invite.Id,
            invite.Terms.Role,
            invite.Terms.Name,
            invite.Terms.Own,
            invite.Terms.SingleUse,
            invite.CreatedAt,
            invite.Terms.ExpiresAt,
            invite.Revoked))];

    public async Task<(CreatedInvite? Created, Rejection? Rejection)> CreateAsync(CreateInviteRequest wanted)
    {
        var now = time.GetUtcNow();
        var terms = new InviteTerms(wanted.Role, wanted.Name.Trim(), wanted.Own, wanted.SingleUse, wanted.ExpiresAt);
        return FaultOf(terms, now) is { } fault
            ? (null, fault)
            : (await CreateAsync(terms, now), null);
    }

    /// <summary>Creates one whose terms were checked.</summary>
    public async Task<CreatedInvite> CreateAsync(InviteTerms terms, DateTimeOffset now)
    {
        var token = InviteToken.Next();
        if (!await grains.GetGrain<IInviteGrain>(token.Id).Create(terms, token.SecretHash()))
        {
            throw new InvalidOperationException("128 random bits were taken.");
        }

        await List().Add(new InviteSummary(token.Id, terms, now, Revoked: false));
        await directory.RefreshAsync(CancellationToken.None);
        return new CreatedInvite(token.Id, $"{origins.Public}/invite#{token}");
    }

    /// <summary>Ends one and every session it opened, and frees its name; false when there is no such invitation.</summary>
    public async Task<bool> RevokeAsync(string id)
    {
        if (!PersonId.TryParse(id, out _) || !await List().MarkRevoked(id))
        {
            return false;
        }

        await grains.GetGrain<IInviteGrain>(id).Revoke();
        revoked.Add([(RevocationKind.Invite, id)]);
        await directory.RefreshAsync(CancellationToken.None);
        return true;
    }

    private IInviteListGrain List() => grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key);

    private Rejection? FaultOf(InviteTerms terms, DateTimeOffset now)
    {
        var length = new StringInfo(terms.Name).LengthInTextElements;
        if (length == 0)
        {
            return new Rejection(RejectionCode.Empty);
        }

        if (length > LongestName || terms.Name.Length > 4 * LongestName)
        {
            return new Rejection(RejectionCode.TooLong);
        }

        if (terms.Name.Any(char.IsControl))
        {
            return new Rejection(RejectionCode.Unreadable);
        }

        // Visitors and pupils are never invited: nobody is given a pupil's role by a link.
        var fits = terms.Role switch
        {
            Role.Teacher => terms.Own is [{ Kind: RoomKind.Class }],
            Role.Professional => terms.Own.Length is > 0 and <= MostRooms
                && terms.Own.All(room => room.Kind is RoomKind.Booth or RoomKind.Talk),
            Role.Moderator or Role.Organiser => terms.Own.IsEmpty,
            _ => false,
        };
        return !fits || terms.ExpiresAt <= now || terms.ExpiresAt > now + AccessEndpoints.LongestInvite ? new Rejection(RejectionCode.BadRequest)
            : terms.Own.All(programme.Knows) ? null
            : new Rejection(RejectionCode.NotFound);
    }
}
