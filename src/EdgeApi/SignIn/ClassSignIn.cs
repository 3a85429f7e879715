using Halle.Classrooms;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>
/// A pupil comes in by the class code and is given a pseudonym by the class: no name, no account. A pupil who waits for the
/// teacher is signed in all the same, and sees only that.
/// </summary>
public sealed class ClassSignIn(
    IGrainFactory grains,
    IProgrammeCache programme,
    SecretDoor door,
    SessionCookie cookie,
    SignInInstruments instruments,
    TimeProvider time)
{
    /// <summary>Sent again this often when the class does not answer in time; the same client id keeps the pupil one pupil.</summary>
    private const int Tries = 3;

    private static readonly Rejection NoSuchClass = new(RejectionCode.NotFound);

    public Task<(Session? Session, Rejection? Rejection)> SignInAsync(HttpContext context, string text) =>
        door.AnswerAsync(() => LookAsync(context, text), context.RequestAborted);

    private async Task<(Session? Session, Rejection? Rejection)> LookAsync(HttpContext context, string text)
    {
        if (door.Ask(context) is { } wait)
        {
            return (null, wait);
        }

        // A typing error is caught by the check symbol: it is no try, counts for nothing and wakes no grain.
        if (!ClassCode.TryParse(text, out var code))
        {
            return (null, NoSuchClass);
        }

        if (!programme.TryFindClass(code.Value, out var registration))
        {
            door.Failed(context);
            return (null, NoSuchClass);
        }

        door.Succeeded(context);
        var now = time.GetUtcNow();
        if (now < registration.OpensAt || now >= registration.ClosesAt)
        {
            return (null, new Rejection(RejectionCode.Closed, Until: now < registration.OpensAt ? registration.OpensAt : null));
        }

        var room = RoomId.Class(registration.Key);
        if (cookie.Read(context) is { Actor.Role: Role.Pupil } here && here.Actor.Owns(room))
        {
            // The button pressed twice, or the page loaded again: still the same pupil.
            return (here, null);
        }

        var pupil = new Actor(RandomId.NextPerson(), Role.Pupil, Name: "", [room]);
        var (pseudonym, refused) = await JoinAsync(room, pupil, context.RequestAborted);
        if (pseudonym is null)
        {
            return (null, refused ?? new Rejection(RejectionCode.Busy, TimeSpan.FromSeconds(2)));
        }

        var session = await cookie.OpenAsync(context, pupil with { Name = pseudonym });
        instruments.Opened(Role.Pupil);
        return (session, null);
    }

    private async Task<(string? Pseudonym, Rejection? Rejection)> JoinAsync(RoomId room, Actor pupil, CancellationToken cancellationToken)
    {
        var grain = grains.GetRoom(room);
        var clientId = new ClientId(RandomId.Next());
        Rejection? last = null;
        for (var tried = 0; tried < Tries; tried++)
        {
            var receipt = await grain.Execute(pupil, clientId, new JoinClass(), cancellationToken);
            if (receipt.Status == ReceiptStatus.Ok)
            {
                return (await ReadPseudonymAsync(grain, pupil.Person, receipt.Seq, cancellationToken), null);
            }

            last = receipt.Rejection;
            if (receipt.Status == ReceiptStatus.Refused)
            {
                break;
            }
        }

        return (null, last);
    }

    /// <summary>The class chose the name when it decided; it stands in the stored event the receipt points to.</summary>
    private static async Task<string?> ReadPseudonymAsync(
        IRoomGrain grain, PersonId person, long seq, CancellationToken cancellationToken)
    {
        var slice = await grain.Read(seq, count: 1, cancellationToken);
        return slice.Commits
            .SelectMany(commit => RoomJson.ReadEvents(commit))
            .Where(stored => stored.Seq >= seq && stored.By.Id == person)
            .Select(stored => stored.Event)
            .OfType<PupilJoined>()
            .FirstOrDefault()?.Pseudonym;
    }
}
