using System.Collections.Immutable;
using Halle.Storage;

namespace Halle.Access;

/// <summary>One stored state, written whole: an event has some hundred invitations. Readers see what is stored and never wait for a write.</summary>
[GrainType("halle.invites")]
internal sealed class InviteListGrain(
    [PersistentState("invites", GrainStateStorage.Name)] IPersistentState<InviteListState> state, TimeProvider time) : Grain, IInviteListGrain
{
    /// <summary>Of an invitation after its end: its sessions ended with it, and a list of the last day's is what an organiser looks for.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private InviteListCopy _stored = new(0, []);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Publish();
        return Task.CompletedTask;
    }

    public Task Add(InviteSummary invite)
    {
        if (_stored.Invites.Any(known => string.Equals(known.Id, invite.Id, StringComparison.Ordinal)))
        {
            return Task.CompletedTask;
        }

        var now = time.GetUtcNow();
        return WriteAsync(_stored.Invites.RemoveAll(old => now - old.Terms.ExpiresAt > KeptFor).Add(invite));
    }

    public async Task<bool> MarkRevoked(string id)
    {
        var found = _stored.Invites.FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.Ordinal));
        if (found is null)
        {
            return false;
        }

        if (!found.Revoked)
        {
            await WriteAsync(_stored.Invites.Replace(found, found with { Revoked = true }));
        }

        return true;
    }

    public Task Remove(string id) =>
        _stored.Invites.FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.Ordinal)) is { } found
            ? WriteAsync(_stored.Invites.Remove(found))
            : Task.CompletedTask;

    public Task<ImmutableArray<InviteSummary>> Read() => Task.FromResult(_stored.Invites);

    public Task<InviteListCopy?> ReadIfChanged(long knownVersion) => Task.FromResult(knownVersion == _stored.Version ? null : _stored);

    private async Task WriteAsync(ImmutableArray<InviteSummary> invites)
    {
        (state.State.Invites, state.State.Version) = (invites, _stored.Version + 1);
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

        Publish();
    }

    private void Publish() => _stored = new InviteListCopy(state.State.Version, state.State.Invites.IsDefault ? [] : state.State.Invites);
}

[GenerateSerializer, Alias("halle.InviteListState")]
internal sealed class InviteListState
{
    [Id(0)]
    public ImmutableArray<InviteSummary> Invites { get; set; } = [];

    [Id(1)]
    public long Version { get; set; }
}
