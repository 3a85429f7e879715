using Halle.Access;
using Halle.Capacity;
using Halle.Classrooms;
using Halle.Clustering;
using Halle.Health;
using Halle.Hosting;
using Halle.Keeping;
using Halle.Live;
using Halle.Live.Sockets;
using Halle.Moderation;
using Halle.Programme;
using Halle.Programme.Loading;
using Halle.SignIn;
using Halle.Status;
using Halle.Telemetry;

namespace Halle;

/// <summary>The table of contents of the edge.</summary>
public static class Program
{
    public static Task<int> Main(string[] args)
    {
        SocketWakes.HandleInPlace();
        return args is [ProgrammeCommand.Name, ..] ? ProgrammeCommand.RunAsync(args)
            : KeepingCommand.Of(args) is { } keeping ? keeping.RunAsync()
            : BackupCommand.Of(args) is { } command ? command.RunAsync()
            : StartUp.RunAsync(() => Build(args));
    }

    /// <param name="change">Last words before it is built: a test's log or clock.</param>
    /// <exception cref="StartUpException">It cannot start as it is set up.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = builder.AddEdgeSettings();
        builder.AddLogHygiene();
        BrokenOffStart.AddTo(builder);
        builder.AddListeners(settings);
        builder.AddShape(settings);
        builder.AddSignIn(settings);
        builder.AddTelemetry(settings);
        builder.AddWebClient();
        builder.Services.AddOwnOrigin(settings);
        builder.Services.AddRequestPace();
        builder.Services.AddProgramme();
        builder.Services.AddAccess();
        builder.Services.AddHealth();
        builder.Services.AddLive(builder.Configuration.GetSection(EdgeOptions.Section));
        builder.Services.AddStatus();
        change?.Invoke(builder);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseMiddleware<RequestLog>();
        app.UseCodedWrongMethod();
        app.UseRouting();
        app.UseAdminPort(settings);
        app.UseSiloLink();
        app.UseRequestRules();
        app.UseOwnOrigin();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();

        app.MapHealth();
        app.MapTelemetry(settings);
        app.MapLive();
        var api = app.MapApi();
        api.MapSignIn();
        api.MapCapacity();
        api.MapProgramme();
        api.MapClasses();
        api.MapBoard();
        api.MapAccess();
        api.MapStatus();
        app.MapWebClient();
        return app;
    }
}
