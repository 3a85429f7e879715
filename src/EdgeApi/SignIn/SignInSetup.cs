using Halle.Access;
using Halle.Hosting;
using Halle.Rooms;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Halle.SignIn;

/// <summary>Cookie sessions: what they are made of, and who reads them.</summary>
public static class SignInSetup
{
    public static void AddSignIn(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        var services = builder.Services;
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations()
            .Validate(
                static signIn => signIn.VisitorKnownFor >= signIn.SessionLength,
                "Halle:SignIn:VisitorKnownFor must be at least Halle:SignIn:SessionLength: who signs out late in a session would shed a mute.")
            .ValidateOnStart();
        services.AddSingleton<Revoked>();
        services.AddSingleton<ISessions, Sessions>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<BrowserTicket>();
        services.AddSingleton<KnownVisitor>();
        services.AddSingleton<SecretDoor>();
        services.AddSingleton<SignInInstruments>();
        services.AddSingleton<VisitorSignIn>();
        services.AddSingleton<ClassSignIn>();
        services.AddSingleton<InviteSignIn>();
        services.AddSingleton<TakenNames>();
        services.AddSingleton<DemoOpening>();
        services.AddHostedService<RevocationWatch>();
        services.AddDataProtection().SetApplicationName("halle");
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = settings.SecureCookies ? "__Host-halle" : "halle";
            cookie.Cookie.Path = "/";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = settings.SecureCookies ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            cookie.Cookie.IsEssential = true;
            // The session says itself when it ends; sliding it would make it endless.
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = context =>
            {
                if (context.HttpContext.RequestServices.GetRequiredService<ISessions>().Read(context.Principal) is null)
                {
                    context.RejectPrincipal();
                }

                return Task.CompletedTask;
            };
            cookie.Events.OnRedirectToLogin = context =>
                Refusals.WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, RejectionCode.SignInNeeded);
            cookie.Events.OnRedirectToAccessDenied = context =>
                Refusals.WriteAsync(context.HttpContext, StatusCodes.Status403Forbidden, RejectionCode.Forbidden);
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(
                Policies.Moderation,
                policy => policy.RequireAuthenticatedUser().RequireRole(nameof(Role.Moderator), nameof(Role.Organiser)))
            .AddPolicy(Policies.Organiser, policy => policy.RequireAuthenticatedUser().RequireRole(nameof(Role.Organiser)));
    }
}

/// <summary>Who may ask an endpoint at all.</summary>
public static class Policies
{
    public const string SignedIn = "signed-in";
    public const string Moderation = "moderation";
    public const string Organiser = "organiser";
}
