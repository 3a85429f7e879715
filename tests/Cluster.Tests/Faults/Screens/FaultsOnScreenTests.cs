using System.Diagnostics;
using Halle.Cluster.Tests.Faults.Proxy;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.Cluster.Tests.Faults.Screens;

/// <summary>What people see while something breaks (docs/reliability.md, "What a visitor sees"), in real browsers.</summary>
[Collection(SharedStage.Name)]
public sealed class FaultsOnScreenTests(FaultStage stage, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(5);

    [Fact(DisplayName = "[R1] [WB111] the room's silo is killed: the chat stays, what is written meanwhile is shown as being sent, and then once; nobody reads of it", Timeout = 120_000, Explicit = true)]
    [Trait("Goal", "R1")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task A_silo_is_killed()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stage, chromium, "Brume", bothByTheDoor: false, stop);
        var silo = await stage.HolderOfAsync(scene.Room);
        Assert.NotNull(silo);

        await stage.Cluster.KillAsync(silo, stop);
        var watch = Stopwatch.StartNew();
        await scene.SayAsync("pendant");
        await Expect(scene.Unsent("pendant")).ToContainTextAsync("Envoi…");
        await scene.Draft.FillAsync("et ensuite");
        await scene.BothSeeItOnceAsync("pendant");
        RunLog.Print($"WB111: what was written just after the kill of the room's silo was on both screens after {watch.Elapsed.TotalSeconds:0.0} s");

        await scene.TheDraftIsKeptAsync("et ensuite");
        await scene.MustHaveBeenCalmAsync();
    }

    [Fact(DisplayName = "[R2] [WB112] [WB116] the edge is killed with an answer under way: back at the other by itself within 5 s, the draft kept, the message never there twice", Timeout = 120_000, Explicit = true)]
    [Trait("Goal", "R2")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task An_edge_is_killed()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stage, chromium, "Dune", bothByTheDoor: false, stop);
        scene.Writer.ConnectionMayFail = true;

        scene.Door.LosesReceipts = true;
        await scene.SayAsync("en vol");
        await scene.BothSeeItOnceAsync("en vol");
        await scene.Draft.FillAsync("un brouillon");
        scene.Door.LosesReceipts = false;
        await stage.Cluster.KillAsync("edge1", stop);
        await IsBackAsync(scene.Writer, times: 1);

        await scene.TheDraftIsKeptAsync("un brouillon");
        var (writer, _) = await scene.MustHaveBeenCalmAsync(Scene.Away());
        RunLog.Print($"WB112: after the kill of its edge a browser was away for {writer.Away[0]:0.0} s; the bar read: {Quoted(writer)}");
        Assert.InRange(writer.Away[0], 0, BackWithin.TotalSeconds);
    }

    [Fact(DisplayName = "[R19] [WB113] the store stops: its writer reads within 4 s that it is not stored yet, others read on, the draft is kept, and after its return all goes out once", Timeout = 120_000, Explicit = true)]
    [Trait("Goal", "R19")]
    [Trait("Goal", FaultStage.Selection)]
    public Task The_store_stops() => StoreAwayAsync(
        "Marée", () => stage.Cluster.SignalAsync("azurite", "STOP"), () => stage.Cluster.SignalAsync("azurite", "CONT"), TestContext.Current.CancellationToken);

    [Theory(DisplayName = "[R19] [WB113] the store refuses connections, or answers 503: as when it stops", Timeout = 120_000, Explicit = true)]
    [InlineData("refused", "Givre")]
    [InlineData("503", "Rosée")]
    [Trait("Goal", "R19")]
    public Task The_store_refuses(string how, string names) => StoreAwayAsync(
        names, () => BeAsync(how is "503" ? ProxyFault.Unavailable : ProxyFault.Refused), () => BeAsync(ProxyFault.None), TestContext.Current.CancellationToken);

    [Fact(DisplayName = "[R22] [WB114] edges are restarted in turn: nobody is away for over 5 s, a message written meanwhile is there once, and each move is one new line", Timeout = 180_000, Explicit = true)]
    [Trait("Goal", "R22")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task Edges_are_restarted()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stage, chromium, "Bruyère", bothByTheDoor: true, stop);
        scene.Writer.ConnectionMayFail = scene.Reader.ConnectionMayFail = true;
        var attempts = new Attempts(scene.Writer.Page);
        await scene.Draft.FillAsync("un brouillon");

        (string Name, Uri Edge, string Text)[] inTurn = [("edge1", stage.Cluster.Edge1, "au premier"), ("edge2", stage.Cluster.Edge2, "au second")];
        var moves = 0;
        foreach (var (name, edge, text) in inTurn.Take(Chance.Either(full: 2, fast: 1)))
        {
            moves++;
            var down = stage.Cluster.DownAsync(name, stop);
            await scene.SayAsync(text);
            await scene.BothSeeItOnceAsync(text);
            await scene.Draft.FillAsync("un brouillon");
            await down;
            await IsBackAsync(scene.Writer, moves);
            await IsBackAsync(scene.Reader, moves);
            await stage.Cluster.UpAsync(name, stop);
            await scene.Door.LeadsToAsync(edge, stop);
        }

        await scene.TheDraftIsKeptAsync("un brouillon");
        var (writer, reader) = await scene.MustHaveBeenCalmAsync(Scene.Away());
        RunLog.Print($"WB114: while {moves} edges were restarted two browsers were away for {Quantile.Describe([.. writer.Away, .. reader.Away])}; attempts: {attempts.Lines}; the bars read: {Quoted(writer)} {Quoted(reader)}");
        Assert.All([.. writer.Away, .. reader.Away], seconds => Assert.InRange(seconds, 0, BackWithin.TotalSeconds));
        Assert.InRange(attempts.Lines, moves, 2 * moves);
    }

    [Fact(DisplayName = "[R17] [WB115] no edge can be reached for 10 s: calm words, at most 8 attempts, what is written kept and counted; asked for, the next attempt comes at once", Timeout = 120_000, Explicit = true)]
    [Trait("Goal", "R2")]
    [Trait("Goal", FaultStage.Selection)]
    public async Task No_edge_can_be_reached()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stage, chromium, "Lande", bothByTheDoor: false, stop);
        scene.Writer.ConnectionMayFail = true;
        var attempts = new Attempts(scene.Writer.Page);
        var bar = scene.Writer.Page.Locator(".connection.shown");

        var watch = Stopwatch.StartNew();
        scene.Door.Proxy.Fault = ProxyFault.Refused;
        await Expect(bar).ToContainTextAsync("Connexion perdue. Nous revenons…");
        await scene.SayAsync("gardé");
        await Expect(scene.Unsent("gardé")).ToContainTextAsync("Pas encore envoyé");
        await Expect(bar).ToContainTextAsync("1 message gardé, pas encore envoyé.");
        await scene.Draft.FillAsync("un brouillon");
        await Eventually.BecomesTrueAsync(() => watch.Elapsed >= TimeSpan.FromSeconds(10), "10 s are over", () => $"{watch.Elapsed}", TimeSpan.FromSeconds(20), stop);
        var (lines, questions) = (attempts.Lines, attempts.Questions);
        scene.Door.Proxy.Fault = ProxyFault.None;
        await bar.GetByRole(AriaRole.Button, new() { Name = "Réessayer maintenant" }).ClickAsync();
        await scene.BothSeeItOnceAsync("gardé");

        await scene.TheDraftIsKeptAsync("un brouillon");
        await scene.MustHaveBeenCalmAsync(Scene.Away());
        RunLog.Print($"WB115: {lines} attempts and {questions} questions about them in 10 s without any edge");

        // Full jitter, doubling from 2 s: nine and more attempts are due in 10 s once in ten million times.
        Assert.InRange(lines, 1, 8);
        Assert.InRange(questions, 0, 2 * lines);
    }

    [Fact(DisplayName = "[R2] [WB119] what is reached takes the line and never answers: the attempt is given up, and the next one goes through", Timeout = 120_000, Explicit = true)]
    [Trait("Goal", "R2")]
    public async Task Nobody_answers()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var scene = await Scene.OpenAsync(stage, chromium, "Garrigue", bothByTheDoor: false, stop);
        scene.Writer.ConnectionMayFail = true;
        var attempts = new Attempts(scene.Writer.Page);

        scene.Door.Proxy.Fault = ProxyFault.Silent;
        scene.Door.Proxy.Cut(1);
        await Eventually.BecomesTrueAsync(() => attempts.Lines > 0 && scene.Door.Proxy.Open > 0, "an attempt is under way", () => $"{attempts.Lines}", TimeSpan.FromSeconds(20), stop);
        scene.Door.Proxy.Fault = ProxyFault.None;
        await scene.SayAsync("gardé");
        await IsBackAsync(scene.Writer, times: 1);

        await scene.BothSeeItOnceAsync("gardé");
        var (writer, _) = await scene.MustHaveBeenCalmAsync(Scene.Away());
        RunLog.Print($"WB119: a browser that nobody answered was back after {writer.Away[0]:0.0} s");
    }

    private async Task StoreAwayAsync(string names, Func<Task> goAway, Func<Task> comeBack, CancellationToken stop)
    {
        await using var scene = await Scene.OpenAsync(stage, chromium, names, bothByTheDoor: false, stop);
        try
        {
            await goAway();
            var watch = Stopwatch.StartNew();
            await scene.SayAsync("pendant");
            await Expect(scene.Unsent("pendant")).ToContainTextAsync("Pas encore envoyé : l’enregistrement tarde. Nous réessayons.", new() { Timeout = 4_000 });
            var told = watch.Elapsed;
            await scene.Draft.FillAsync("un brouillon");

            // Somebody who comes in now reads what there is.
            await scene.Reader.Page.ReloadAsync();
            await scene.Reader.SeesAsync("avant");
            await Expect(scene.Reader.Messages("pendant")).ToHaveCountAsync(0);
            await Eventually.BecomesTrueAsync(() => watch.Elapsed >= TimeSpan.FromSeconds(6), "6 s are over", () => $"{watch.Elapsed}", TimeSpan.FromSeconds(20), stop);
            await comeBack();
            watch.Restart();
            await scene.BothSeeItOnceAsync("pendant");
            RunLog.Print($"WB113: the writer read after {told.TotalSeconds:0.0} s that it is not stored yet; {watch.Elapsed.TotalSeconds:0.0} s after the store's return it was on both screens");
        }
        finally
        {
            await comeBack();
        }

        await scene.TheDraftIsKeptAsync("un brouillon");
        await scene.MustHaveBeenCalmAsync();
    }

    private static Task IsBackAsync(Person person, int times) => Eventually.TrueAsync(
        $"{person.Name} has been away and is back, {times} times",
        async () => (await ScreenRecord.OfAsync(person)) is { Away.Count: var away, Lines: [.., { State: "live" }] } && away >= times,
        TimeSpan.FromSeconds(40));

    private static string Quoted(ScreenRecord record) => record.Bars.Count == 0 ? "nothing" : string.Join(", ", record.Bars.Select(words => $"« {words} »"));

    private Task BeAsync(ProxyFault fault)
    {
        stage.Store.Fault = fault;
        return Task.CompletedTask;
    }

    /// <summary>What a page asks the server for its line from now on.</summary>
    private sealed class Attempts
    {
        private int _lines;
        private int _questions;

        public Attempts(IPage page)
        {
            page.WebSocket += (_, _) => Interlocked.Increment(ref _lines);
            page.Request += (_, request) =>
            {
                // Without WebSockets an attempt begins by asking which ways there are.
                var path = new Uri(request.Url).AbsolutePath;
                _ = path is "/live/negotiate" ? Interlocked.Increment(ref _lines)
                    : path is "/api/me" or "/api/capacity" ? Interlocked.Increment(ref _questions)
                    : 0;
            };
        }

        public int Lines => Volatile.Read(ref _lines);

        public int Questions => Volatile.Read(ref _questions);
    }
}
