using Halle.Access;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>Staff come in by an invitation. Malformed, unknown, wrong, spent, expired and revoked look the same from outside.</summary>
public sealed class InviteSignIn(IGrainFactory grains, InviteDirectory directory, SecretDoor door, SessionCookie cookie, SignInInstruments instruments)
{
    /// <summary>Says no more than that this opens nothing.</summary>
    private static readonly Rejection NotAnInvitation = new(RejectionCode.SignInNeeded);

    public Task<(Session? Session, Rejection? Rejection)> SignInAsync(HttpContext context, string text) =>
        door.AnswerAsync(() => LookAsync(context, text), context.RequestAborted);

    private async Task<(Session? Session, Rejection? Rejection)> LookAsync(HttpContext context, string text)
    {
        if (door.Ask(context) is { } wait)
        {
            return (null, wait);
        }

        // A malformed token is refused here: it activates no grain, however many are sent.
        if (!InviteToken.TryParse(text, out var token))
        {
            return (null, NotAnInvitation);
        }

        // Nor does one that nobody ever made.
        if (!await directory.KnowsAsync(token.Id, context.RequestAborted))
        {
            door.Failed(context);
            return (null, NotAnInvitation);
        }

        var redemption = await grains.GetGrain<IInviteGrain>(token.Id).Redeem(token.SecretHash());
        if (redemption.Terms is not { } terms)
        {
            if (redemption.Rejection is { Code: var code } && Hosting.Refusals.StatusOf(code) == StatusCodes.Status503ServiceUnavailable)
            {
                return (null, redemption.Rejection);
            }

            door.Failed(context);
            return (null, NotAnInvitation);
        }

        door.Succeeded(context);
        var actor = new Actor(RandomId.NextPerson(), terms.Role, terms.Name, terms.Own);
        var session = await cookie.OpenAsync(context, actor, token.Id, terms.ExpiresAt);
        instruments.Opened(terms.Role);
        return (session, null);
    }
}
