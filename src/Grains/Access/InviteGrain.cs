using System.Security.Cryptography;
using Halle.Rooms;
using Halle.Storage;

namespace Halle.Access;

/// <summary>
/// One invitation. Calls come one after the other, and each answers only when its change is stored: so a single-use one is spent once,
/// however many try at the same time, on whichever silo.
/// </summary>
/// <remarks>The secret is 128 random bits, which nobody guesses: a plain SHA-256 of it is as good as a slow hash, and it does not cost the
/// server a tenth of a second for everybody who tries.</remarks>
[GrainType("halle.invite")]
internal sealed class InviteGrain(
    [PersistentState("invite", GrainStateStorage.Name)] IPersistentState<InviteState> state, TimeProvider time) : Grain, IInviteGrain
{
    public async Task<bool> Create(InviteTerms terms, byte[] secretHash)
    {
        if (secretHash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("A secret is stored as its SHA-256.", nameof(secretHash));
        }

        if (state.State.Terms is not null)
        {
            return false;
        }

        state.State.Terms = terms;
        state.State.SecretHash = secretHash;
        await state.WriteOrEndAsync(this);
        return true;
    }

    public async Task<InviteRedemption> Redeem(byte[] secretHash)
    {
        // Compared in any case, and the answer is one for all reasons: whoever tries learns nothing.
        var right = CryptographicOperations.FixedTimeEquals(state.State.SecretHash, secretHash);
        if (!right || state.State.Terms is not { } terms || state.State.Revoked || state.State.Spent || terms.ExpiresAt <= time.GetUtcNow())
        {
            return new InviteRedemption(new Rejection(RejectionCode.Forbidden), Terms: null);
        }

        if (terms.SingleUse)
        {
            state.State.Spent = true;
            await state.WriteOrEndAsync(this);
        }

        return new InviteRedemption(Rejection: null, terms);
    }

    public async Task Revoke()
    {
        if (state.State.Terms is null)
        {
            return;
        }

        if (!state.State.Revoked)
        {
            state.State.Revoked = true;
            await state.WriteOrEndAsync(this);
        }

        // Again on a repeat: the first call may have broken off between the two.
        await GrainFactory.GetGrain<IAccessGrain>(IAccessGrain.Key).Revoke(RevocationKind.Invite, this.GetPrimaryKeyString());
    }

    public async Task Forget()
    {
        await Revoke();
        if (state.State.Terms is not null)
        {
            state.State = new InviteState { Revoked = true };
            await state.WriteOrEndAsync(this);
        }
    }
}

[GenerateSerializer, Alias("halle.InviteState")]
internal sealed class InviteState
{
    /// <summary>Null until it is created.</summary>
    [Id(0)]
    public InviteTerms? Terms { get; set; }

    /// <summary>SHA-256 of the secret's 16 bytes.</summary>
    [Id(1)]
    public byte[] SecretHash { get; set; } = [];

    [Id(2)]
    public bool Spent { get; set; }

    [Id(3)]
    public bool Revoked { get; set; }
}
