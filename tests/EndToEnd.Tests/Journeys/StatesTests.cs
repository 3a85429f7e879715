using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What a browser shows when something is in the way: each state has words, and nothing that was written gets lost in it.</summary>
public sealed class StatesTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB28] empty, held, refused, slow, staff only, paused, and a draft that outlives a reload", Timeout = 240_000)]
    public async Task States_of_a_room()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/verrerie");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        await visitor.IsLiveAsync();
        await using var moderator = await Person.OpenAsync(chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"));
        await moderator.IsInAsync();
        await moderator.GoAsync("/stands/verrerie");
        await moderator.IsLiveAsync();
        var chat = visitor.Page.Locator(".chat");
        var notice = visitor.Page.Locator(".chat .composer .notice");

        await Expect(chat).ToContainTextAsync("Pas encore de message");

        await visitor.SayAsync("appelle-moi au 06 12 34 56 78");
        await Expect(chat.Locator(".message[data-state=held]")).ToContainTextAsync("En attente");
        await Expect(moderator.Page.GetByRole(AriaRole.Region, new() { Name = "Modération" }).Locator("[data-held]")).ToContainTextAsync("06 12 34 56 78");

        await visitor.SayAsync("encore");
        await visitor.SayAsync("encore");
        await visitor.SayAsync("encore");
        await Expect(chat.Locator(".message[data-state=refused]")).ToContainTextAsync("vous venez de l’écrire", new() { Timeout = 30_000 });
        await chat.Locator(".message[data-state=refused]").GetByRole(AriaRole.Button).Last.ClickAsync();
        await Expect(chat.Locator(".message[data-state=refused]")).ToHaveCountAsync(0);

        await moderator.SetModeAsync("slow");
        await visitor.Page.GetByLabel("Votre message").FillAsync("doucement");
        await Expect(chat.GetByRole(AriaRole.Button, new() { Name = "Envoyer", Exact = true })).ToBeEnabledAsync(new() { Timeout = 20_000 });
        await visitor.SayAsync("doucement");
        await visitor.SeesAsync("doucement");
        await Expect(chat.GetByRole(AriaRole.Timer)).ToContainTextAsync("Mode lent : encore");
        await moderator.SetModeAsync("staffOnly");
        await Expect(notice).ToContainTextAsync("Seule l’équipe peut écrire");
        await moderator.SetModeAsync("paused");
        await Expect(notice).ToContainTextAsync("La discussion est en pause");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeDisabledAsync();
        await moderator.SetModeAsync("open");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeEnabledAsync();

        await chat.Locator(".message").Filter(new() { HasText = "doucement" }).GetByRole(AriaRole.Button, new() { Name = "Répondre" }).First.ClickAsync();
        await visitor.Page.GetByLabel("Votre message").FillAsync("un brouillon");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.GetByLabel("Votre message")).ToHaveValueAsync("un brouillon");
        await Expect(chat.Locator(".composer .quote")).ToContainTextAsync("En réponse à Alix Essai");

        await visitor.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB28] a talk that has not begun and one that is over; offline, with what was written or asked kept and sent once afterwards", Timeout = 240_000)]
    public async Task States_of_a_talk_and_of_the_line()
    {
        var data = Directory.CreateTempSubdirectory("halle-states-");
        var options = new RunningEdgeOptions { DataFolder = data.FullName, Port = RunningEdge.FreePort() };
        await using var server = await RunningEdge.StartAsync(options, TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/forum/ouverture");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        await visitor.IsLiveAsync();
        await using var moderator = await Person.OpenAsync(chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"));
        await moderator.IsInAsync();
        await moderator.GoAsync("/forum/ouverture");
        await moderator.IsLiveAsync();
        var notice = visitor.Page.Locator(".chat .composer .notice");

        await Expect(notice).ToContainTextAsync("n’a pas encore commencé");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Commencer", Exact = true }).ClickAsync();
        await Expect(notice).ToHaveCountAsync(0);
        await visitor.SayAsync("Enfin !");
        await visitor.SeesAsync("Enfin !");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Terminer", Exact = true }).ClickAsync();
        await Expect(notice).ToContainTextAsync("L’intervention est terminée");
        await moderator.AssertUntroubledAsync();

        await visitor.GoAsync("/stands/edf");
        await visitor.IsLiveAsync();
        await visitor.Page.GetByLabel("Votre message").WaitForAsync();
        await using var asker = await Person.OpenAsync(chromium, server.Address, "the asker", "/forum/femmes-et-industrie");
        await asker.EnterAsVisitorAsync("Basile Essai");
        await asker.IsLiveAsync();
        await asker.Page.GetByLabel("Votre question").WaitForAsync();
        visitor.ConnectionMayFail = moderator.ConnectionMayFail = asker.ConnectionMayFail = true;
        await visitor.Page.Context.SetOfflineAsync(true);
        await server.KillAsync();
        await Expect(visitor.Page.Locator(".connection.shown")).ToHaveAttributeAsync("data-live", "offline");
        await Expect(visitor.Page.Locator(".connection.shown")).ToContainTextAsync("Vous êtes hors ligne. Ce que vous écrivez est gardé.");
        await visitor.SayAsync("Écrit hors ligne");
        await Expect(visitor.Page.Locator(".message[data-state=unsent]")).ToContainTextAsync("Pas encore envoyé");
        await Expect(asker.Page.Locator(".connection.shown")).ToBeVisibleAsync();
        await asker.AskAsync("Demandé pendant la panne ?");
        await Expect(asker.Page.Locator(".message[data-state=unsent]")).ToContainTextAsync("Demandé pendant la panne ?");

        await using var again = await RunningEdge.StartAsync(options, TestContext.Current.CancellationToken);
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.IsLiveAsync();
        await visitor.SeesAsync("Écrit hors ligne");
        await Expect(asker.Page.Locator("li.question[data-state=pending]")).ToContainTextAsync("Demandé pendant la panne ?", new() { Timeout = 40_000 });
        await Expect(asker.Page.Locator(".message[data-state=unsent]")).ToHaveCountAsync(0);
        await asker.Page.ReloadAsync();
        await Expect(asker.Page.Locator("li.question")).ToHaveCountAsync(1);
        await visitor.AssertUntroubledAsync();
        await again.KillAsync();
        data.Delete(recursive: true);
    }
}
