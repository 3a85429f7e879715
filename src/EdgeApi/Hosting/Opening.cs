using Halle.Health;

namespace Halle.Hosting;

/// <summary>From "started" to "open": waits until visitors can really come in, then says where.</summary>
public static class Opening
{
    /// <summary>A silo with its store is up in a second or two; after this long something is wrong, and it is better said.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task AnnounceAsync(WebApplication app)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<EdgeSettings>();
        var links = settings.Demo
            ? await services.GetRequiredService<DemoOpening>().PrepareAsync(app.Lifetime.ApplicationStopping)
            : null;
        links ??= SignInLinks.None(services);
        await WaitUntilReadyAsync(services, app.Lifetime.ApplicationStopping);
        links.Print(Console.Out);
        if (Environment.GetEnvironmentVariable(SignInLinks.FileVariable) is { Length: > 0 } path)
        {
            await links.WriteAsync(path);
        }
    }

    private static async Task WaitUntilReadyAsync(IServiceProvider services, CancellationToken stopping)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var conditions = services.GetServices<IReadyCondition>().ToList();
        var start = time.GetTimestamp();
        while (conditions.Find(condition => !condition.Holds) is { } missing)
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                throw new StartUpException([$"Not ready after {Patience.TotalSeconds:0} s; still missing: {missing.Name}."]);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stopping);
        }
    }
}
