using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Addresses that lead nowhere, pages of other roles, searches without a result: each says so and shows a way on.</summary>
public sealed class WayBackTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB106] a wrong address and a page of another role look the same, and lead back; a search without result is cleared by one press", Timeout = 120_000)]
    public async Task Nowhere()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/nulle-part");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        foreach (var address in new[] { "/stands/nulle-part", "/forum/nulle-part", "/nulle-part", "/classe", "/moderation", "/organisation", "/organisation/etat" })
        {
            await visitor.GoAsync(address);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Cette page n’existe pas");
        }

        await visitor.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Retour à la zone" }).ClickAsync();
        await Expect(visitor.Page.Locator(".site")).ToHaveCountAsync(45);
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("zzzz");
        await Expect(visitor.Page.Locator(".site")).ToHaveCountAsync(0);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Effacer la recherche" }).ClickAsync();
        await Expect(visitor.Page.Locator(".site")).ToHaveCountAsync(45);
        await visitor.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB107] an organiser chooses stands, talks or the class of whom they invite; the link opens just those", Timeout = 120_000)]
    public async Task Invited_to_what_was_chosen()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var organiser = await Person.OpenAsync(chromium, server.Address, "the organiser", "/invite#" + server.TokenOf("organiser"));
        await organiser.IsInAsync();
        await organiser.GoAsync("/organisation");
        await organiser.Page.GetByLabel("Nom affiché").FillAsync("Sacha Essai");
        var rooms = organiser.Page.GetByRole(AriaRole.Combobox, new() { Name = "Stands et interventions confiés" });
        await rooms.SelectOptionAsync("booth:verrerie");
        await rooms.SelectOptionAsync("booth:ksb");
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "Retirer KSB" }).ClickAsync();
        await organiser.Page.GetByRole(AriaRole.Button, new() { Name = "Créer une invitation" }).ClickAsync();
        var link = await organiser.Page.Locator(".invite-link code").TextContentAsync();
        await organiser.Page.GetByLabel("Rôle").SelectOptionAsync("teacher");
        await Expect(organiser.Page.GetByRole(AriaRole.Combobox, new() { Name = "Classe" }).Locator("option")).Not.ToHaveCountAsync(1);

        await using var invited = await Person.OpenAsync(chromium, server.Address, "the invited", "/invite" + new Uri(link!).Fragment);
        await invited.IsInAsync();
        await invited.GoAsync("/comptoir");
        await Expect(invited.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Comptoir : Verrerie");
        await Expect(invited.Page.Locator("header.place").GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
        await organiser.AssertUntroubledAsync();
        await invited.AssertUntroubledAsync();
    }
}
