using Halle.EndToEnd.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Films and documents of a site, in place.</summary>
public sealed class MediaTests(Chromium chromium, SharedEdge shared)
{
    [Fact(DisplayName = "[ME5] a film plays in place with captions, also as a playlist and as sound alone; a document opens; a link shows its host", Timeout = 120_000)]
    public async Task Films_documents_and_links()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/centre-information");
        await visitor.EnterAsVisitorAsync("Alix Film");
        var shelf = visitor.Page.Locator(".media");
        var video = visitor.Page.Locator("video");

        await shelf.GetByRole(AriaRole.Button, new() { Name = "La zone en une minute Vidéo" }).ClickAsync();
        await PlaysAsync(video);
        await Expect(video.Locator("track")).ToHaveCountAsync(2);
        Assert.Equal("fr", await video.EvaluateAsync<string>("v => [...v.textTracks].find((one) => one.mode === 'showing').language"));

        await shelf.GetByRole(AriaRole.Button, new() { Name = "débit adapté" }).ClickAsync();
        await PlaysAsync(video);
        await CaptionsShowAsync(video);
        Assert.True(await video.EvaluateAsync<int>("v => v.videoWidth") > 0);
        await visitor.Page.GetByLabel("Le son seul").CheckAsync();
        await Expect(video).ToHaveJSPropertyAsync("videoWidth", 0);
        await PlaysAsync(video);
        await CaptionsShowAsync(video);

        await shelf.GetByRole(AriaRole.Button, new() { Name = "Les métiers du quartier" }).ClickAsync();
        await Expect(visitor.Page.Locator(".opened img")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await visitor.Page.Locator(".opened img").EvaluateAsync<int>("image => image.naturalWidth") > 0);

        await visitor.GoAsync("/stands/edf");
        var link = visitor.Page.Locator("a.medium");
        await Expect(link).ToContainTextAsync("edf.fr");
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow external");
        await visitor.AssertUntroubledAsync();
    }

    /// <summary>Words in French are there to be shown, and shown they are.</summary>
    private static async Task CaptionsShowAsync(ILocator video) => await video.EvaluateAsync(
        "async v => { for (let i = 0; ![...v.textTracks].some((one) => one.mode === 'showing' && one.language === 'fr' && one.cues?.length); i++) { if (i > 100) throw new Error('no captions: ' + [...v.textTracks].map((one) => one.language + ' ' + one.mode)); await new Promise((done) => setTimeout(done, 100)); } }");

    private static async Task PlaysAsync(ILocator video)
    {
        await video.EvaluateAsync("v => v.play()");
        await video.EvaluateAsync(
            "v => new Promise((done, failed) => { setTimeout(() => failed(new Error('it stands at ' + v.currentTime)), 10000); const from = v.currentTime; v.ontimeupdate = () => v.currentTime > from + 0.3 && done(); })");
    }
}
