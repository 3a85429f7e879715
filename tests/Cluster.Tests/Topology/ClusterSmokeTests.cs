using System.Diagnostics;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Topology;

/// <summary>Two silos and two edges as processes: people on both edges are in one event, and a silo's death does not end it.</summary>
public sealed class ClusterSmokeTests
{
    /// <summary>Enough rooms that each silo surely holds some.</summary>
    private static readonly string[] Rooms =
        ["booth:edf", "booth:ksb", "booth:airbus-helicopters", "booth:acierie", "booth:barrage", "booth:robotique", "booth:verrerie", "booth:batteries"];

    [Fact(DisplayName = "[RC80] [SI21] [CL30] [PL3] [ER8] Two edges are one event, and a killed silo's rooms go on at the other; a teacher's lock reaches pupils at the other edge; a programme is loaded, and a pupil erased, while all runs", Timeout = 150_000)]
    public async Task Two_edges_are_one_event()
    {
        var stop = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        await using var cluster = await RunningCluster.StartAsync(
            Pace.Unlimited, stop, "redis", "azurite", "silo1", "silo2", "edge1", "edge2");
        RunLog.Print($"cluster: two silos and two edges were ready after {watch.Elapsed.TotalSeconds:0.0} s");
        try
        {
            await cluster.FilledAsync(stop);
            await LockVisitsAsync(cluster, stop);
            await PlayAsync(cluster, stop);
            await LoadAsync(cluster, stop);
        }
        catch
        {
            RunLog.Print("cluster: the logs are in " + cluster.KeepLogs());
            throw;
        }
    }

    private static async Task LockVisitsAsync(RunningCluster cluster, CancellationToken stop)
    {
        var teacher = await SignedIn.StaffAsync(cluster.Edge1, cluster.LinkOf("teacher"), stop);
        await KnowsTheEventAsync(cluster.Edge2, stop);
        var pupil = await SignedIn.PupilAsync(cluster.Edge2, cluster.ClassCode, stop);
        await using var desk = new LiveClient(teacher, recorder: null, seed: 4);
        await using var stroller = new LiveClient(pupil, recorder: null, seed: 5);
        await desk.EnterAsync(teacher.Own[0], TimeSpan.FromSeconds(30), stop);
        await stroller.EnterAsync("booth:ksb", TimeSpan.FromSeconds(30), stop);
        var watch = Stopwatch.StartNew();

        Assert.Equal("ok", (await desk.DoAsync(teacher.Own[0], new { type = "class.lock", what = "visits", on = true }, stop)).Status);

        await Eventually.BecomesTrueAsync(
            () => stroller.Refusals.Contains("left:locked", StringComparer.Ordinal),
            "the pupil at the other edge is put out of the stand",
            () => "refusals: " + string.Join(' ', stroller.Refusals),
            TimeSpan.FromSeconds(10),
            stop);
        RunLog.Print($"cluster: a lock at one edge put a pupil at the other out after {watch.Elapsed.TotalSeconds:0.00} s");
        Assert.Equal("ok", (await desk.DoAsync(teacher.Own[0], new { type = "class.lock", what = "visits", on = false }, stop)).Status);
    }

    /// <summary>An edge that did not open the event hears of its programme a moment later.</summary>
    private static async Task KnowsTheEventAsync(Uri edge, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = edge };
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await http.GetAsync("/api/programme", stop);
            var programme = await answer.Content.ReadAsStringAsync(stop);
            if (programme.Contains("\"ksb\"", StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{edge} does not know the programme after {watch.Elapsed.TotalSeconds:0} s: {programme}");
            await pace.WaitForNextTickAsync(stop);
        }
    }

    /// <summary>A parent's request: the pseudonym is all that is known, and the event goes on.</summary>
    private static async Task EraseAsync(RunningCluster cluster, string code, CancellationToken stop)
    {
        const string Words = "Exemple : quelle formation faut-il ?";
        const string Stand = "booth:chantier-naval";
        var pupil = await SignedIn.PupilAsync(cluster.Edge1, code, stop);
        await using var writer = new LiveClient(pupil, recorder: null, seed: 6);
        await using var reader = new LiveClient(await SignedIn.VisitorAsync(cluster.Edge2, "Ondine Lecture", stop), recorder: null, seed: 7);
        await writer.EnterAsync(Stand, TimeSpan.FromSeconds(30), stop);
        var shown = await reader.EnterAsync(Stand, TimeSpan.FromSeconds(30), stop);
        Assert.NotNull(await writer.PostAsync(Stand, Words, stop));
        await Eventually.TrueAsync("the words are read at the other edge", () => Task.FromResult(shown.ShowsMessage(Words)));
        string[] erase = ["erase", "person", pupil.Own[0].Replace(':', '/'), pupil.Name, "--yes"];
        var watch = Stopwatch.StartNew();

        var first = await cluster.RunOnceAsync("edge2", erase, stop);
        RunLog.Print($"cluster: a pupil was erased within {watch.Elapsed.TotalSeconds:0.0} s, the start of the command and six seconds for the sign-ins' end among them");
        var again = await cluster.RunOnceAsync("edge2", erase, stop);

        Assert.Contains("Erased: ", first, StringComparison.Ordinal);
        Assert.Contains("Nothing is kept of", again, StringComparison.Ordinal);
        await Eventually.TrueAsync("nobody reads the words any more", () => Task.FromResult(!shown.ShowsMessage(Words)));
        Assert.DoesNotContain((await reader.ReadHistoryAsync(Stand, stop)).Messages, message => message.Hash == HistoryFile.Hash(pupil.Person, Words));
    }

