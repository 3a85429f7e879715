using Halle.Health;

namespace Halle.Hosting;

/// <summary>From "started" to "open": waits until visitors can really come in, then says where.</summary>
public static partial class Opening
{
    /// <summary>A silo of this process with its store is up in a second or two; after this long something is wrong, and it is better said.
    /// In a cluster an edge waits on: what is missing is another process, and /ready tells.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task AnnounceAsync(WebApplication app)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<EdgeSettings>();
        var links = settings.Demo
            ? await OpenDemoAsync(services, settings.Shape, app.Lifetime.ApplicationStopping)
            : null;
        links ??= SignInLinks.None(services);
        await WaitUntilReadyAsync(services, settings.Shape, app.Lifetime.ApplicationStopping);
        links.Print(Console.Out);
        if (services.GetRequiredService<Programme.IProgrammeCache>().Current.Version == 0)
        {
            await Console.Out.WriteLineAsync("  Aucun programme n'est chargé / no programme is loaded:  programme load FILE  (docs/operations.md)");
        }

        if (Environment.GetEnvironmentVariable(SignInLinks.FileVariable) is { Length: > 0 } path)
        {
            await links.WriteAsync(path);
        }
    }

    private static async Task<SignInLinks?> OpenDemoAsync(IServiceProvider services, DeploymentShape shape, CancellationToken stopping)
    {
        var demo = services.GetRequiredService<DemoOpening>();
        while (true)
        {
            try
            {
                return await demo.PrepareAsync(stopping);
            }
            catch (Exception error) when (shape == DeploymentShape.Cluster && !stopping.IsCancellationRequested)
            {
                // Silos come and go while a cluster starts. Whoever fills the event, it is filled once.
                LogNotOpened(services.GetRequiredService<ILogger<DemoOpening>>(), error);
                await Task.Delay(TimeSpan.FromSeconds(1), services.GetRequiredService<TimeProvider>(), stopping);
            }
        }
    }

    private static async Task WaitUntilReadyAsync(IServiceProvider services, DeploymentShape shape, CancellationToken stopping)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var conditions = services.GetServices<IReadyCondition>().ToList();
        var start = time.GetTimestamp();
        while (conditions.Find(condition => !condition.Holds) is { } missing)
        {
            if (shape == DeploymentShape.Embedded && time.GetElapsedTime(start) > Patience)
            {
                throw new StartUpException([$"Not ready after {Patience.TotalSeconds:0} s; still missing: {missing.Name}."]);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stopping);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo event cannot be opened yet; trying again")]
    private static partial void LogNotOpened(ILogger logger, Exception error);
}
