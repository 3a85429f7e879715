using System.Collections.Immutable;
using Halle.Access;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>Loads the demo event into an empty store and invites one person of each role.</summary>
public sealed class DemoOpening(
    IGrainFactory grains, ProgrammeCache programme, Invitations invitations, OwnOrigins origins, EdgeSettings settings, TimeProvider time)
{
    /// <summary>Printed links open for a day: a demo is played with, not kept.</summary>
    private static readonly TimeSpan LinksHold = TimeSpan.FromDays(1);

    /// <summary>A programme that is there is left as it is.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _ = grains;
        _ = cancellationToken;
        await programme.RefreshAsync();
    }

    public async Task<SignInLinks> MakeLinksAsync()
    {
        var current = programme.Current;
        var site = current.Sites.MinBy(one => one.Number);
        var talk = current.Talks.MinBy(one => one.StartsAt);
        var registration = current.Classes.FirstOrDefault();
        ImmutableArray<RoomId> booth = site is null ? [] : [RoomId.Booth(site.Key)];
        ImmutableArray<RoomId> professionals = talk is null ? booth : booth.Add(RoomId.Talk(talk.Key));
        var links = new Dictionary<string, string>(StringComparer.Ordinal) { ["visitor"] = origins.Public + "/" };
        if (registration is not null)
        {
            links["class"] = origins.Public + "/classe";
            links["teacher"] = await InviteAsync(Role.Teacher, "Claude Démo", [RoomId.Class(registration.Key)]);
        }

        if (!professionals.IsEmpty)
        {
            links["professional"] = await InviteAsync(Role.Professional, "Dominique Démo", professionals);
        }

        links["moderator"] = await InviteAsync(Role.Moderator, "Maxence Démo", []);
        links["organiser"] = await InviteAsync(Role.Organiser, "Camille Démo", []);
        return new SignInLinks(
            origins.Public, settings.AdminUrl?.GetLeftPart(UriPartial.Authority), registration?.Code, registration?.Key, links);
    }

    private async Task<string> InviteAsync(Role role, string name, ImmutableArray<RoomId> own)
    {
        var now = time.GetUtcNow();
        var terms = new InviteTerms(role, name, own, SingleUse: false, now + LinksHold);
        return (await invitations.CreateAsync(terms, now)).Link;
    }
}
