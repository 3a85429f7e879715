using System.Collections.Immutable;
using Halle.Hosting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Access;

/// <param name="ExpiresAt">At most <see cref="AccessEndpoints.LongestInvite"/> from now.</param>
public sealed record CreateInviteRequest(
    Role Role, string Name, ImmutableArray<RoomId> Own, bool SingleUse, DateTimeOffset ExpiresAt);

/// <param name="Link">Shown this once: only the hash of its secret is kept.</param>
public sealed record CreatedInvite(string Id, string Link);

public sealed record InviteList(ImmutableArray<InviteView> Invites);

public sealed record InviteView(
    string Id,
    Role Role,
    string Name,
    ImmutableArray<RoomId> Own,
    bool SingleUse,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    bool Revoked);

public sealed record RevokeRequest(RevocationKind Kind, string Id);

public sealed record Done(bool Ok = true);

/// <summary>The organisers' keys to the house: invitations and revocations.</summary>
public static class AccessEndpoints
{
    /// <summary>A link that opens a staff account should not lie about for a season.</summary>
    public static readonly TimeSpan LongestInvite = TimeSpan.FromDays(62);

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Invitations>();
        services.AddSingleton<InviteDirectory>();
        services.AddHostedService(provider => provider.GetRequiredService<InviteDirectory>());
    }

    public static void MapAccess(this RouteGroupBuilder api)
    {
        var invites = api.MapGroup("/invites").RequireAuthorization(Policies.Organiser);
        invites.MapGet("", async (Invitations invitations) => Answers.Json(new InviteList(await invitations.ListAsync())));
        invites.MapPost("", async Task<Results<JsonHttpResult<CreatedInvite>, JsonHttpResult<Refusal>>> (
            JsonBody<CreateInviteRequest> body, Invitations invitations) =>
        {
            var (created, rejection) = await invitations.CreateAsync(body.Value);
            return created is null ? Refusals.Of(rejection!) : Answers.Json(created);
        });
        invites.MapDelete("/{id}", async Task<Results<JsonHttpResult<Done>, JsonHttpResult<Refusal>>> (string id, Invitations invitations) =>
            await invitations.RevokeAsync(id) ? Answers.Json(new Done()) : Refusals.Of(RejectionCode.NotFound));

        api.MapPost("/revocations", async Task<Results<JsonHttpResult<Done>, JsonHttpResult<Refusal>>> (
            JsonBody<RevokeRequest> body, Invitations invitations, IGrainFactory grains, Revoked revoked) =>
        {
            var (kind, id) = (body.Value.Kind, body.Value.Id);
            // Sessions, people and invitations all have 128-bit ids of one form.
            if (!PersonId.TryParse(id, out _))
            {
                return Refusals.Of(RejectionCode.BadRequest);
            }

            if (kind != RevocationKind.Invite)
            {
                await grains.GetGrain<IAccessGrain>(IAccessGrain.Key).Revoke(kind, id);
                revoked.Add([(kind, id)]);
            }
            else if (!await invitations.RevokeAsync(id))
            {
                return Refusals.Of(RejectionCode.NotFound);
            }

            return Answers.Json(new Done());
        }).RequireAuthorization(Policies.Organiser);
    }
}
