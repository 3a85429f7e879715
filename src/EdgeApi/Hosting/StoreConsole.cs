using Halle.Clustering;
using Microsoft.AspNetCore.Hosting.Server;
using Polly.Timeout;

namespace Halle.Hosting;

/// <summary>For commands of the console that ask grains: the store as the settings of a start name it, and nobody's way in.</summary>
internal static class StoreConsole
{
    /// <summary>Exit code: somebody was asked and did not say yes.</summary>
    public const int NotConfirmed = 1;

    /// <summary>The composition of the server without its doors: the embedded shape opens the store itself, a cluster is asked as by any edge.</summary>
    /// <param name="add">What the command itself needs.</param>
    /// <param name="stopped">Is given the exit code when nothing uses the store any more, and nobody else can yet.</param>
    public static async Task<int> RunAsync(
        string[] settingsArgs, TextWriter errors, Action<IServiceCollection> add, Func<IServiceProvider, Task<int>> work, Action<int>? stopped = null)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(settingsArgs);
            var settings = builder.AddEdgeSettings() with { AdminUrl = null };
            builder.AddLogHygiene();
            builder.Logging.ClearProviders();
            builder.AddShape(settings);
            builder.Services.AddOwnOrigin(settings);
            builder.Services.AddSingleton<RepeatedCall>();
            add(builder.Services);
            builder.Services.AddSingleton<IServer, NoServer>();
            await using var app = builder.Build();
            using var held = StoreLock.Take(app.Services);
            await Shapes.RefuseUnusableStoreAsync(app.Services, CancellationToken.None);
            await app.StartAsync();
            using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
            {
                await app.Services.GetRequiredService<SiloLink>().Reached.WaitAsync(patience.Token);
            }

            var code = await work(app.Services);
            await app.StopAsync();
            stopped?.Invoke(code);
            return code;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("halle: no silo could be reached within 30 s (Halle:Cluster:Redis).");
            return ExitCodes.Unreachable;
        }
        catch (TimeoutRejectedException)
        {
            await errors.WriteLineAsync(
                $"halle: the silos did not answer for {RepeatedCall.Patience.TotalSeconds:0} s. What was done is kept: give the same command again.");
            return ExitCodes.Unreachable;
        }
        catch (Exception error) when (StartUpFaults.Of(error) is { } faults)
        {
            return await faults.TellAsync(errors);
        }
    }

    public static async Task<bool> ConfirmAsync(string question, TextReader input, TextWriter output)
    {
        if (Console.IsInputRedirected)
        {
            // Nobody is there to answer, and waiting for it would hang a script.
            await output.WriteLineAsync("Nobody can be asked here: add --yes.");
            return false;
        }

        await output.WriteAsync(question + " [y/N] ");
        await output.FlushAsync();
        return await input.ReadLineAsync() is { } answer && answer.Trim().ToLowerInvariant() is "y" or "yes" or "o" or "oui";
    }

    /// <summary>In place of Kestrel: nobody comes in while an event is loaded.</summary>
    private sealed class NoServer : IServer
    {
        public Microsoft.AspNetCore.Http.Features.IFeatureCollection Features { get; } = new Microsoft.AspNetCore.Http.Features.FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
