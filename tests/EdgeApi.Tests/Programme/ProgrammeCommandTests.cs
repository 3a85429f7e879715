using System.Collections.Immutable;
using System.Globalization;
using Halle.Shared;

namespace Halle.Tests.Programme;

/// <summary>The command as an engineer gives it, on the real program and a store of its own, outside Development.</summary>
public sealed class ProgrammeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-programme-");

    private static CancellationToken Timeout => TestContext.Current.CancellationToken;

    private string EventFile => Path.Combine(_folder.FullName, "event.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(DisplayName = "[PL4] [PL3] An empty Production store is loaded, and its organiser and pupils come in by the sheets; again it changes nothing; what is removed ends")]
    public async Task A_real_event_is_loaded()
    {
        await WriteEventAsync(text => text);
        var (dry, shown) = await RunAsync("load", EventFile, "--dry-run", "--out", _folder.FullName);
        var (unasked, _) = await RunAsync("load", EventFile, "--out", _folder.FullName);
        Assert.Equal((0, 1), (dry, unasked));
        Assert.Contains("+ site chantier-naval", shown, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "classes.csv")), "a dry run writes nothing");

        var (loaded, output) = await RunAsync("load", EventFile, "--yes", "--out", _folder.FullName);
        Assert.True(loaded == 0, output);
        var (again, said) = await RunAsync("load", EventFile, "--yes", "--out", _folder.FullName);
        Assert.Equal(0, again);
        Assert.Contains("Nothing to change", said, StringComparison.Ordinal);

        var classes = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "classes.csv"), Timeout);
        var invitations = await File.ReadAllLinesAsync(_folder.GetFiles("invitations-*.csv").Single().FullName, Timeout);
        var code = classes[1].Split(',')[^3];
        var link = invitations.Single(line => line.StartsWith("organisation,", StringComparison.Ordinal)).Split(',').Single(cell => cell.Contains("/invite#", StringComparison.Ordinal));
        Assert.StartsWith("https://fair.example/invite#", link, StringComparison.Ordinal);

        await using (var edge = await StartAsync())
        {
            using var pupil = Browser(edge);
            Assert.Equal("pupil", (string?)(await pupil.PupilAsync(code))["role"]);
            using var organiser = Browser(edge);
            Assert.Equal("Exemple · Organisation", (string?)(await organiser.InviteAsync(link.Split('#')[1]))["name"]);
            using var visitor = Browser(edge);
            Assert.Equal("name_reserved", (await visitor.PostAsync("/api/sign-in/visitor", new { name = "Exemple Modération" })).Code);
            Assert.Equal(2, (await visitor.GetAsync("/api/programme")).MustBe(200).Json["sites"]!.AsArray().Count);

            // [PL5] Beside a server nothing is touched.
            var (beside, why) = await RunAsync("load", EventFile, "--yes", "--out", _folder.FullName);
            Assert.Equal(2, beside);
            Assert.Contains("in use by another process", why, StringComparison.Ordinal);
            Assert.True(await edge.StopAsync());
        }

        await WriteEventAsync(text => string.Join('\n', text.Split('\n').Where(line => !line.Contains("exemple-4eb", StringComparison.Ordinal) && !line.Contains("\"moderation-1\"", StringComparison.Ordinal))));
        var (removed, removal) = await RunAsync("load", EventFile, "--yes", "--out", _folder.FullName);
        Assert.True(removed == 0, removal);
        Assert.Contains("- class exemple-4eb", removal, StringComparison.Ordinal);
        var moderation = invitations.Single(line => line.StartsWith("moderation-1,", StringComparison.Ordinal)).Split('#')[1].Split(',')[0];
        await using (var edge = await StartAsync())
        {
            using var pupil = Browser(edge);
            Assert.Equal("not_found", (await pupil.PostAsync("/api/sign-in/class", new { code = classes[2].Split(',')[^3] })).Code);
            await pupil.PupilAsync(code);
            using var moderator = Browser(edge);
            Assert.Equal(401, (await moderator.PostAsync("/api/sign-in/invite", new { token = moderation })).Status);
        }
    }

    [Fact(DisplayName = "[PL6] The sheets are readable for their account alone, and no cell of them is a formula")]
    public async Task Sheets_are_safe()
    {
        await WriteEventAsync(text => text.Replace("Collège Exemple, 4e B", "=HYPERLINK(1)", StringComparison.Ordinal));

        var (code, output) = await RunAsync("load", EventFile, "--yes", "--out", _folder.FullName);

        Assert.True(code == 0, output);
        var sheet = Path.Combine(_folder.FullName, "classes.csv");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(sheet));
        }

        var text = await File.ReadAllTextAsync(sheet, Timeout);
        Assert.Contains("HYPERLINK", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(^|,)\"?=", text);
    }

    [Fact(DisplayName = "[PL1] A bad file and a missing one end with code 2 and a line per fault, and touch nothing")]
    public async Task Bad_files_are_refused()
    {
        await WriteEventAsync(text => text.Replace("\"zone\": \"port\"", "\"zone\": \"plage\"", StringComparison.Ordinal));

        var (code, output) = await RunAsync("load", EventFile, "--yes");
        var (missing, why) = await RunAsync("check", Path.Combine(_folder.FullName, "none.json"));

        Assert.Equal((2, 2), (code, missing));
        Assert.Matches(@"event\.json:\d+: unknown_zone at sites\[0\]\.zone: expected the key of a zone: port, ateliers", output);
        Assert.Contains("none.json cannot be read", why, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "halle.db")));
    }

    [Fact(DisplayName = "[PL5] A second server on one database is refused")]
    public async Task Second_server_is_refused()
    {
        await using var edge = await RunningEdge.StartAsync(cancellationToken: Timeout);

        var (code, output) = await RunningEdge.RunToEndAsync(new RunningEdgeOptions { DataFolder = edge.DataFolder }, Timeout);

        Assert.Equal(2, code);
        Assert.Contains("in use by another process", output, StringComparison.Ordinal);
    }

    private static ImmutableDictionary<string, string> Production => ImmutableDictionary<string, string>.Empty
        .Add("Halle__BehindProxy", "true").Add("Halle__Origins__0", "https://fair.example");

    private static EdgeBrowser Browser(RunningEdge edge) => new(new Uri($"http://127.0.0.1:{edge.Port.ToString(CultureInfo.InvariantCulture)}")) { Origin = "https://fair.example" };

    private Task<RunningEdge> StartAsync() => RunningEdge.StartAsync(
        new RunningEdgeOptions { Environment = "Production", DataFolder = _folder.FullName, Settings = Production }, Timeout);

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunningEdge.RunToEndAsync(
        new RunningEdgeOptions { Environment = "Production", DataFolder = _folder.FullName, Settings = Production, Arguments = ["programme", .. arguments] }, Timeout);

    /// <summary>The example, with its times moved to these days.</summary>
    private async Task WriteEventAsync(Func<string, string> change)
    {
        var (today, later) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        var text = (await File.ReadAllTextAsync(ProgrammeReaderTests.ExamplePath, Timeout))
            .Replace("2026-11-23", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("2026-12-18", later.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await File.WriteAllTextAsync(EventFile, change(text), Timeout);
    }
}
