using System.Text.Json;
using Halle.EndToEnd.Tests.Browsing;
using Halle.EndToEnd.Tests.Journeys;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Zone;

/// <summary>List and map are two views of one store: every action goes through both.</summary>
public sealed class BothViewsTests(Chromium chromium)
{
    private const string Question = "Bonjour, on peut visiter une centrale ?";

    [Theory(DisplayName = "[WB15] [WB91] every action of the zone is there in the list and on the map", Timeout = 180_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_actions_in_both_views(bool map)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "Ana Essai");
        await visitor.Page.SetViewportSizeAsync(960, 640);
        await visitor.EnterAsVisitorAsync("Ana Essai");
        await visitor.IsLiveAsync();
        var zone = new ZoneView(visitor, map);
        await zone.ShowAsync();

        await zone.SearchAsync("soudeur");
        await zone.CountsAsync(await SitesWithAsync(visitor, "soudeur"));
        await zone.SearchAsync("");
        await zone.CountsAsync(45);

        // What changes elsewhere changes here, by itself.
        await using var professional = await Staff.OpenAsync(chromium, server, "professional", "/comptoir/edf");
        await SayHoursAsync(professional, zone);
        await professional.GoAsync("/stands/edf");
        await professional.IsLiveAsync();
        await professional.Page.GetByLabel("disponible").CheckAsync();
        await zone.SaysAsync("edf", "1 présent");
        await zone.SaysAsync("edf", "1 disponible");
        await visitor.Page.GetByLabel("Avec un professionnel disponible").CheckAsync();
        await zone.CountsAsync(1);
        await visitor.Page.GetByLabel("Avec un professionnel disponible").UncheckAsync();

        // A talk begins, is told at the forum, opened, and ends.
        await zone.SaysAsync("forum", "prochaine intervention");
        await professional.GoAsync("/forum/ouverture");
        await professional.IsLiveAsync();
        await professional.Button("Commencer").ClickAsync();
        await zone.SaysAsync("forum", "En direct");
        await zone.OpenAsync("forum");
        await zone.IsOpenAsync("forum", "Forum");
        await visitor.Page.Locator(".talk-line a[href='/forum/ouverture']").ClickAsync();
        await Expect(visitor.Page.Locator("#ask")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".zone-map.with-panel")).ToHaveCountAsync(map ? 1 : 0);
        await professional.Button("Terminer").ClickAsync();
        await visitor.GoAsync("/");
        await zone.IsShownAsync();
        await zone.SaysNotAsync("forum", "En direct");

        await professional.GoAsync("/stands/edf");
        await professional.IsLiveAsync();
        await zone.OpenAsync("edf");
        await zone.IsOpenAsync("edf", "EDF");
        await visitor.SayAsync(Question);
        await professional.SeesAsync(Question);
        await ModerateAsync(server, visitor, map);
        await visitor.GoAsync("/stands/ksb");
        await zone.IsOpenAsync("ksb", "KSB");
        await visitor.Page.GoBackAsync();
        await zone.IsOpenAsync("edf", "EDF");
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Uri(server.Address, "/").ToString());
        await zone.IsShownAsync();

        // The choice is remembered, also for who comes by a link.
        await visitor.GoAsync("/stands/airbus-helicopters");
        await zone.IsOpenAsync("airbus-helicopters", "Airbus Helicopters");
        await visitor.AssertUntroubledAsync();
        await professional.AssertUntroubledAsync();
    }

    /// <summary>A moderator with the same view opens the stand, removes a message and brings it back, mutes its author and lifts it.</summary>
    private async Task ModerateAsync(RunningEdge server, Person visitor, bool map)
    {
        await using var moderator = await Staff.OpenAsync(chromium, server, "moderator", "/");
        var zone = new ZoneView(moderator, map);
        await zone.ShowAsync();
        await zone.OpenAsync("edf");
        await zone.IsOpenAsync("edf", "EDF");

        await moderator.Messages(Question).PushAsync("Retirer");
        await Expect(visitor.Messages(Question)).ToHaveCountAsync(0);
        await moderator.Button("Annuler l’action").ClickAsync();
        await visitor.SeesAsync(Question);
        await moderator.Messages(Question).SanctionAsync("Mettre en sourdine", "On s'écoute");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeDisabledAsync();
        await moderator.Button("Annuler l’action").ClickAsync();
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeEnabledAsync();
        await moderator.AssertUntroubledAsync();
    }

    /// <summary>At the desk: tomorrow at eight and at nine; not at eight after all; that undone; all of it withdrawn.</summary>
    private static async Task SayHoursAsync(Person professional, ZoneView zone)
    {
        var desk = professional.Page.GetByLabel("Quand y a-t-il quelqu’un ?");
        await desk.GetByLabel("Jour").SelectOptionAsync("1");
        await desk.GetByRole(AriaRole.Button, new() { Name = "8 h", Exact = true }).ClickAsync();
        await zone.SaysAsync("edf", "à 8\u00a0h");
        await desk.GetByRole(AriaRole.Button, new() { Name = "9 h", Exact = true }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "8 h", Exact = true, Pressed = true }).ClickAsync();
        await zone.SaysAsync("edf", "à 9\u00a0h");
        await Expect(desk.GetByRole(AriaRole.Status)).ToContainTextAsync("à 9\u00a0h");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Annuler" }).ClickAsync();
        await zone.SaysAsync("edf", "à 8\u00a0h");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Tout retirer" }).ClickAsync();
        await zone.SaysNotAsync("edf", "Professionnel");
        await Expect(desk.GetByRole(AriaRole.Status)).ToHaveTextAsync("Aucune heure annoncée.");
    }

    private static async Task<int> SitesWithAsync(Person person, string job)
    {
        var programme = await person.Page.EvaluateAsync<JsonElement>("() => fetch('/api/programme').then((answer) => answer.json())");
        return programme.GetProperty("sites").EnumerateArray()
            .Count(site => site.GetProperty("jobs").EnumerateArray().Any(one => one.GetString() == job));
    }
}
