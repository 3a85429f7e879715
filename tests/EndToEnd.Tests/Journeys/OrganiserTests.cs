using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What organisers do for everybody and for any booth.</summary>
public sealed class OrganiserTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB142] [WB143] every announcement is read, and withdrawn by an organiser; an organiser says when somebody is at a booth", Timeout = 120_000)]
    public async Task Announcements_and_hours()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var organiser = await Staff.OpenAsync(chromium, server, "organiser", "/organisation");
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/verrerie");
        await visitor.EnterAsVisitorAsync("Alix Essai");

        foreach (var number in Enumerable.Range(1, 4))
        {
            await organiser.Page.GetByLabel("Texte de l’annonce").FillAsync($"Annonce {number}");
            await organiser.Button("Annoncer à tous").ClickAsync();
            await Expect(organiser.Page.Locator(".announced li")).ToHaveCountAsync(number);
        }

        await Expect(visitor.Page.Locator(".event-bar .announcement")).ToHaveTextAsync(["Annonce 4", "Annonce 3", "Annonce 2"]);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Toutes les annonces (4)" }).ClickAsync();
        await Expect(visitor.Page.Locator(".announced li > span")).ToHaveTextAsync(["Annonce 4", "Annonce 3", "Annonce 2", "Annonce 1"]);
        await Expect(visitor.Page.Locator(".announced").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        await organiser.Page.Locator(".announced li").Last.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visitor.Page.Locator(".announced li > span")).ToHaveTextAsync(["Annonce 4", "Annonce 3", "Annonce 2"]);

        await visitor.GoAsync("/stands/verrerie");
        await visitor.IsLiveAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Professionnels" })).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".hours")).ToHaveCountAsync(0);
        await organiser.GoAsync("/stands/verrerie");
        await organiser.IsLiveAsync();
        var hours = organiser.Page.Locator(".hours");
        await hours.GetByLabel("Jour").SelectOptionAsync("1");
        var half = hours.Locator(".half-hours button").First;
        var before = await half.GetAttributeAsync("aria-pressed");
        await half.ClickAsync();
        await Expect(half).ToHaveAttributeAsync("aria-pressed", before == "true" ? "false" : "true");
        await organiser.AssertUntroubledAsync();
        await visitor.AssertUntroubledAsync();
    }
}
