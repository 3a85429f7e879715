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
        var message = visitor.Page.GetByLabel("Votre message");
        await message.FillAsync("Bonjour, ");
        await message.EvaluateAsync("field => { window.__field = field; }");

        await visitor.Page.EvaluateAsync("() => document.querySelector('.zone-map canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()");

        await Expect(visitor.Page.Locator(".zone-map")).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("main .notice")).ToContainTextAsync("La carte n’est pas disponible pour le moment");
        await Expect(message).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("on embauche ?");
        await Expect(message).ToHaveValueAsync("Bonjour, on embauche ?");

        await visitor.Button(ToMap).ClickAsync();
        await zone.IsShownAsync();
        await zone.IsOpenAsync("edf", "EDF");
        await Expect(message).ToHaveValueAsync("Bonjour, on embauche ?");
        Assert.True(await message.EvaluateAsync<bool>("field => field === window.__field"), "the field is another one");
        await Expect(visitor.Page.Locator("main .notice")).ToHaveCountAsync(0);
    }

    [Fact(DisplayName = "[WB181] until the map has come the list is there and works; waited for too long, it is a click away", Timeout = 180_000)]
    public async Task The_list_until_the_map_comes()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai", before: MapChosen);
        await visitor.Page.Locator(".zone-map").WaitForAsync();
        var come = new TaskCompletionSource();
        await visitor.Page.RouteAsync(Chunk, async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await visitor.GoAsync("/");

        var word = visitor.Page.Locator("main .notice");
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
}
