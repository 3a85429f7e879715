using System.Text.Json;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Zone;

/// <summary>Pointer and wheel on the map, on what lies in its picture too.</summary>
public sealed class MapHandsTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB161] every label on the map keeps still under the pointer that comes to it, and opens when pressed at leisure", Timeout = 180_000)]
    public async Task Labels_keep_still_under_the_pointer()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        var zone = new ZoneView(visitor, map: true);
        await zone.ShowAsync();
        var mouse = visitor.Page.Mouse;
        List<string> fled = [];
        var pins = 0;
        foreach (var district in new[] { null, "port", "energie" })
        {
            if (district is not null)
            {
                await visitor.Page.Locator($"button[data-district={district}]").ClickAsync();
                await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
                await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-flying", "false");
                await visitor.Page.EvaluateAsync(FramesPass);
            }

            var keys = await visitor.Page.Locator("button[data-site]:not([data-form=none])")
                .EvaluateAllAsync<string[]>("all => all.map((one) => one.dataset.site)");
            foreach (var key in keys)
            {
                if (await zone.Site(key).BoundingBoxAsync() is { } box
                    && await UnderAsync(visitor, box.X + (box.Width / 2), box.Y + (box.Height / 2)) == key)
                {
                    pins += box.Width < 30 ? 1 : 0;
                    await mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
                    await visitor.Page.EvaluateAsync(FramesPass);
                    if (await UnderAsync(visitor, box.X + (box.Width / 2), box.Y + (box.Height / 2)) is var now && now != key)
                    {
                        fled.Add($"{key} in {district ?? "all"}: {now} is there now");
                    }
                }
            }
        }

        Assert.True(fled.Count == 0, string.Join("\n", fled));
        Assert.True(pins > 5, $"only {pins} pins were met");

        await mouse.DownAsync();
        await visitor.Page.EvaluateAsync(FramesPass);
        await mouse.UpAsync();
        await Expect(visitor.Page.Locator(".zone-panel")).ToBeVisibleAsync();
        await visitor.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB162] the wheel comes nearer to what is under the pointer", Timeout = 180_000)]
    public async Task The_wheel_comes_nearer_to_the_pointer()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        await new ZoneView(visitor, map: true).ShowAsync();

        // Above the picture's middle, aside, on the picture itself, beside a label that will be there afterwards too.
        var spot = await visitor.Page.EvaluateAsync<JsonElement>(
            """
            () => {
              const frame = document.querySelector('canvas').getBoundingClientRect();
              for (const one of document.querySelectorAll('button[data-site][data-form=full]')) {
                const box = one.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.bottom + 8];
                const off = Math.abs(x - frame.x - frame.width / 2);
                if (off > 150 && off < 330 && document.elementFromPoint(x, y)?.tagName === 'CANVAS') {
                  return { key: one.dataset.site, x, y, off };
                }
              }
              return null;
            }
            """);
        var (x, y) = (spot.GetProperty("x").GetSingle(), spot.GetProperty("y").GetSingle());
        await visitor.Page.Mouse.MoveAsync(x, y);
        for (var i = 0; i < 3; i++)
        {
            await visitor.Page.Mouse.WheelAsync(0, -60);
            await visitor.Page.EvaluateAsync(FramesPass);
        }

        // By twice nearer: towards the middle of the picture it would be twice as far aside as before.
        var box = await new ZoneView(visitor, map: true).Site(spot.GetProperty("key").GetString()!).BoundingBoxAsync();
        Assert.NotNull(box);
        var aside = Math.Abs(box.X + (box.Width / 2) - x);
        Assert.True(aside < spot.GetProperty("off").GetSingle() / 2, $"{spot}: now {box.X} {box.Y}, {aside} px aside");
    }

    private const string FramesPass = "async () => { for (let i = 0; i < 4; i++) await new Promise((done) => requestAnimationFrame(done)); }";

    private static Task<string?> UnderAsync(Person person, float x, float y) => person.Page.EvaluateAsync<string?>(
        "({ x, y }) => document.elementFromPoint(x, y)?.closest('button')?.dataset.site ?? null", new { x = (double)x, y = (double)y });

    [Theory(DisplayName = "[WB182] on a label and on a district's sign the wheel comes nearer and a drag moves the picture without opening anything; a press opens", Timeout = 180_000)]
    [InlineData("button[data-district=energie]", false)]
    [InlineData("button[data-site=edf]", true)]
    public async Task Labels_let_the_hand_through(string selector, bool opens)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        await new ZoneView(visitor, map: true).ShowAsync();
        var (label, mouse) = (visitor.Page.Locator(selector), visitor.Page.Mouse);
        if (!opens)
        {
            await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "far");
        }

        await label.HoverAsync();
        var before = await SeenAsync(visitor);
        await mouse.WheelAsync(0, -30);
        await visitor.Page.EvaluateAsync(FramesPass);
        var nearer = await SeenAsync(visitor);
        Assert.True(nearer.Width < before.Width * 0.95, $"{before} {nearer}");

        await label.HoverAsync();
        var from = await label.BoundingBoxAsync();
        Assert.NotNull(from);
        await mouse.DownAsync();
        await mouse.MoveAsync(from.X + (from.Width / 2) - 60, from.Y + (from.Height / 2), new() { Steps = 6 });
        await visitor.Page.EvaluateAsync(FramesPass);
        await mouse.UpAsync();
        await visitor.Page.EvaluateAsync(FramesPass);
        var moved = await SeenAsync(visitor);
        Assert.Equal(nearer.Width, moved.Width, 0.5);
        Assert.True(moved.X > nearer.X + 5, $"{nearer} {moved}");
        await Expect(visitor.Page.Locator(".zone-panel")).ToHaveCountAsync(0);

        await label.ClickAsync();
        await Expect(visitor.Page.Locator(".zone-panel")).ToHaveCountAsync(opens ? 1 : 0);
        await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
        await visitor.AssertUntroubledAsync();
    }

    [Theory(DisplayName = "[WB185] a pin is a target of 24 px, and no label lies under the small map or another panel, which a telephone has too", Timeout = 180_000)]
    [InlineData(960, 640)]
    [InlineData(390, 844)]
    public async Task Pins_are_targets(int width, int height)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await ZoneView.VisitorAsync(chromium, server, "Ana Essai");
        await visitor.Page.SetViewportSizeAsync(width, height);
        await new ZoneView(visitor, map: true).ShowAsync();
        await Expect(visitor.Page.Locator(".mini-map")).ToBeVisibleAsync();
        var pins = 0;
        foreach (var district in new[] { null, "port" })
        {
            if (district is not null)
            {
                await visitor.Page.Locator($"button[data-district={district}]").ClickAsync();
                await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
            }

            await visitor.Page.EvaluateAsync(FramesPass);
            var met = await visitor.Page.EvaluateAsync<string[][]>(
                """
                () => {
                  const shown = [...document.querySelectorAll('.map-labels button:not([data-form=none])')];
                  const at = (x, y) => document.elementFromPoint(x, y)?.closest('button')?.dataset.site;
                  const pins = shown.filter((one) => one.dataset.form === 'pin');
                  const small = pins.filter((one) => {
                    const { x, y } = one.getBoundingClientRect();
                    return [[-0.5, 11], [22.5, 11], [11, -0.5], [11, 22.5]].some(([dx, dy]) => at(x + dx, y + dy) !== one.dataset.site);
                  });
                  const panels = [...document.querySelectorAll('.zone-map [data-over]')]
                    .filter((one) => getComputedStyle(one).pointerEvents !== 'none').map((one) => one.getBoundingClientRect());
                  const under = shown.filter((one) => {
                    const box = one.getBoundingClientRect();
                    return panels.some((panel) => box.left < panel.right && panel.left < box.right && box.top < panel.bottom && panel.top < box.bottom);
                  });
                  return [pins, small, under].map((all) => all.map((one) => one.dataset.site));
                }
                """);
            pins += met[0].Length;
            Assert.Equal([], met[1]);
            Assert.Equal([], met[2]);
        }

        Assert.True(pins > 5, $"only {pins} pins were met");
    }

    [Fact(DisplayName = "[WB167] by finger alone on a telephone: a district, a site of it, its film and its document over the map, and back to where one was", Timeout = 180_000)]
    public async Task A_film_and_a_document_by_finger()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "Ana Essai", phone: true);
        await visitor.EnterAsVisitorAsync("Ana Essai");
        await visitor.IsLiveAsync();
        var (page, zone) = (visitor.Page, new ZoneView(visitor, map: true));
        await page.Locator(".view-toggle").TapAsync();
        await zone.IsShownAsync();

        await page.Locator("button[data-district=centre]").TapAsync();
        await Expect(page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
        await Expect(page.Locator(".zone-map")).ToHaveAttributeAsync("data-flying", "false");
        await zone.Site("centre-information").TapAsync();
        await zone.IsOpenAsync("centre-information", "Centre d’information");

        var (panel, film) = (page.Locator(".zone-panel"), page.Locator(".zone-panel video"));
        await panel.GetByRole(AriaRole.Button, new() { Name = "La zone en une minute Vidéo" }).TapAsync();
        await Expect(film).ToBeInViewportAsync();
        await film.EvaluateAsync("film => film.play()");
        await Eventually.TrueAsync("the film plays", () => film.EvaluateAsync<bool>("film => film.currentTime > 0.3"), TimeSpan.FromSeconds(10));

        await panel.GetByRole(AriaRole.Button, new() { Name = "Les métiers du quartier" }).TapAsync();
        var document = panel.Locator(".opened img");
        await Expect(document).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await document.EvaluateAsync<int>("image => image.naturalWidth") > 0);
        await Expect(film).ToHaveCountAsync(0);

        await panel.GetByRole(AriaRole.Button, new() { Name = "Revenir à la carte" }).TapAsync();
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
        await visitor.AssertUntroubledAsync();
    }

    /// <summary>What of the town is in the picture, as the small map frames it.</summary>
    private static async Task<(double X, double Width)> SeenAsync(Person person)
    {
        var frame = await person.Page.Locator(".mini-map .here").EvaluateAsync<double[]>("frame => ['x', 'width'].map((one) => Number(frame.getAttribute(one)))");
        return (frame[0], frame[1]);
    }
}
