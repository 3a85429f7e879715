using System.Globalization;
using System.Security.Cryptography;
using Halle.Hosting;
using Halle.Rooms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Halle.SignIn;

/// <summary>
/// Which person the visitors of one browser are: the same one however often they sign out and under whatever name they come back, so that a mute
/// is not shed at the door. A protected cookie of its own, given to visitors alone: it opens nothing and says nothing else, and a sign-in of any
/// other kind neither reads nor writes it.
/// </summary>
public sealed class KnownVisitor(
    IDataProtectionProvider protection, EdgeSettings settings, IOptions<SignInOptions> options, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Halle.SignIn.KnownVisitor.v1");

    private string CookieName => settings.SecureCookies ? "__Host-halle-visitor" : "halle-visitor";

    /// <summary>The person this browser's visitor was; null when it brought no cookie of ours, or one whose time is over.</summary>
    public PersonId? Recall(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= 512 } text)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(text).Split(' ') is [var id, var end]
                && PersonId.TryParse(id, out var person)
                && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
                && DateTimeOffset.FromUnixTimeSeconds(expires) > time.GetUtcNow() ? person : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Keeps the person in the browser for <see cref="SignInOptions.VisitorKnownFor"/> from now.</summary>
    public void Keep(HttpContext context, PersonId person)
    {
        var expires = time.GetUtcNow() + options.Value.VisitorKnownFor;
        var text = string.Create(CultureInfo.InvariantCulture, $"{person.Value} {expires.ToUnixTimeSeconds()}");
        context.Response.Cookies.Append(
            CookieName,
            _protector.Protect(text),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = settings.SecureCookies,
                Path = "/",
                IsEssential = true,
                Expires = expires,
            });
    }
}
