using System.Collections.Immutable;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What a hostile visitor writes is text and nothing else, to everybody and everywhere it is shown.</summary>
public sealed class HostileTextTests(Chromium chromium)
{
    /// <summary>The texts are many and the test is about the screen: nobody here is slowed down.</summary>
    private static readonly ImmutableDictionary<string, string> Unpaced = ImmutableDictionary<string, string>.Empty
        .Add("Halle__Live__Limits__Speak__Burst", "200").Add("Halle__Live__Limits__Speak__Tokens", "200");

    [Fact(DisplayName = "[WB24] no message, question or name executes: all are shown literally", Timeout = 240_000)]
    public async Task Hostile_texts_are_shown_literally()
    {
        await using var server = await RunningEdge.StartAsync(new RunningEdgeOptions { Settings = Unpaced }, TestContext.Current.CancellationToken);
        await using var moderator = await Person.OpenAsync(
            chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"));
        await moderator.IsInAsync();
        await moderator.GoAsync("/stands/edf");
        await moderator.IsLiveAsync();
        await using var writer = await Person.OpenAsync(chromium, server.Address, "the hostile visitor", "/stands/edf");
        await writer.EnterAsVisitorAsync("Testeur Essai");
        await writer.IsLiveAsync();
        foreach (var text in HostileTexts.All)
        {
            await writer.SayAsync(text);
        }

        foreach (var person in (Person[])[writer, moderator])
        {
            await Expect(person.Page.Locator(".chat .message[data-seq]"))
                .ToHaveCountAsync(HostileTexts.All.Count, new() { Timeout = 30_000 });
            Assert.Equal(HostileTexts.All, await person.Page.Locator(".chat .message[data-seq] p.text").AllInnerTextsAsync());
            Assert.Equal(0, await person.Page.Locator(".chat :is(script, img, svg, iframe, object, style, link, base, form:not(.composer), details)").CountAsync());
            Assert.Equal(0, await person.Page.Locator(".chat .message p.text *").CountAsync());
        }

        await moderator.GoAsync("/forum");
        await moderator.Page.Locator("main a[href^='/forum/']").First.ClickAsync();
        foreach (var text in HostileTexts.All.Take(4))
        {
            await moderator.AskAsync(text);
            await Expect(moderator.Question(text).First).ToBeVisibleAsync();
        }

        Assert.Equal(0, await moderator.Page.Locator("li.question p.text *").CountAsync());
        await writer.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }

    [Theory(DisplayName = "[WB24] [SI8] a hostile name is refused in words, and does nothing")]
    [InlineData("<script>window.__pwned=1</script>")]
    [InlineData("<img src=x onerror=window.__pwned=1>")]
    [InlineData("Modérateur")]
    [InlineData("Аdmin")]
    public async Task Hostile_names_are_refused(string name)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the hostile visitor");
        visitor.ConnectionMayFail = true; // The browser logs every answer 400 as "failed to load".
        await visitor.Page.GetByLabel("Pseudonyme").FillAsync(name);
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Entrer comme visiteur" }).ClickAsync();

        await Expect(visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("header .who")).ToHaveCountAsync(0);
        await visitor.AssertUntroubledAsync();
    }
}
