using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The picture of the README is taken from the running program. It is rewritten only when HALLE_SCREENSHOT names its file.</summary>
public sealed class ScreenshotTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB26] a lively booth looks like the picture in the README", Timeout = 180_000)]
    public async Task A_lively_booth()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var professional = await Person.OpenAsync(
            chromium, server.Address, "the professional", "/invite#" + server.TokenOf("professional"));
        await professional.IsInAsync();
        await professional.GoAsync("/stands/edf");
        await professional.IsLiveAsync();
        await professional.Page.GetByLabel("disponible").CheckAsync();
        await using var ana = await VisitorAsync(server, "Ana Essai");
        await using var basile = await VisitorAsync(server, "Basile Essai");
        await using var eva = await VisitorAsync(server, "Eva Essai");

        (Person Who, string Text)[] conversation =
        [
            (ana, "Bonjour ! On peut poser des questions ici, même en visite libre ?"),
            (professional, "Bonjour Ana. Oui, tout le monde peut écrire, et je réponds à chacun."),
            (basile, "Comment devient-on technicien, en général ?"),
            (professional, "Souvent par l'alternance : on apprend en classe et sur le terrain."),
            (eva, "Vous revenez quand ?"),
            (professional, "Je suis là jusqu'à midi, puis au forum de vendredi."),
            (ana, "Merci, je repasse cet après-midi avec ma classe !"),
        ];
        foreach (var (who, text) in conversation)
        {
            await who.SayAsync(text);
            await ana.SeesAsync(text);
        }

        await Expect(ana.Page.Locator("article header")).ToContainTextAsync("4 présents", new() { Timeout = 20_000 });
        await Expect(ana.Page.GetByLabel("Professionnels").Locator(".badge.good")).ToBeVisibleAsync();
        await ana.Page.SetViewportSizeAsync(1280, 940);
        await ana.Page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); }");
        var picture = await ana.Page.ScreenshotAsync(new() { Type = ScreenshotType.Png });
        Assert.True(picture.Length > 20_000, "The picture is nearly empty.");
        if (Environment.GetEnvironmentVariable("HALLE_SCREENSHOT") is { Length: > 0 } file)
        {
            await File.WriteAllBytesAsync(file, picture, TestContext.Current.CancellationToken);
        }

        await ana.AssertUntroubledAsync();
    }

    private async Task<Person> VisitorAsync(RunningEdge server, string name)
    {
        var person = await Person.OpenAsync(chromium, server.Address, name, "/stands/edf");
        await person.EnterAsVisitorAsync(name);
        await person.IsLiveAsync();
        return person;
    }
}
