using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Zone;

/// <summary>The zone as a list and as a map.</summary>
public sealed class ZoneTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB92] where the class goes is told in the list and drawn on the map, to its members alone", Timeout = 180_000)]
    public async Task The_class_sees_where_it_goes()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var teacher = await Person.OpenAsync(chromium, server.Address, "the teacher", "/invite#" + server.TokenOf("teacher"));
        await teacher.IsInAsync();
        await teacher.GoAsync("/classe");
        await teacher.IsLiveAsync();
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.Page.SetViewportSizeAsync(960, 640);
        await pupil.EnterClassAsync(server.ClassCode!);
        await using var visitor = await VisitorAsync(server, "Ana Essai");
        await PointAsync(teacher, "booth:ksb");
        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("KSB");
        await pupil.Page.GetByRole(AriaRole.Button, new() { Name = "Arrêter de suivre" }).ClickAsync();

        // Who still follows is led back to where the class is.
        await Expect(pupil.Page.GetByRole(AriaRole.Button, new() { Name = "Arrêter de suivre" })).ToHaveCountAsync(0);
        await pupil.GoAsync("/");

        foreach (var map in new[] { false, true })
        {
            var (own, foreign) = (new ZoneView(pupil, map), new ZoneView(visitor, map));
            await own.ShowAsync();
            await foreign.ShowAsync();
            await PointAsync(teacher, "booth:edf");
            await own.SaysAsync("edf", "Votre classe est ici");
            await PointAsync(teacher, "talk:ouverture");
            await own.SaysAsync("forum", "Votre classe est ici");
            await own.SaysNotAsync("edf", "Votre classe est ici");
            await Expect(visitor.Page.GetByText("Votre classe est ici")).ToHaveCountAsync(0);
            await Expect(pupil.Page.Locator("[data-trail=drawn]")).ToHaveCountAsync(map ? 1 : 0);
            await Expect(visitor.Page.Locator("[data-trail=drawn]")).ToHaveCountAsync(0);
        }

        await teacher.Button("Terminer la visite").ClickAsync();
        await new ZoneView(pupil, map: true).SaysNotAsync("forum", "Votre classe est ici");
        await Expect(pupil.Page.Locator("[data-trail=drawn]")).ToHaveCountAsync(0);
        await pupil.AssertUntroubledAsync();
        await visitor.AssertUntroubledAsync();
    }

    private static async Task PointAsync(Person teacher, string room)
    {
        await teacher.Page.GetByLabel("Destination").SelectOptionAsync(room);
        await teacher.Page.GetByRole(AriaRole.Button, new() { Name = "Suivez-moi" }).ClickAsync();
    }

    [Fact(DisplayName = "[WB16] the map by keyboard alone: a district, its sites, a panel with its chat, and back to where one was", Timeout = 180_000)]
    public async Task The_map_by_keyboard()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await VisitorAsync(server, "Basile Essai");
        var zone = new ZoneView(visitor, map: true);
        await visitor.PressOnAsync(visitor.Button("Voir la carte en 3D"));
        await zone.IsShownAsync();
        var keys = visitor.Page.Keyboard;

        await visitor.PressOnAsync(visitor.Page.Locator("button[data-district=port]"));
        await Expect(zone.Site("capitainerie")).ToBeFocusedAsync();
        await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "near");
        await keys.PressAsync("Tab");
        await Expect(zone.Site("terminal-conteneurs")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await zone.IsOpenAsync("terminal-conteneurs", "Terminal à conteneurs");

        // What is open has the focus: from there into the chat, and written.
        var (panel, close) = (visitor.Page.Locator(".zone-panel"), visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Revenir à la carte" }));
        await Expect(panel).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(close).ToBeFocusedAsync();
        await visitor.TypeIntoAsync(panel.GetByLabel("Votre message"), "Bonjour, on charge combien de conteneurs ?", then: "Enter");
        await visitor.SeesAsync("Bonjour, on charge combien de conteneurs ?");
        await Expect(panel.Locator(":focus")).ToHaveCountAsync(1);
        await keys.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(zone.Site("terminal-conteneurs")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await zone.IsOpenAsync("terminal-conteneurs", "Terminal à conteneurs");
        await visitor.PressOnAsync(close);
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(zone.Site("terminal-conteneurs")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(panel).ToBeFocusedAsync();
        // The browser's own Back: Alt and the left arrow are keys of its window, and there is none.
        await visitor.Page.GoBackAsync();
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(zone.Site("terminal-conteneurs")).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await Expect(zone.Site("terminal-conteneurs")).Not.ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(visitor.Page.Locator(".zone-map")).ToHaveAttributeAsync("data-level", "far");
        await Expect(visitor.Page.Locator("canvas")).ToHaveAttributeAsync("aria-hidden", "true");
        await visitor.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB160] on a slow machine labels wait for a flight's end, also of one that leads nowhere, and are right then", Timeout = 180_000)]
    public async Task Labels_come_back_after_a_flight()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await VisitorAsync(server, "Ana Essai");
        var zone = new ZoneView(visitor, map: true);
        await zone.ShowAsync();
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.Equal("low", await visitor.Page.Locator(".zone-map").GetAttributeAsync("data-tier"));

        // To where one is already; meanwhile something is searched for.
        var during = await visitor.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const map = document.querySelector('.zone-map');
              const frame = () => new Promise((done) => requestAnimationFrame(done));
              const opacity = (selector) => getComputedStyle(map.querySelector(selector)).opacity;
              map.querySelector('.map-districts .whole').click();
              while (map.dataset.flying !== 'true') await frame();
              const search = map.querySelector('input[type=search]');
              search.value = 'nucléaire';
              search.dispatchEvent(new Event('input', { bubbles: true }));
              await frame();
              const seen = [map.dataset.flying, opacity('button[data-site=edf]'), opacity('button[data-district=port]')];
              while (map.dataset.flying === 'true') await frame();
              return [...seen, opacity('button[data-site=edf]'), opacity('button[data-district=port]')];
            }
            """);

        Assert.Equal(["true", "0", "0", "1", "1"], during);
        await Expect(zone.Site("centrale-nucleaire")).ToHaveAttributeAsync("data-form", "full");
        await Expect(zone.Site("ferries")).Not.ToHaveAttributeAsync("data-form", "full");

        // Where the keyboard is stays in sight.
        await visitor.Page.Keyboard.PressAsync("Tab");
        await zone.Site("edf").FocusAsync();
        Assert.Equal(
            ["true", "1", "0"],
            await visitor.Page.EvaluateAsync<string[]>(
                """
                async () => {
                  const map = document.querySelector('.zone-map');
                  const frame = () => new Promise((done) => requestAnimationFrame(done));
                  map.querySelector('.map-districts .whole').click();
                  while (map.dataset.flying !== 'true') await frame();
                  await frame();
                  const opacity = (key) => getComputedStyle(map.querySelector(`button[data-site=${key}]`)).opacity;
                  return [map.dataset.flying, opacity('edf'), opacity('ferries')];
                }
                """));
    }

    [Fact(DisplayName = "[WB11] where the processor draws, the list opens by itself and says so, with the map one click away", Timeout = 120_000)]
    public async Task The_list_opens_by_itself()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await VisitorAsync(server, "Eva Essai");

        await Expect(visitor.Page.Locator("main .notice")).ToContainTextAsync("Cet appareil dessine la 3D lentement");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Voir la carte en 3D" }).ClickAsync();
        await new ZoneView(visitor, map: true).IsShownAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Voir la liste" }).ClickAsync();
        await Expect(visitor.Page.Locator(".site").First).ToBeVisibleAsync();
        await visitor.AssertUntroubledAsync();
    }

    private Task<Person> VisitorAsync(RunningEdge server, string name) => ZoneView.VisitorAsync(chromium, server, name);
}
