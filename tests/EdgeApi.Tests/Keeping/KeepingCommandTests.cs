using System.Text;
using System.Text.Json.Nodes;
using Halle.Chat;
using Halle.Rooms;
using Halle.Shared;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;

namespace Halle.Tests.Keeping;

/// <summary>A parent's request as it is answered: with the real program, on its own store.</summary>
public sealed class KeepingCommandTests : IDisposable
{
    private const string Secret = "Exemple : ce que cet élève a écrit";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-keeping-");

    private static CancellationToken Timeout => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(DisplayName = "[ER7] [ER8] A pupil known by the pseudonym alone is exported, then erased from the class and the stands; again nothing is found; the class is exported, erased, and goes on")]
    public async Task A_pupil_is_exported_and_erased()
    {
        string code, name, room;
        Actor pupil;
        await using (var edge = await StartAsync())
        {
            (code, room) = (edge.ClassCode!, $"class/{edge.ClassKey}");
            pupil = await PupilAsync(edge, code);
            name = pupil.Name;
            var other = await PupilAsync(edge, code);
            Assert.NotEqual(name, other.Name);
            var (beside, why) = await RunAsync("erase", "person", room, name, "--yes");
            Assert.Equal(2, beside);
            Assert.Contains("in use by another process", why, StringComparison.Ordinal);
            Assert.True(await edge.StopAsync());
        }

        await SayAsync(RoomId.Parse(room.Replace('/', ':')), pupil);
        await SayAsync(RoomId.Booth("edf"), pupil);
        Assert.Contains(Files(), file => Holds(file, Secret));

        var exported = Path.Combine(_folder.FullName, "pupil.json");
        Succeeded(await RunAsync("export", "person", room, name, exported));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(exported, Timeout))!;
        Assert.Equal(pupil.Person.Value, (string?)json["people"]![0]);
        Assert.Equal(2, json["rooms"]!.AsArray().Count);
        Assert.Equal(2, json.ToJsonString(RoomJson.Options).Split(Secret).Length - 1);
        Assert.Equal(2, (await RunAsync("export", "person", room, name, exported)).ExitCode);

        Assert.Equal(1, (await RunAsync("erase", "person", room, name)).ExitCode);
        Assert.Contains("Erased: ", Succeeded(await RunAsync("erase", "person", room, name, "--yes")), StringComparison.Ordinal);

        Assert.All(Files(), file => Assert.False(Holds(file, Secret) || Holds(file, pupil.Name), file));
        Assert.Contains("Nothing is kept of", Succeeded(await RunAsync("erase", "person", room, name, "--yes")), StringComparison.Ordinal);
        Assert.Contains("Nothing is kept of", Succeeded(await RunAsync("export", "person", pupil.Person.Value, exported + "2")), StringComparison.Ordinal);

        Succeeded(await RunAsync("export", "room", room, Path.Combine(_folder.FullName, "class.json")));
        Assert.Contains("Erased: ", Succeeded(await RunAsync("erase", "room", room, "--yes")), StringComparison.Ordinal);
        Assert.Contains("Nothing is kept of", Succeeded(await RunAsync("erase", "room", room, "--yes")), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("erase", "room", "class/no-such-class", "--yes")).ExitCode);
        Assert.Equal(2, (await RunAsync("erase", "person", "somebody")).ExitCode);
        Assert.Equal(2, (await RunAsync("erase")).ExitCode);

        await using var again = await StartAsync();
        Assert.NotEqual("", (await PupilAsync(again, code)).Name);
    }

    [Fact(DisplayName = "[ER8] An invitation is erased with its name and everybody who came in by it")]
    public async Task An_invitation_is_erased()
    {
        string invite, name;
        Actor staff;
        await using (var edge = await StartAsync())
        {
            using var browser = new EdgeBrowser(edge.Address);
            var token = edge.Links["professional"].Split('#')[1];
            invite = token.Split('.')[0];
            var me = await browser.InviteAsync(token);
            name = (string)me["name"]!;
            staff = new Actor(new PersonId((string)me["person"]!), Role.Professional, name, []);
            Assert.True(await edge.StopAsync());
        }

        await SayAsync(RoomId.Booth("edf"), staff);

        Succeeded(await RunAsync("export", "person", invite, Path.Combine(_folder.FullName, "staff.json")));
        Succeeded(await RunAsync("erase", "person", invite, "--yes"));

        Assert.All(Files(), file => Assert.False(Holds(file, Secret) || Holds(file, name), file));
        Assert.Contains("Nothing is kept of", Succeeded(await RunAsync("erase", "person", invite, "--yes")), StringComparison.Ordinal);
    }

    private static async Task<Actor> PupilAsync(RunningEdge edge, string code)
    {
        using var browser = new EdgeBrowser(edge.Address);
        var me = await browser.PupilAsync(code);
        return new Actor(new PersonId((string)me["person"]!), Role.Pupil, (string)me["name"]!, []);
    }

    /// <summary>As the server stores a message.</summary>
    private async Task SayAsync(RoomId room, Actor actor)
    {
        await using var journal = new SqliteJournal(new SqliteOptions { Path = Path.Combine(_folder.FullName, "halle.db") });
        await journal.OpenAsync(Timeout);
        var head = await journal.ReadHeadAsync(room, Timeout);
        var said = new StoredEvent(
            head + 1, TimeProvider.System.GetUtcNow(), actor.ToAuthor(), new ClientId($"client-{head + 1:D6}"), new MessagePosted(Secret, null, MessageState.Visible, null));
        await journal.AppendAsync(room, head, new JournalCommit(head + 1, head + 1, RoomJson.Write([said])), Timeout);
    }

    private Task<RunningEdge> StartAsync() => RunningEdge.StartAsync(new RunningEdgeOptions { DataFolder = _folder.FullName }, Timeout);

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunningEdge.RunToEndAsync(new RunningEdgeOptions { DataFolder = _folder.FullName, Arguments = [.. arguments] }, Timeout);

    private static string Succeeded((int ExitCode, string Output) run)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        return run.Output;
    }

    private IEnumerable<string> Files() => _folder.EnumerateFiles("halle.db*").Where(file => file.Extension != ".lock").Select(file => file.FullName);

    private static bool Holds(string path, string text) => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
