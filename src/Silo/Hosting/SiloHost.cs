using Halle.Clustering;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Halle.Hosting;

/// <summary>A silo as a process of its own: rooms, health and metrics, and nothing for visitors.</summary>
public static partial class SiloHost
{
    /// <summary>Less than what the supervisor waits (docker-compose.yml: 40 s) before it kills.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    /// <summary>What a log level is when nobody sets it.</summary>
    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        ["Logging:LogLevel:Polly"] = "Warning",
        ["Logging:LogLevel:Halle"] = "Information",
    };

    /// <exception cref="StartUpException">It cannot start as it is set up.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        var settings = SiloSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
        builder.AddLogHygiene();
        BrokenOffStart.AddTo(builder);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        builder.AddHalleClusterSilo(settings.Cluster);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Admin);
        });
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Halle.*")
            .AddMeter("Microsoft.Orleans")
            .AddMeter("System.Runtime")
            .AddPrometheusExporter());

        var app = builder.Build();
        app.MapPrometheusScrapingEndpoint("/metrics");
        // Some load balancers ask by HEAD.
        string[] asked = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/health", asked, () => Say(ok: true));
        app.MapMethods("/ready", asked, (ISiloStatusOracle members) => Say(members.CurrentStatus == SiloStatus.Active));
        return app;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        var stopping = CancellationToken.None;
        try
        {
            await using var app = Build(args);
            stopping = BrokenOffStart.Follow(app);

            // Before anything is started: the host would say it with a stack.
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.StartAsync();
            var (logger, address) = (app.Services.GetRequiredService<ILogger<SiloSettings>>(), app.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
            LogOpen(logger, address);
            await app.WaitForShutdownAsync();
            return ExitCodes.Stopped;
        }
        catch (Exception error) when (StartUpFaults.Of(error) is { } faults)
        {
            return await faults.TellAsync(Console.Error);
        }
        catch (Exception error) when (BrokenOffStart.Is(error, stopping))
        {
            return ExitCodes.Stopped;
        }
    }

    private static IResult Say(bool ok) =>
        ok ? Results.Text("ok") : Results.Text("", statusCode: StatusCodes.Status503ServiceUnavailable);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Address} is a member and serves rooms")]
    private static partial void LogOpen(ILogger logger, SiloAddress address);
}
