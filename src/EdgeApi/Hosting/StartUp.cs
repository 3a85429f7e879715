using Halle.Storage.Journal;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Halle.Hosting;

/// <summary>Starts the process, or says in plain words why it cannot.</summary>
public static class StartUp
{
    /// <summary>The process could not start; nothing was served.</summary>
    private const int Refused = 2;

    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            Listeners.RefuseTakenPorts(app.Services.GetRequiredService<EdgeSettings>());
            await Shapes.RefuseUnusableStoreAsync(app.Services, CancellationToken.None);
            await app.StartAsync();
            await Opening.AnnounceAsync(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (FaultsOf(error) is { } faults)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync("halle: " + fault);
            }

            return Refused;
        }
    }

    /// <summary>What an operator can put right, in a line each; null: a bug, which keeps its stack.</summary>
    private static IReadOnlyList<string>? FaultsOf(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            switch (error)
            {
                case StartUpException refused:
                    return refused.Faults;
                case OptionsValidationException invalid:
                    return [.. invalid.Failures];
                case JournalDamagedException damaged:
                    return [$"The database is damaged and was left as it is: {damaged.Message} Restore a backup, or move the file away (docs/operations.md)."];
                case JournalUnavailableException unavailable:
                    return [$"The database cannot be opened: {unavailable.Message}"];
                case AddressInUseException taken:
                    return [$"A port is taken: {taken.Message}"];
            }
        }

        return null;
    }
}
