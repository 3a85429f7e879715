using Microsoft.Extensions.Options;

namespace Halle.Hosting;

/// <summary>Starts the process, or says in plain words why it cannot.</summary>
public static class StartUp
{
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        var stopping = CancellationToken.None;
        try
        {
            await using var app = build();
            stopping = BrokenOffStart.Follow(app);

            // Before anything is started: the host would say it with a stack.
            app.Services.GetService<IStartupValidator>()?.Validate();
            Listeners.RefuseTakenPorts(app.Services.GetRequiredService<EdgeSettings>());
            using var held = StoreLock.Take(app.Services);
            await Shapes.RefuseUnusableStoreAsync(app.Services, CancellationToken.None);
            await app.StartAsync();
            await Opening.AnnounceAsync(app);
            await app.WaitForShutdownAsync();
            return ExitCodes.Stopped;
        }
        catch (Exception error) when (StartUpFaults.Of(error) is { } faults)
        {
            return await faults.TellAsync(Console.Error);
        }
        catch (Exception error) when (BrokenOffStart.Is(error, stopping))
        {
            // While a silo of its own was starting, or while it was still looking for the others.
            return ExitCodes.Stopped;
        }
    }
}
