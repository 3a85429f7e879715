namespace Halle.Hosting;

/// <summary>Starts the process, or says in plain words why it cannot.</summary>
public static class StartUp
{
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        var stopping = false;
        try
        {
            await using var app = build();
            app.Lifetime.ApplicationStopping.Register(() => stopping = true);
            Listeners.RefuseTakenPorts(app.Services.GetRequiredService<EdgeSettings>());
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
        catch (OperationCanceledException) when (stopping)
        {
            // It was asked to stop while it was still looking for the silos.
            return ExitCodes.Stopped;
        }
    }
}
