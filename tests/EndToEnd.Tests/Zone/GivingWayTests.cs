using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Zone;

/// <summary>Where the map cannot be had, or not for long: whoever is there goes on with what they were doing.</summary>
public sealed class GivingWayTests(Chromium chromium)
{
    private const string ToMap = "Voir la carte en 3D";
    private const string MapChosen = "if (location.protocol === 'http:') localStorage.setItem('halle.view', 'map');";

    /// <summary>The map's script, whatever its hash.</summary>
    private const string Chunk = "**/MapView-*.js";

    [Fact(DisplayName = "[WB180] a map whose picture is lost while a stand is open leaves the stand as it was, says why, and leads back", Timeout = 180_000)]
    public async Task A_lost_picture_leaves_what_is_open()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        var zone = new ZoneView(visitor, map: true);
        await zone.ShowAsync();
        await zone.OpenAsync("edf");
        await zone.IsOpenAsync("edf", "EDF");
        await Expect(visitor.Page.Locator(".zone-panel")).ToBeFocusedAsync();
        var message = visitor.Page.GetByLabel("Votre message");
        await message.FillAsync("Bonjour, ");
        await message.EvaluateAsync("field => { window.__field = field; }");

        await visitor.Page.EvaluateAsync("() => document.querySelector('.zone-map canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()");

        await Expect(visitor.Page.Locator(".zone-map")).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator(".why-list .notice")).ToContainTextAsync("La carte n’est pas disponible pour le moment");
        await Expect(message).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("on embauche ?");
        await Expect(message).ToHaveValueAsync("Bonjour, on embauche ?");

        await visitor.Button(ToMap).ClickAsync();
        await zone.IsShownAsync();
        await zone.IsOpenAsync("edf", "EDF");
        await Expect(message).ToHaveValueAsync("Bonjour, on embauche ?");
        Assert.True(await message.EvaluateAsync<bool>("field => field === window.__field"), "the field is another one");
        await Expect(visitor.Page.Locator(".why-list .notice")).ToHaveCountAsync(0);
    }

    [Fact(DisplayName = "[WB181] until the map has come the list is there and works; waited for too long, it is a click away", Timeout = 180_000)]
    public async Task The_list_until_the_map_comes()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai", before: MapChosen);
        await visitor.Page.Locator(".zone-map").WaitForAsync();
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visitor.Page.RouteAsync(Chunk, async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await visitor.Page.GotoAsync(server.Address.ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        var word = visitor.Page.Locator(".why-list .notice");
        await Expect(word).ToHaveTextAsync("Nous construisons la zone…");
        var list = new ZoneView(visitor, map: false);
        await list.SearchAsync("EDF");
        await list.CountsAsync(1);
        await list.OpenAsync("edf");
        await list.IsOpenAsync("edf", "EDF");
        await visitor.SayAsync("Bonjour de la liste");
        await visitor.SeesAsync("Bonjour de la liste");
        await visitor.Page.GetByLabel("Votre message").FillAsync("Et aussi");

        await Expect(word).ToContainTextAsync("La carte tarde à arriver", new() { Timeout = 30_000 });
        come.SetResult();
        await visitor.Button(ToMap).ClickAsync();
        var map = new ZoneView(visitor, map: true);
        await map.IsShownAsync();
        await map.IsOpenAsync("edf", "EDF");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToHaveValueAsync("Et aussi");
        await visitor.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB11] without WebGL the list opens by itself, also for who chose the map, says so, and offers no map; a stand opens from there", Timeout = 120_000)]
    public async Task Without_WebGL()
    {
        const string none =
            """
            const given = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
              return kind.startsWith('webgl') ? null : given.call(this, kind, ...rest);
            };
            """;
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai", before: none + MapChosen);

        var word = visitor.Page.Locator(".why-list .notice");
        var list = new ZoneView(visitor, map: false);
        await Expect(word).ToContainTextAsync("Ce navigateur ne peut pas dessiner la carte");
        await list.CountsAsync(45);
        await list.OpenAsync("edf");
        await list.IsOpenAsync("edf", "EDF");
        await Expect(word).ToContainTextAsync("Ce navigateur ne peut pas dessiner la carte");
        await Expect(visitor.Page.Locator(".view-toggle")).ToHaveCountAsync(0);
        await visitor.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB181] a map whose script cannot be had leaves the list, and says so", Timeout = 120_000)]
    public async Task Without_the_maps_script()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        visitor.ConnectionMayFail = true;
        await visitor.Page.RouteAsync(Chunk, route => route.AbortAsync());

        await visitor.Button(ToMap).ClickAsync();

        var list = new ZoneView(visitor, map: false);
        await Expect(visitor.Page.Locator(".why-list .notice")).ToContainTextAsync("La carte n’est pas disponible pour le moment");
        await list.CountsAsync(45);
        await list.OpenAsync("edf");
        await list.IsOpenAsync("edf", "EDF");
        await visitor.AssertUntroubledAsync();
    }
}
