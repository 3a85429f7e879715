using System.Collections.Immutable;
using Halle.Storage;
using Microsoft.Extensions.Options;

namespace Halle.Access;

/// <summary>The list of what is revoked. Readers see what is stored and never wait for a write.</summary>
[GrainType("halle.access")]
internal sealed class AccessGrain(
    [PersistentState("revocations", GrainStateStorage.Name)] IPersistentState<AccessState> state,
    TimeProvider time,
    IOptions<AccessOptions> options) : Grain, IAccessGrain
{
    private const int LongestId = 64;

    private ImmutableArray<StoredRevocation> _stored = [];
    private long _version;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Publish();
        return Task.CompletedTask;
    }

    public async Task Revoke(RevocationKind kind, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Length > LongestId)
        {
            throw new ArgumentException($"An id has at most {LongestId} characters.", nameof(id));
        }

        if (_stored.Any(known => known.Kind == kind && string.Equals(known.Id, id, StringComparison.Ordinal)))
        {
            return;
        }

        var now = time.GetUtcNow();
        var version = _version + 1;
        state.State.Version = version;
        state.State.Entries = Kept(_stored.Add(new StoredRevocation(version, kind, id, now)), now, options.Value);
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

    public Task<RevocationList> ReadSince(long version)
    {
        // A reader that is ahead has seen another store: it gets everything.
        var after = version > _version ? 0 : version;
        return Task.FromResult(new RevocationList(
            _version, [.. _stored.Where(entry => entry.Version > after).Select(entry => new Revocation(entry.Version, entry.Kind, entry.Id))]));
    }

    /// <summary>Without what concerns nobody any more, and of ended sessions the newest only; people and invitations stay.</summary>
    internal static ImmutableArray<StoredRevocation> Kept(ImmutableArray<StoredRevocation> all, DateTimeOffset now, AccessOptions options)
    {
        var concerns = all.RemoveAll(old => now - old.At > options.LongestSession);
        var beyond = concerns.Count(one => one.Kind == RevocationKind.Session) - options.MostSessions;
        return beyond <= 0 ? concerns : concerns.RemoveAll(one => one.Kind == RevocationKind.Session && beyond-- > 0);
    }

    private void Publish()
    {
        _stored = state.State.Entries.IsDefault ? [] : state.State.Entries;
        _version = state.State.Version;
    }
}

[GenerateSerializer, Alias("halle.AccessState")]
internal sealed class AccessState
{
    [Id(0)]
    public long Version { get; set; }

    [Id(1)]
    public ImmutableArray<StoredRevocation> Entries { get; set; } = [];
}

[GenerateSerializer, Immutable, Alias("halle.StoredRevocation")]
internal sealed record StoredRevocation(long Version, RevocationKind Kind, string Id, DateTimeOffset At);
