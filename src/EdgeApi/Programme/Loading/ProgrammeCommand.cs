using System.CommandLine;
using Halle.Clustering;
using Halle.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Polly.Timeout;

namespace Halle.Programme.Loading;

/// <summary>
/// <c>programme check FILE</c> and <c>programme load FILE</c>: how an event gets into a store, from the console of the machine that may read it.
/// Says what it will change before it does; the same file again changes nothing. Exit code: 0 done or nothing to do, 1 not confirmed, otherwise
/// <see cref="ExitCodes"/>.
/// </summary>
public static class ProgrammeCommand
{
    public const string Name = "programme";

    private const int NotConfirmed = 1;

    public static Task<int> RunAsync(string[] args) => Create(Console.In, Console.Out, Console.Error).Parse(args[1..]).InvokeAsync();

    private static RootCommand Create(TextReader input, TextWriter output, TextWriter errors)
    {
        var path = new Argument<string>("file") { Description = "The programme, as JSON: deploy/event.example.json is one, docs/operations.md explains it." };
        var check = new Command("check", "Says what is wrong with a file, and touches nothing.") { path };
        check.SetAction(async (parsed, cancellationToken) =>
        {
            var file = await ReadAsync(parsed.GetRequiredValue(path), errors, cancellationToken);
            return file is null ? ExitCodes.Refused : await SayAsync(output, "The file is good.");
        });

        var dryRun = new Option<bool>("--dry-run") { Description = "Shows what would change, and changes nothing." };
        var yes = new Option<bool>("--yes") { Description = "Does not ask." };
        var folder = new Option<string>("--out") { Description = "Where classes.csv and the new invitations are written.", DefaultValueFactory = _ => "." };
        var reissue = new Option<string[]>("--reissue") { Description = "The id of staff who lost their link, once for each: the old one ends.", DefaultValueFactory = _ => [] };
        var load = new Command("load", "Makes the store's event what the file says.") { path, dryRun, yes, folder, reissue };
        load.TreatUnmatchedTokensAsErrors = false;
        load.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(path);
            if (await ReadAsync(name, errors, cancellationToken) is not { } file)
            {
                return ExitCodes.Refused;
            }

            var lost = parsed.GetValue(reissue)!.ToHashSet(StringComparer.Ordinal);
            if (lost.FirstOrDefault(id => !file.Staff.Any(one => string.Equals(one.Id, id, StringComparison.Ordinal))) is { } unknown)
            {
                await errors.WriteLineAsync($"halle: --reissue {unknown}: nobody of that id is in the file's staff.");
                return ExitCodes.Refused;
            }

            var sheets = new CodeSheets(Directory.CreateDirectory(parsed.GetValue(folder)!), TimeProvider.System.GetUtcNow());
            return await OnStoreAsync([.. parsed.UnmatchedTokens], errors, async services =>
            {
                var loading = services.GetRequiredService<ProgrammeLoad>();
                var plan = await loading.PlanAsync(file, lost);
                await ShowAsync(plan, output);
                if (plan.IsEmpty)
                {
                    await sheets.WriteClassesAsync(plan.Classes, cancellationToken);
                    return await SayAsync(output, $"Nothing to change. Codes: {sheets.ClassesPath}");
                }

                if (parsed.GetValue(dryRun))
                {
                    return await SayAsync(output, "Nothing was changed (--dry-run).");
                }

                if (!parsed.GetValue(yes) && !await ConfirmAsync(input, output))
                {
                    await output.WriteLineAsync("Nothing was changed.");
                    return NotConfirmed;
                }

                await loading.ApplyAsync(plan, sheets, cancellationToken);
                await output.WriteLineAsync($"Done. Codes: {sheets.ClassesPath}");
                return plan.Invite.IsEmpty ? ExitCodes.Stopped : await SayAsync(output, $"New links: {sheets.InvitationsPath} (they are shown nowhere else)");
            });
        });
        return new RootCommand("An event's programme.") { check, load };
    }

    private static async Task<ProgrammeFile?> ReadAsync(string path, TextWriter errors, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"halle: {path} cannot be read: {error.Message}");
            return null;
        }

        var (file, faults) = await ProgrammeReader.ReadAsync(text, TimeProvider.System.GetUtcNow(), cancellationToken);
        foreach (var fault in faults)
        {
            await errors.WriteLineAsync(
                $"{path}{(fault.Line > 0 ? $":{fault.Line}" : "")}: {fault.Code}{(fault.Path.Length > 0 ? $" at {fault.Path}" : "")}: expected {fault.Expected}");
        }

        return file;
    }

    /// <summary>The composition of the server without its doors: the embedded shape opens the store itself, a cluster is asked as by any edge.</summary>
    private static async Task<int> OnStoreAsync(string[] settingsArgs, TextWriter errors, Func<IServiceProvider, Task<int>> work)
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
            builder.Services.AddSingleton<ProgrammeLoad>();
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

    private static async Task ShowAsync(ProgrammePlan plan, TextWriter output)
    {
        foreach (var change in plan.Changes)
        {
            var sign = change.Kind switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', _ => '~' };
            await output.WriteLineAsync($"{sign} {change.What}  {change.Detail}");
        }

        if (!plan.IsEmpty)
        {
            var (added, changed, removed) = (Count(ChangeKind.Added), Count(ChangeKind.Changed), Count(ChangeKind.Removed));
            await output.WriteLineAsync($"{added} to add, {changed} to change, {removed} to remove.");
        }

        int Count(ChangeKind kind) => plan.Changes.Count(change => change.Kind == kind);
    }

    private static async Task<bool> ConfirmAsync(TextReader input, TextWriter output)
    {
        if (Console.IsInputRedirected)
        {
            // Nobody is there to answer, and waiting for it would hang a script.
            await output.WriteLineAsync("Nobody can be asked here: add --yes.");
            return false;
        }

        await output.WriteAsync("Apply? [y/N] ");
        await output.FlushAsync();
        return await input.ReadLineAsync() is { } answer && answer.Trim().ToLowerInvariant() is "y" or "yes" or "o" or "oui";
    }

    private static async Task<int> SayAsync(TextWriter output, string line)
    {
        await output.WriteLineAsync(line);
        return ExitCodes.Stopped;
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
