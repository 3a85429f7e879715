using System.Collections.Immutable;
using Halle.Storage;

namespace Halle.Access;

/// <summary>One stored state, written whole: an event has some hundred invitations.</summary>
[GrainType("halle.invites")]
internal sealed class InviteListGrain([PersistentState("invites", GrainStateStorage.Name)] IPersistentState<InviteListState> state)
    : Grain, IInviteListGrain
{
    public Task Add(InviteSummary invite) => state.State.Invites.Any(known => string.Equals(known.Id, invite.Id, StringComparison.Ordinal))
        ? Task.CompletedTask
        : WriteAsync(state.State.Invites.Add(invite));

    public async Task<bool> MarkRevoked(string id)
    {
        var found = state.State.Invites.FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.Ordinal));
        if (found is null)
        {
            return false;
        }

        if (!found.Revoked)
        {
            await WriteAsync(state.State.Invites.Replace(found, found with { Revoked = true }));
        }

        return true;
    }

    public Task<ImmutableArray<InviteSummary>> Read() => Task.FromResult(state.State.Invites);

    private async Task WriteAsync(ImmutableArray<InviteSummary> invites)
    {
        state.State.Invites = invites;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // What is stored is not known any more: the next activation reads it.
            DeactivateOnIdle();
            throw;
        }
    }
}

[GenerateSerializer, Alias("halle.InviteListState")]
internal sealed class InviteListState
{
    [Id(0)]
    public ImmutableArray<InviteSummary> Invites { get; set; } = [];
}
