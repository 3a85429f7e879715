using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The visitor's way through the main screens with an English page, beside a moderator whose page is French.</summary>
public sealed class EnglishTests(Chromium chromium)
{
    private const string Question = "Which training leads to this work?";

    [Fact(DisplayName = "[WB7] [WB8] [WB20] [WB21] [WB28] [WB150] an English visitor chats, asks and sees it answered, reads held, slow, paused and muted in English, and finds a welder", Timeout = 120_000)]
    public async Task A_visit_in_english()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(
            chromium, server.Address, "the visitor", "/stands/edf", "en-GB", before: "localStorage.setItem('halle.language', 'en')");
        await visitor.Page.GetByLabel("Pseudonym").FillAsync("Robin Trial");
        await visitor.Page.GetByLabel("Pseudonym").PressAsync("Enter");
        await visitor.IsLiveAsync();
        await using var moderator = await Staff.OpenAsync(chromium, server, "moderator", "/stands/edf");

        await AtTheBoothAsync(visitor, moderator);
        await AtTheTalkAsync(visitor, moderator);
        await InTheZoneAsync(visitor);

        await visitor.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }

    private static async Task AtTheBoothAsync(Person visitor, Person moderator)
    {
        var box = visitor.Page.GetByLabel("Your message");
        var chat = visitor.Page.Locator(".chat");
        var notice = chat.Locator(".composer .notice");
        await SayAsync(visitor, "Hello from Leeds");
        await moderator.SeesAsync("Hello from Leeds");
        await moderator.SayAsync("Bienvenue");
        await visitor.SeesAsync("Bienvenue");

        await SayAsync(visitor, "call me: 06 12 34 56 78");
        await Expect(chat.Locator(".message[data-state=held]")).ToContainTextAsync("Waiting for review by a moderator");
        await moderator.SetModeAsync("slow");
        await Expect(chat).ToContainTextAsync("Slow mode: one message every 10 s.");
        await moderator.SetModeAsync("paused");
        await Expect(notice).ToContainTextAsync("The chat is paused.");
        await Expect(box).ToBeDisabledAsync();
        await moderator.SetModeAsync("open");
        await Expect(box).ToBeEnabledAsync();

        var message = moderator.Messages("Hello from Leeds");
        await message.PushAsync("Modérer Robin Trial");
        await message.GetByLabel("Motif").FillAsync("Décision de la modération");
        await message.PushAsync("Confirmer");
        await Expect(notice).ToContainTextAsync("You are muted until ");
        await Expect(notice).ToContainTextAsync("Reason: Decided by the moderators");
        await moderator.Button("Annuler l’action").ClickAsync();
        await Expect(box).ToBeEnabledAsync();
    }

    private static async Task AtTheTalkAsync(Person visitor, Person moderator)
    {
        await Task.WhenAll(visitor.GoAsync("/forum/ouverture"), moderator.GoAsync("/forum/ouverture"));
        await Task.WhenAll(visitor.IsLiveAsync(), moderator.IsLiveAsync());
        await visitor.Page.GetByLabel("Your question").FillAsync(Question);
        await visitor.Button("Ask a question").ClickAsync();
        await Expect(visitor.Page.Locator("li.question[data-state=pending]")).ToContainTextAsync("pending");

        await moderator.Question(Question).PushAsync("Approuver");
        await Expect(visitor.Question(Question)).ToContainTextAsync("approved");
        await moderator.Question(Question).PushAsync("Mettre à l’antenne");
        await Expect(visitor.Question(Question)).ToContainTextAsync("on air");
        await moderator.Question(Question).PushAsync("Marquer répondue");
        await Expect(visitor.Question(Question)).ToContainTextAsync("answered");
    }

    private static async Task InTheZoneAsync(Person visitor)
    {
        await visitor.GoAsync("/zone");
        await visitor.Page.GetByPlaceholder("Search a site, a sector, a job").FillAsync("welder");
        await visitor.Page.Locator(".site a[href='/stands/reparation-navale']").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.List, new() { Name = "Jobs" })).ToContainTextAsync("welder");
    }

    private static async Task SayAsync(Person person, string text)
    {
        await person.Page.GetByLabel("Your message").FillAsync(text);
        await person.Page.GetByLabel("Your message").PressAsync("Enter");
    }
}
