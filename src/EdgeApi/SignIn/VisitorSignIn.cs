using Halle.Programme;
using Halle.Rooms;
using Halle.Text;

namespace Halle.SignIn;

/// <summary>Anybody comes in by a display name that pretends to be nobody else.</summary>
public sealed class VisitorSignIn(SiteNames names, SessionCookie cookie, SignInInstruments instruments)
{
    public async Task<(Session? Session, Rejection? Rejection)> SignInAsync(HttpContext context, string text)
    {
        if (DisplayName.Check(text, names.Current, out var name) is { } code)
        {
            return (null, new Rejection(code));
        }

        var session = await cookie.OpenAsync(context, new Actor(RandomId.NextPerson(), Role.Visitor, name, []));
        instruments.Opened(Role.Visitor);
        return (session, null);
    }
}

/// <summary>Words no visitor may call themselves: what stands over the booths.</summary>
public sealed class SiteNames(IProgrammeCache programme)
{
    private (long Version, string[] Names) _known = (-1, []);

    public IReadOnlyCollection<string> Current
    {
        get
        {
            var current = programme.Current;
            if (_known.Version != current.Version)
            {
                _known = (current.Version, [.. current.Sites.Select(site => site.Label).Distinct(StringComparer.OrdinalIgnoreCase)]);
            }

            return _known.Names;
        }
    }
}
