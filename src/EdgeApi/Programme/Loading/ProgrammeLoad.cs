using System.Collections.Immutable;
using System.Security.Cryptography;
using Halle.Access;
using Halle.Classrooms;
using Halle.Clustering;
using Halle.Hosting;

namespace Halle.Programme.Loading;

/// <summary>Carries a plan out on the store, by the grains.</summary>
internal sealed class ProgrammeLoad(IGrainFactory grains, OwnOrigins origins, RepeatedCall repeated, TimeProvider time)
{
    private IProgrammeGrain Programme => grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key);

    private IInviteListGrain Invites => grains.GetGrain<IInviteListGrain>(IInviteListGrain.Key);

    public async Task<ProgrammePlan> PlanAsync(ProgrammeFile file, IReadOnlySet<string> reissue) => ProgrammePlan.Make(
        file,
        await repeated.AskAsync(() => Programme.Get(-1)) ?? EventProgramme.Empty,
        await repeated.AskAsync(() => Invites.Read()),
        reissue,
        time.GetUtcNow(),
        () => (RandomNumberGenerator.GetHexString(32, lowercase: true), NewCode()));

    /// <summary>
    /// Stores the programme, then makes and ends invitations. The sheets are on disk before anything they say holds: a run that was cut off loses
    /// no link, and the next one does the rest.
    /// </summary>
    public async Task ApplyAsync(ProgrammePlan plan, CodeSheets sheets, CancellationToken cancellationToken)
    {
        var tokens = plan.Invite.Select(_ => InviteToken.Next()).ToImmutableArray();
        await sheets.WriteClassesAsync(plan.Classes, cancellationToken);
        await sheets.WriteInvitationsAsync(
            [.. plan.Invite.Zip(tokens, (invite, token) => (invite, $"{origins.Public}/invite#{token}"))], plan.Classes, cancellationToken);
        if (plan.Programme is { } wanted)
        {
            await repeated.AskAsync(() => Programme.Replace(wanted), cancellationToken);
        }

        var now = time.GetUtcNow();
        foreach (var (invite, token) in plan.Invite.Zip(tokens))
        {
            // False: it was stored by an attempt whose answer got lost. Nobody else has its 128 random bits.
            await repeated.AskAsync(() => grains.GetGrain<IInviteGrain>(token.Id).Create(invite.Terms, token.SecretHash()), cancellationToken);
            var listed = new InviteSummary(token.Id, invite.Terms, now, Revoked: false) { Reference = invite.Reference };
            await repeated.AskAsync(() => Invites.Add(listed), cancellationToken);
        }

        // Last, so that whoever gets a new link is not without one meanwhile.
        foreach (var ended in plan.Revoke)
        {
            await repeated.AskAsync(() => Invites.MarkRevoked(ended.Id), cancellationToken);
            await repeated.AskAsync(() => grains.GetGrain<IInviteGrain>(ended.Id).Revoke(), cancellationToken);
        }
    }

    private static string NewCode()
    {
        while (true)
        {
            if (ClassCode.TryCreate(RandomNumberGenerator.GetBytes(ClassCode.RandomBytes), out var code))
            {
                return code.Value;
            }
        }
    }
}
