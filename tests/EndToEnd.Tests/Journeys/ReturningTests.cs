using Halle.EndToEnd.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Going out and coming in again at one browser.</summary>
public sealed class ReturningTests(Chromium chromium, SharedEdge shared)
{
    [Fact(DisplayName = "[SI91] a muted visitor who leaves and comes in under another name reads why and until when, and cannot write", Timeout = 120_000)]
    public async Task A_mute_is_not_shed_at_the_door()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/plasturgie");
        await visitor.EnterAsVisitorAsync("Alix Bruyant");
        await visitor.IsLiveAsync();
        await using var moderator = await Person.OpenAsync(chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"));
        await moderator.IsInAsync();
        await moderator.GoAsync("/stands/plasturgie");
        await moderator.IsLiveAsync();
        await visitor.SayAsync("Je coupe la parole.");
        await moderator.SeesAsync("Je coupe la parole.");
        var message = moderator.Messages("Je coupe la parole.");
        await message.PushAsync("Modérer Alix Bruyant");
        await message.GetByLabel("Minutes").FillAsync("30");
        await message.GetByLabel("Motif").FillAsync("Un peu de calme");
        await message.PushAsync("Confirmer");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeDisabledAsync();

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Quitter" }).ClickAsync();
        await visitor.EnterAsVisitorAsync("Sacha Nouveau");
        await visitor.GoAsync("/stands/plasturgie");
        await visitor.IsLiveAsync();

        await Expect(visitor.Page.Locator(".chat .composer .notice")).ToContainTextAsync("Un peu de calme");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeDisabledAsync();
        await visitor.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }
}
