using Halle.EndToEnd.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>
/// No serious fault by axe-core in what is on the screen for a while only, and none by telephone. Each language and each theme once: a fault hangs on one of the two, and the
/// pages themselves are looked at in all four.
/// </summary>
public sealed class AccessibleStatesTests(Chromium chromium, SharedEdge shared)
{
    private const string Booth = "/stands/centre-information";
    private const string Announced = "Le forum a commencé";

    [Theory(DisplayName = "[WB25] axe-core finds nothing serious or critical in a live talk with a question on air and an open poll, in forms that open, and by telephone", Timeout = 120_000)]
    [InlineData("fr", "light", "/forum/femmes-et-industrie")]
    [InlineData("en", "dark", "/forum/energie-2050")]
    public async Task What_shows_for_a_while_has_no_serious_fault(string language, string theme, string talk)
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var organiser = await Staff.OpenAsync(chromium, server, "organiser", "/organisation");
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "a visitor by telephone", talk, phone: true);
        await visitor.EnterAsVisitorAsync("Alix Audit");
        await visitor.IsLiveAsync();
        await BeginAsync(organiser, visitor, talk);
        await organiser.ChooseAsync(language, theme);
        await visitor.ChooseAsync(language, theme);

        List<string> faults =
        [
            .. await WithFormsAsync(organiser, talk, english: language == "en"),
            .. await organiser.FaultsAtAsync("/mur/talk/" + talk.Split('/')[^1], "[data-poll]"),
            .. await visitor.FaultsAtAsync(talk, ".warning"),
            .. await AtTheBoothAsync(organiser, visitor, talk, english: language == "en"),
            .. await InTheZoneAsync(visitor),
        ];
        await organiser.Page.SetViewportSizeAsync(Person.Phone.Width, Person.Phone.Height);
        faults.AddRange(await organiser.FaultsAtAsync("/moderation", ".case"));
        faults.AddRange(await organiser.FaultsAtAsync("/organisation", ".invited li"));
        Assert.Equal(language, await organiser.Page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.Equal(language, await visitor.Page.EvaluateAsync<string>("() => document.documentElement.lang"));

        await EndAsync(organiser, talk);
        await organiser.AssertUntroubledAsync();
        await visitor.AssertUntroubledAsync();
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>Something is announced; at the talk a question is on air, two wait, and a poll is open.</summary>
    private static async Task BeginAsync(Person organiser, Person visitor, string talk)
    {
        await organiser.Page.GetByLabel("Texte de l’annonce").FillAsync(Announced);
        await organiser.Page.GetByLabel("Important").CheckAsync();
        await organiser.Button("Annoncer à tous").ClickAsync();
        await organiser.GoAsync(talk);
        await organiser.Button("Commencer").ClickAsync();
        await organiser.AskAsync("Par quoi commence-t-on ?");
        await organiser.Question("Par quoi").PushAsync("Mettre à l’antenne");
        await organiser.Page.GetByText("Nouveau sondage").ClickAsync();
        await organiser.Page.GetByLabel("Question du sondage").FillAsync("Votre premier métier ?");
        await organiser.Page.GetByLabel("Réponses, une par ligne").FillAsync("Soudeuse\nAutomaticien");
        await organiser.Button("Créer").ClickAsync();
        await organiser.Button("Ouvrir").ClickAsync();
        await visitor.AskAsync("On travaille la nuit ?");
        await visitor.AskAsync("Et le week-end ?");
        await visitor.Page.Locator("[data-poll] input").First.CheckAsync();
        await visitor.Page.Locator(".question button[aria-pressed]").First.ClickAsync();
    }

    /// <summary>Refusal, merge and sanction with their forms open, and a new poll's; the sanction is then given, as a warning.</summary>
    private static async Task<List<string>> WithFormsAsync(Person organiser, string talk, bool english)
    {
        await organiser.GoAsync(talk);
        var weekend = organiser.Question("week-end");
        await organiser.Question("la nuit").PushAsync(english ? "Reject" : "Refuser");
        await weekend.PushAsync(english ? "Merge" : "Fusionner");
        await weekend.Locator("button[aria-expanded=false]").ClickAsync();
        await organiser.Page.Locator("details summary").ClickAsync();
        await Expect(organiser.Page.Locator("form.inset")).ToHaveCountAsync(3);
        var faults = await organiser.FaultsAsync(talk + " with forms");

        var kinds = weekend.Locator("form.inset", new() { Has = organiser.Page.Locator("[name=kind]") });
        await kinds.Locator("[name=kind]").First.CheckAsync();
        await kinds.Locator("input[required]").FillAsync("Une question à la fois");
        await kinds.Locator("button[type=submit]").ClickAsync();
        await Expect(kinds).ToHaveCountAsync(0);
        return faults;
    }

    /// <summary>Answering one message and reporting it, by telephone; then the sanction's form at a message, beside what waits.</summary>
    private static async Task<List<string>> AtTheBoothAsync(Person organiser, Person visitor, string talk, bool english)
    {
        await Task.WhenAll(organiser.GoAsync(Booth), visitor.GoAsync(Booth));
        var (welcome, hello) = ("Bienvenue de " + talk, "Bonjour de " + talk);
        await WriteAsync(organiser, welcome);
        await WriteAsync(visitor, hello);
        var message = visitor.Messages(welcome);
        await message.PushAsync(english ? "Reply" : "Répondre");
        await message.PushAsync(english ? "Report" : "Signaler");
        await visitor.Page.Locator(".toast").WaitForAsync();
        var faults = await visitor.FaultsAsync(Booth + " answering and reporting");

        await organiser.Page.Locator("[data-case=reported]").First.WaitForAsync();
        await organiser.Messages(hello).Locator("button[aria-expanded=false]").ClickAsync();
        await organiser.Messages(hello).Locator("form.inset").WaitForAsync();
        faults.AddRange(await organiser.FaultsAsync(Booth + " sanctioning"));
        return faults;
    }

    private static async Task<List<string>> InTheZoneAsync(Person visitor)
    {
        var faults = await visitor.FaultsAtAsync("/zone", ".site");
        await visitor.ChooseMapAsync();
        faults.AddRange(await visitor.FaultsAtAsync("/", ".map-label", map: true));
        await visitor.Page.Locator("button[data-site=capitainerie]").PressAsync("Enter");
        await visitor.Page.Locator(".zone-panel .chat").WaitForAsync();
        faults.AddRange(await visitor.FaultsAsync("/stands/capitainerie over the map"));
        return faults;
    }

    private static async Task EndAsync(Person organiser, string talk)
    {
        await organiser.GoAsync(talk);
        await organiser.Page.Locator(".stage[data-state=live] .actions button").ClickAsync();
        await organiser.Page.Locator(".stage[data-state=ended]").WaitForAsync();
        var announced = organiser.Page.Locator(".event-bar .announcement", new() { HasText = Announced });
        await announced.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(announced).ToHaveCountAsync(0);
    }

    private static async Task WriteAsync(Person person, string text)
    {
        var box = person.Page.Locator(".chat .composer textarea");
        await box.FillAsync(text);
        await box.PressAsync("Enter");
        await person.SeesAsync(text);
    }
}
