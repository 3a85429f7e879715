using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The whole journey of an event day with keys alone: no mouse is moved in this file.</summary>
public sealed class KeyboardTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB48] sign in, chat, question, approval, on air, answer, mute and a guided class, by keyboard alone", Timeout = 240_000)]
    public async Task The_whole_journey_by_keyboard()
    {
        const string question = "Peut-on commencer sans diplôme ?";
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor");
        await visitor.TypeIntoAsync(visitor.Page.GetByLabel("Pseudonyme"), "Alix Essai", then: "Enter");
        await visitor.IsInAsync();
        await visitor.TypeIntoAsync(visitor.Page.GetByLabel("Chercher un site"), "EDF");
        await visitor.PressOnAsync(visitor.Page.Locator(".site a"));
        await visitor.IsLiveAsync();
        await visitor.TypeIntoAsync(visitor.Page.GetByLabel("Votre message"), "Bonjour, comment devient-on technicien ?", then: "Enter");
        await visitor.SeesAsync("Bonjour, comment devient-on technicien ?");

        await using var professional = await InvitedAsync(server, "professional");
        await professional.PressOnAsync(professional.Link("Mon comptoir"));
        await professional.TabToAsync(professional.Page.GetByLabel("pas au stand"));
        await professional.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(visitor.Page.GetByLabel("Professionnels").Locator(".badge.good")).ToBeVisibleAsync();
        await professional.TypeIntoAsync(professional.Page.GetByLabel("Répondre à Alix Essai"), "Par l'alternance, le plus souvent.", then: "Enter");
        await visitor.SeesAsync("Par l'alternance, le plus souvent.");
        await Expect(professional.Page.GetByText("Tout le monde a sa réponse.")).ToBeVisibleAsync();

        await visitor.PressOnAsync(visitor.Link("Forum"));
        await visitor.PressOnAsync(visitor.Page.Locator(".talk-line a").First);
        await visitor.TypeIntoAsync(visitor.Page.GetByLabel("Votre question"), question);
        await visitor.PressOnAsync(visitor.Button("Poser une question"));
        await using var moderator = await InvitedAsync(server, "moderator");
        await moderator.PressOnAsync(moderator.Link("Modération"));
        await Expect(moderator.Page.Locator(".case[data-case=question]")).ToContainTextAsync(question, new() { Timeout = 20_000 });
        await moderator.Page.Keyboard.PressAsync("j");
        await moderator.Page.Keyboard.PressAsync("a");
        await visitor.SeesQuestionAsync(question, "approved");

        await professional.PressOnAsync(professional.Link("Forum"));
        await professional.PressOnAsync(professional.Page.Locator(".talk-line a").First);
        await professional.PressOnAsync(professional.Button("Commencer"));
        await Expect(professional.Page.Locator(".stage[data-state=live]")).ToBeVisibleAsync();
        await professional.PressOnAsync(professional.Button("Mettre à l’antenne"));
        await Expect(visitor.Page.Locator(".on-air")).ToContainTextAsync(question);
        await professional.PressOnAsync(professional.Button("Marquer répondue"));
        await visitor.SeesQuestionAsync(question, "answered");

        await visitor.TypeIntoAsync(visitor.Page.GetByLabel("Votre message"), "Voyez https://exemple.test/offre", then: "Enter");
        await moderator.Page.Locator(".case[data-case=held]").WaitForAsync();
        await moderator.Page.Keyboard.PressAsync("j");
        await moderator.Page.Keyboard.PressAsync("m");
        await Expect(visitor.Page.Locator(".chat .composer .notice")).ToContainTextAsync("Décision de la modération");
        await moderator.Page.Keyboard.PressAsync("r");
        await Expect(moderator.Page.Locator(".case")).ToHaveCountAsync(0);

        await using var teacher = await InvitedAsync(server, "teacher");
        await teacher.PressOnAsync(teacher.Link("Ma classe"));
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.TypeIntoAsync(pupil.Page.GetByLabel("Code de la classe"), server.ClassCode!, then: "Enter");
        await pupil.IsInAsync();
        await teacher.TabToAsync(teacher.Page.GetByLabel("Destination"));
        await teacher.Page.Keyboard.TypeAsync("KSB");
        await teacher.PressOnAsync(teacher.Button("Suivez-moi"));
        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("KSB");

        foreach (var person in new[] { visitor, professional, moderator, teacher, pupil })
        {
            await person.AssertUntroubledAsync();
        }
    }

    [Fact(DisplayName = "[WB45] a moderator's keys do nothing while a reason is typed, and are shown by ?", Timeout = 120_000)]
    public async Task Keys_never_fire_while_typing()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/edf");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        await visitor.SayAsync("Voyez https://exemple.test/offre");
        await using var moderator = await InvitedAsync(server, "moderator");
        await moderator.GoAsync("/stands/edf");
        var held = moderator.Page.Locator(".case[data-case=held]");
        await held.WaitForAsync();

        await moderator.Page.GetByLabel("Votre message").FocusAsync();
        await moderator.Page.Keyboard.TypeAsync("jarhmlo?");
        await Expect(moderator.Page.GetByLabel("Votre message")).ToHaveValueAsync("jarhmlo?");
        await Expect(held).ToHaveCountAsync(1);
        await Expect(moderator.Page.Locator(".shortcuts")).ToHaveCountAsync(0);

        await moderator.Page.EvaluateAsync("() => document.activeElement.blur()");
        await moderator.Page.Keyboard.PressAsync("?");
        await Expect(moderator.Page.Locator(".shortcuts kbd")).ToHaveCountAsync(10);
        await moderator.Page.Keyboard.PressAsync("a");
        await Expect(held).ToHaveCountAsync(0);
        await moderator.Page.Keyboard.PressAsync("z");
        await Expect(held).ToHaveCountAsync(1);

        // Who has worked with the keys and writes now keeps the focus when the next case comes.
        await moderator.Page.Keyboard.PressAsync("a");
        await Expect(held).ToHaveCountAsync(0);
        await moderator.Page.GetByLabel("Votre message").FillAsync("am");
        await visitor.SayAsync("Et aussi https://exemple.test/stage");
        await held.WaitForAsync();
        await moderator.Page.Keyboard.TypeAsync("arm");
        await Expect(moderator.Page.GetByLabel("Votre message")).ToHaveValueAsync("amarm");
        await Expect(held).ToHaveCountAsync(1);
        await moderator.AssertUntroubledAsync();
    }

    private async Task<Person> InvitedAsync(RunningEdge server, string role)
    {
        var person = await Person.OpenAsync(chromium, server.Address, "the " + role, "/invite#" + server.TokenOf(role));
        await person.IsInAsync();
        await person.IsLiveAsync();
        return person;
    }
}
