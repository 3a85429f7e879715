using Halle.Demo;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>Loads the demo event into an empty store, and turns its invitations into links to print.</summary>
public sealed class DemoOpening(
    IGrainFactory grains, ProgrammeCache programme, OwnOrigins origins, EdgeSettings settings, TimeProvider time)
{
    private static readonly (string Name, Role Role)[] Staff =
    [
        ("teacher", Role.Teacher),
        ("professional", Role.Professional),
        ("moderator", Role.Moderator),
        ("organiser", Role.Organiser),
    ];

    /// <summary>Null when the store holds a real event: its doors are never opened this way.</summary>
    public async Task<SignInLinks?> PrepareAsync(CancellationToken cancellationToken)
    {
        var access = await DemoEvent.SeedAsync(grains, time, cancellationToken);
        await programme.RefreshAsync();
        if (access is null)
        {
            return null;
        }

        var links = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["visitor"] = origins.Public + "/",
            ["class"] = origins.Public + "/classe",
        };
        foreach (var (name, role) in Staff)
        {
            if (access.InviteTokens.TryGetValue(role, out var token))
            {
                links[name] = $"{origins.Public}/invite#{token}";
            }
        }

        return new SignInLinks(
            origins.Public,
            settings.AdminUrl?.GetLeftPart(UriPartial.Authority),
            access.ClassCode,
            programme.TryFindClass(access.ClassCode, out var registration) ? registration.Key : null,
            links);
    }
}
