namespace Halle.Hosting;

/// <summary>What a browser is told about every answer, refusals and errors included.</summary>
public static class SecurityHeaders
{
    /// <summary>The dashboard's pages carry styles and scripts of their own; nobody but the operator sees them.</summary>
    private const string DashboardPolicy =
        "default-src 'self' 'unsafe-inline' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<EdgeSettings>();
        var ancestors = string.Join(' ', settings.FrameAncestors.Prepend("'self'"));
        return app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = AdminPort.IsAdmin(context, settings) ? DashboardPolicy : PolicyFor(context.Request.Host, ancestors);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] =
                "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (context.Request.IsHttps && settings.SecureCookies && !settings.Development)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            return next(context);
        });
    }

    /// <summary>
    /// Only our own files, only our own sockets. 'self' covers wss in today's browsers; the host is named for those where it does not.
    /// </summary>
    private static string PolicyFor(HostString host, string ancestors)
    {
        // Kestrel has checked the characters of Host; a missing one (HTTP/1.0) leaves 'self'.
        var sockets = host.HasValue ? $" ws://{host.Value} wss://{host.Value}" : "";
        return "default-src 'none'; script-src 'self'; "
            + $"connect-src 'self'{sockets}; "
            // A playlist is fed to the browser through a blob of the page's own making.
            + "img-src 'self' data:; media-src 'self' blob:; style-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
            + $"frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