    private static async Task LoadAsync(RunningCluster cluster, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("halle-load-");
        try
        {
            var file = Path.Combine(folder.FullName, "event.json");
            var (today, later) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
            var text = await File.ReadAllTextAsync(Path.Combine(RunningCluster.Root, "deploy", "event.example.json"), stop);
            await File.WriteAllTextAsync(
                file,
                text.Replace("2026-11-23", $"{today:yyyy-MM-dd}", StringComparison.Ordinal).Replace("2026-12-18", $"{later:yyyy-MM-dd}", StringComparison.Ordinal),
                stop);
            string[] load = ["programme", "load", file, "--yes", "--out", folder.FullName];

            var first = await cluster.RunOnceAsync("edge2", load, stop);
            var again = await cluster.RunOnceAsync("edge2", load, stop);

            Assert.Contains("- site edf", first, StringComparison.Ordinal);
            Assert.Contains("+ class exemple-2nde3", first, StringComparison.Ordinal);
            Assert.Contains("Nothing to change", again, StringComparison.Ordinal);
            var code = (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "classes.csv"), stop))[1].Split(',')[^3];
            await Eventually.TrueAsync("edge 1 has the new programme", async () =>
            {
                using var http = new HttpClient();
                return (await http.GetStringAsync(new Uri(cluster.Edge1, "/api/programme"), stop)).Contains("chantier-naval", StringComparison.Ordinal);
            });
            Assert.Equal("pupil", (await SignedIn.PupilAsync(cluster.Edge1, code, stop)).Role, ignoreCase: true);
            await EraseAsync(cluster, code, stop);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PlayAsync(RunningCluster cluster, CancellationToken stop)
    {
        var here = await SignedIn.VisitorAsync(cluster.Edge1, "Plume 1", stop);
        var there = await SignedIn.VisitorAsync(cluster.Edge2, "Loupe 1", stop);
        Assert.Contains(here.Person, await WhoAmIAsync(cluster.Edge2, here.Cookie, stop), StringComparison.Ordinal);
        var moderator = await SignedIn.StaffAsync(cluster.Edge2, cluster.LinkOf("moderator"), stop);
        Assert.Equal("moderator", moderator.Role, ignoreCase: true);

        await using var sender = new LiveClient(here, recorder: null, seed: 1);
        await using var reader = new LiveClient(there, recorder: null, seed: 2);
        foreach (var room in Rooms)
        {
            await sender.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
            await reader.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
        }

        foreach (var room in Rooms)
        {
            Assert.NotNull(await sender.PostAsync(room, "avant " + room, stop));
            await ShownAsync(reader, room, "avant " + room, stop);
        }

        var killed = Stopwatch.StartNew();
        await cluster.KillAsync("silo1", stop);
        var back = await Task.WhenAll(Rooms.Select(async room =>
        {
            Assert.NotNull(await sender.PostAsync(room, "après " + room, stop));
            var acked = killed.Elapsed;
            await ShownAsync(reader, room, "après " + room, stop);
            return (Acked: acked, Shown: killed.Elapsed);
        }));
        RunLog.Print(
            $"cluster: after a silo's SIGKILL the first post of {Rooms.Length} rooms was acknowledged within {back.Max(room => room.Acked).TotalSeconds:0.0} s "
            + $"and shown on the other edge within {back.Max(room => room.Shown).TotalSeconds:0.0} s");

        // Nothing of before is lost, and nothing is there twice.
        await using var newcomer = new LiveClient(there, recorder: null, seed: 3);
        foreach (var room in Rooms)
        {
            var view = await newcomer.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
            var texts = view.Entities("message").Values.Select(message => message.GetProperty("text").GetString()!);
            Assert.Equal(["après " + room, "avant " + room], texts.Order(StringComparer.Ordinal));
        }
    }

    private static async Task<string> WhoAmIAsync(Uri edge, string cookie, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(edge, "/api/me"));
        request.Headers.Add("Cookie", cookie);
        using var response = await http.SendAsync(request, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }

    private static Task ShownAsync(LiveClient reader, string room, string text, CancellationToken stop)
    {
        var view = reader.Views.Single(view => view.Room == room);
        return Eventually.BecomesTrueAsync(
            () => view.ShowsMessage(text),
            $"'{text}' is shown in {room} on the other edge",
            () => $"{view.Entities("message").Count} messages at {view.At}; last trouble: {reader.LastTrouble}",
            TimeSpan.FromSeconds(30),
            stop);
    }
}
