using Halle.Access;
using Halle.Programme;
using Halle.Rooms;
using Halle.Text;

namespace Halle.SignIn;

/// <summary>
/// Anybody comes in by a display name that pretends to be nobody else. A browser that was here before brings the same person, whatever the name.
/// </summary>
public sealed class VisitorSignIn(
    TakenNames taken, KnownVisitor known, Revoked revoked, SessionCookie cookie, SignInInstruments instruments)
{
    public async Task<(Session? Session, Rejection? Rejection)> SignInAsync(HttpContext context, string text)
    {
        if (DisplayName.Check(text, taken.Current, out var name) is { } code)
        {
            return (null, new Rejection(code));
        }

        var person = known.Recall(context) ?? RandomId.NextPerson();
        if (revoked.Covers(person))
        {
            // The session would be over before it began.
            return (null, new Rejection(RejectionCode.Revoked));
        }

        var session = await cookie.OpenAsync(context, new Actor(person, Role.Visitor, name, []));
        known.Keep(context, person);
        instruments.Opened(Role.Visitor);
        return (session, null);
    }
}

/// <summary>What no visitor may be called: what stands over the booths, and whoever is staff. Put together anew when either list changes, and each
/// minute, because invitations run out.</summary>
public sealed class TakenNames(IProgrammeCache programme, InviteDirectory invites, TimeProvider time)
{
    private static readonly TimeSpan Renewed = TimeSpan.FromMinutes(1);

    private Put _put = new(-1, -1, DateTimeOffset.MinValue, ReservedNames.None);

    public ReservedNames Current
    {
        get
        {
            var (sites, staff, now) = (programme.Current, invites.Version, time.GetUtcNow());
            var put = Volatile.Read(ref _put);
            if (put.Sites != sites.Version || put.Staff != staff || now - put.At > Renewed)
            {
                put = new Put(sites.Version, staff, now, ReservedNames.Of(sites.Sites.Select(site => site.Label), invites.StaffNames));
                Volatile.Write(ref _put, put);
            }

            return put.Names;
        }
    }

    private sealed record Put(long Sites, long Staff, DateTimeOffset At, ReservedNames Names);
}
