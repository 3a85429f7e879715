using System.CommandLine;
using Halle.Hosting;

namespace Halle.Programme.Loading;

/// <summary>
/// <c>programme check FILE</c> and <c>programme load FILE</c>: how an event gets into a store, from the console of the machine that may read it.
/// Says what it will change before it does; the same file again changes nothing. Exit code: 0 done or nothing to do, 1 not confirmed, otherwise
/// <see cref="ExitCodes"/>.
/// </summary>
public static class ProgrammeCommand
{
    public const string Name = "programme";

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
            return await StoreConsole.RunAsync([.. parsed.UnmatchedTokens], errors, services => services.AddSingleton<ProgrammeLoad>(), async services =>
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

                if (!parsed.GetValue(yes) && !await StoreConsole.ConfirmAsync("Apply?", input, output))
                {
                    await output.WriteLineAsync("Nothing was changed.");
                    return StoreConsole.NotConfirmed;
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

    private static async Task<int> SayAsync(TextWriter output, string line)
    {
        await output.WriteLineAsync(line);
        return ExitCodes.Stopped;
    }
}
