using System.Security.Cryptography;
using Halle.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Halle.SignIn;

/// <summary>
/// A browser's number before it is signed in, so that thirty pupils behind one address are thirty and not one. It says nothing else, opens
/// nothing, and ends with the browser.
/// </summary>
public sealed class BrowserTicket(IDataProtectionProvider protection, EdgeSettings settings)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Halle.SignIn.BrowserTicket.v1");

    private string CookieName => settings.SecureCookies ? "__Host-halle-ticket" : "halle-ticket";

    /// <summary>The browser's number; null when it brought none of ours. Its request is paced by it, and each try of a secret: it is opened once.</summary>
    public string? Read(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(BrowserTicket), out var known))
        {
            return (string?)known;
        }

        var number = Open(context);
        context.Items[typeof(BrowserTicket)] = number;
        return number;
    }

    /// <summary>Gives one to a browser that has none.</summary>
    public void Ensure(HttpContext context)
    {
        if (Read(context) is null)
        {
            context.Response.Cookies.Append(
                CookieName,
                _protector.Protect("ticket:" + RandomId.Next()),
                new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = settings.SecureCookies, Path = "/", IsEssential = true });
        }
    }

    private string? Open(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 and <= 512 } text)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
