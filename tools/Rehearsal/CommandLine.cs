using System.CommandLine;
using System.Text.Json;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Reporting;
using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal;

/// <summary>What can be asked for, and what the exit code says: 0 passed, 1 failed, 2 could not be played.</summary>
internal static class CommandLine
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int CannotRun = 2;

    public static RootCommand Create(TextWriter output, TextWriter errors)
    {
        var url = new Argument<string>("url") { Description = "The deployment, for example http://127.0.0.1:5080." };
        var scenario = new Argument<string>("scenario") { Description = $"One of {string.Join(", ", ScenarioFile.Names)}; or a file." };
        var scale = new Option<double>("--scale") { Description = "So many times the people.", DefaultValueFactory = _ => 1 };
        var stretch = new Option<double>("--stretch") { Description = "So many times as long: a machine that signs in fewer people a second needs more.", DefaultValueFactory = _ => 1 };
        var processes = new Option<int?>("--processes") { Description = "Default: as many as the people need descriptors; one holds about 18 500 where 20 000 are allowed." };
        var edges = new Option<string[]>("--edge") { Description = "A further address of the same deployment, once for each: people are dealt out.", DefaultValueFactory = _ => [] };
        var organiser = new Option<string?>("--organiser") { Description = "An organiser's invitation link, for scenarios with classes, professionals or talks." };
        var links = new Option<string?>("--links") { Description = "The file a demo server writes its links to (HALLE_LINKS_FILE), instead of --organiser." };
        var origin = new Option<string?>("--origin") { Description = "The page's Origin, when it is not the url itself." };
        var metrics = new Option<string[]>("--metrics") { Description = "A server process's metrics, for example http://127.0.0.1:5081/metrics; once for each.", DefaultValueFactory = _ => [] };
        var report = new Option<string?>("--report") { Description = "Writes a page with charts." };
        var json = new Option<string?>("--json") { Description = "Writes everything measured as JSON." };
        var seed = new Option<int>("--seed") { Description = "Of what is drawn by lot.", DefaultValueFactory = _ => 20_261_123 };
        var root = new RootCommand("Plays an event day against a Halle deployment and judges it. Exit code: 0 passed, 1 failed, 2 could not be played.")
        {
            url, scenario, scale, stretch, processes, edges, organiser, links, origin, metrics, report, json, seed,
        };
        root.SetAction((parsed, cancellationToken) => RunAsync(
            () => new RehearsalOptions
            {
                Server = Address(parsed.GetRequiredValue(url)),
                Scenario = parsed.GetRequiredValue(scenario),
                Scale = parsed.GetValue(scale) is > 0 and <= 1_000 and var factor ? factor : throw new CannotRunException("--scale must lie between 0 and 1000."),
                Stretch = parsed.GetValue(stretch) is > 0 and <= 1_000 and var times ? times : throw new CannotRunException("--stretch must lie between 0 and 1000."),
                Processes = parsed.GetValue(processes) is null or (>= 1 and <= 64) ? parsed.GetValue(processes) : throw new CannotRunException("--processes must lie between 1 and 64."),
                Edges = [.. parsed.GetValue(edges)!.Select(Address)],
                Organiser = parsed.GetValue(organiser),
                Links = parsed.GetValue(links),
                Origin = parsed.GetValue(origin),
                Metrics = [.. parsed.GetValue(metrics)!.Select(Address)],
                Report = parsed.GetValue(report),
                Json = parsed.GetValue(json),
                Seed = parsed.GetValue(seed),
            },
            output,
            errors,
            cancellationToken));
        return root;
    }

    private static async Task<int> RunAsync(
        Func<RehearsalOptions> read, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            var options = read();
            var verdict = await new Rehearse(options, output, TimeProvider.System).RunAsync(cancellationToken);
            Summary.Print(verdict, output);
            if (options.Report is { } page)
            {
                ReportFiles.WriteHtml(verdict, page);
            }

            if (options.Json is { } json)
            {
                ReportFiles.WriteJson(verdict, json);
            }

            return verdict.Passed ? Passed : Failed;
        }
        catch (CannotRunException error)
        {
            await errors.WriteLineAsync(error.Message);
            return CannotRun;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            await errors.WriteLineAsync(error.Message);
            return CannotRun;
        }
        catch (Exception error) when (error is RefusedException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            await errors.WriteLineAsync($"The server does not give what the rehearsal needs: {error.Message}");
            return CannotRun;
        }
        catch (Exception error) when (error is KeyNotFoundException or JsonException or InvalidOperationException)
        {
            await errors.WriteLineAsync($"The server's answer cannot be read, it may be of another version: {error.Message}");
            return CannotRun;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Interrupted: no verdict.");
            return CannotRun;
        }
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0
            ? url
            : throw new CannotRunException($"'{text}' is not an address such as http://127.0.0.1:5080.");
}
