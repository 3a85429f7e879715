using System.Collections.Immutable;
using System.Security.Cryptography;
using Halle.Storage;

namespace Halle.Access;

/// <summary>Calls come one after the other: edges that start at the same time get the same links.</summary>
[GrainType("halle.demo-links")]
internal sealed class DemoLinksGrain(
    [PersistentState("demo-links", GrainStateStorage.Name)] IPersistentState<DemoLinksState> state) : Grain, IDemoLinksGrain
{
    public async Task<ImmutableArray<string>> Open(ImmutableArray<DemoLink> wanted, DateTimeOffset now)
    {
        var list = GrainFactory.GetGrain<IInviteListGrain>(IInviteListGrain.Key);
        var good = (await list.Read()).Where(invite => !invite.Revoked).ToDictionary(invite => invite.Id, StringComparer.Ordinal);
        var links = wanted
            .Select(link => link with { Token = state.State.Tokens.FirstOrDefault(token => Opens(token, link.Terms)) ?? link.Token })
            .ToImmutableArray();
        var made = links.RemoveAll(link => good.ContainsKey(IdOf(link.Token)));
        if (!made.IsEmpty)
        {
            // Stored before they hold: a start that breaks off here leaves tokens that open nothing, and the next one replaces them.
            state.State.Tokens = [.. links.Select(link => link.Token)];
            await state.WriteOrEndAsync(this);
        }

        foreach (var (terms, token) in made)
        {
            await GrainFactory.GetGrain<IInviteGrain>(IdOf(token)).Create(terms, SHA256.HashData(Convert.FromHexString(token.Split('.')[1])));
            await list.Add(new InviteSummary(IdOf(token), terms, now, Revoked: false));
        }

        return [.. links.Select(link => link.Token)];

        bool Opens(string token, InviteTerms terms) =>
            good.TryGetValue(IdOf(token), out var known)
            && known.Terms.Role == terms.Role
            && string.Equals(known.Terms.Name, terms.Name, StringComparison.Ordinal)
            && known.Terms.Own.SequenceEqual(terms.Own)
            && known.Terms.ExpiresAt - now >= (terms.ExpiresAt - now) / 2;
    }

    private static string IdOf(string token) => token.Split('.')[0];
}

[GenerateSerializer, Alias("halle.DemoLinksState")]
internal sealed class DemoLinksState
{
    [Id(0)]
    public ImmutableArray<string> Tokens { get; set; } = [];
}
