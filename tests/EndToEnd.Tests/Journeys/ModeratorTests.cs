using System.Text.RegularExpressions;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What those who keep order do through the page, and what everybody else then reads, in French and in English.</summary>
public sealed class ModeratorTests(Chromium chromium)
{
    private const string Talk = "/forum/ouverture";
    private const string Booth = "/stands/edf";

    [Fact(DisplayName = "[WB131] [WB132] [WB133] [WB134] [WB135] [WB136] held, released, refused, merged, undone, warned, muted, banned, paused, announced: on everybody's screen", Timeout = 120_000)]
    public async Task A_moderators_day()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        // Two at a time: six first pages at once are more than two cores draw in a wait's time.
        var visitors = await Task.WhenAll(VisitorAsync(server, "Alix Essai", "fr"), VisitorAsync(server, "Robin Trial", "en"));
        var watching = await Task.WhenAll(
            Staff.OpenAsync(chromium, server, "moderator", Talk), Staff.OpenAsync(chromium, server, "organiser", "/organisation"));
        var inClass = await Task.WhenAll(Staff.OpenAsync(chromium, server, "teacher", "/classe"), PupilAsync(server));
        Person[] come = [.. visitors, .. watching, .. inClass];
        var (alix, robin, moderator, organiser, teacher, pupil) = (come[0], come[1], come[2], come[3], come[4], come[5]);
        try
        {
            await moderator.Button("Commencer").ClickAsync();
            await HoldAndReleaseAsync(moderator, alix, robin);
            await RefuseAndMergeAsync(moderator, alix, robin);
            await WarnAtAQuestionAsync(moderator, alix, robin);
            await WarnInClassAsync(teacher, pupil);
            await WarnAndMuteEverywhereAsync(moderator, alix, robin);
            await BanAsync(moderator, organiser, robin);
            await PauseAndAnnounceAsync(organiser, alix, robin, pupil);
            await Task.WhenAll(come.Select(person => person.AssertUntroubledAsync()));
        }
        finally
        {
            await Task.WhenAll(come.Select(person => person.DisposeAsync().AsTask()));
        }
    }

    private static async Task HoldAndReleaseAsync(Person moderator, Person alix, Person robin)
    {
        await moderator.SetModeAsync("preModerated");
        await Expect(robin.Page.Locator(".chat")).ToContainTextAsync("Messages are read before they are published.");
        await alix.SayAsync("Bonjour de Lyon");
        await SayInEnglishAsync(robin, "Hello from Leeds");
        await Expect(alix.Page.Locator(".message[data-state=held]")).ToContainTextAsync("En attente");
        await Expect(robin.Page.Locator(".message[data-state=held]")).ToContainTextAsync("Waiting for review by a moderator");

        var held = moderator.Panel().Locator("[data-held]");
        await held.Filter(new() { HasText = "Bonjour de Lyon" }).PushAsync("Publier");
        await robin.SeesAsync("Bonjour de Lyon");
        await moderator.Button("Annuler l’action").ClickAsync();
        await Expect(robin.Messages("Bonjour de Lyon")).ToHaveCountAsync(0);
        await held.Filter(new() { HasText = "Bonjour de Lyon" }).PushAsync("Publier");
        await robin.SeesAsync("Bonjour de Lyon");
        await held.Filter(new() { HasText = "Hello from Leeds" }).PushAsync("Retirer");
        await Expect(robin.Page.Locator(".message[data-state=held]")).ToHaveCountAsync(0);

        await moderator.SetModeAsync("slow");
        await Expect(robin.Page.Locator(".chat")).ToContainTextAsync("Slow mode: one message every 10 s.");
        await moderator.SetModeAsync("paused");
        await Expect(robin.Page.Locator(".chat .composer .notice")).ToContainTextAsync("The chat is paused.");
        await moderator.SetModeAsync("open");
    }

    private static async Task RefuseAndMergeAsync(Person moderator, Person alix, Person robin)
    {
        await alix.AskAsync("Où apprend-on à souder ?");
        await robin.Page.GetByLabel("Your question").FillAsync("Is lunch free?");
        await robin.Button("Ask a question").ClickAsync();
        await Expect(robin.Page.Locator("li.question[data-state=pending]")).ToHaveCountAsync(1);
        await alix.AskAsync("Et où apprend-on la soudure ?");

        var refused = robin.Page.Locator("li.question[data-state=rejected]");
        var lunch = moderator.Panel().Locator(".case").Filter(new() { HasText = "Is lunch free?" });
        await lunch.PushAsync("Refuser");
        await lunch.PushAsync("Hors sujet");
        await Expect(refused).ToContainTextAsync("rejected");
        await Expect(refused).ToContainTextAsync("Off topic");
        await moderator.Button("Annuler l’action").ClickAsync();
        await Expect(refused).ToHaveCountAsync(0);
        await lunch.PushAsync("Refuser");
        await lunch.GetByLabel("Autre motif").FillAsync("Ask at the desk");
        await lunch.PushAsync("Confirmer");
        await Expect(refused).ToContainTextAsync("Ask at the desk");

        foreach (var question in new[] { "à souder", "la soudure" })
        {
            await moderator.Panel().Locator(".case").Filter(new() { HasText = question }).PushAsync("Approuver");
            await robin.SeesQuestionAsync(question, "approved");
        }

        var second = moderator.Question("la soudure");
        await second.PushAsync("Fusionner");
        await second.PushAsync("Confirmer");
        await Expect(robin.Question("la soudure")).ToHaveCountAsync(0);
        await Expect(alix.Page.Locator("li.question[data-state=merged]")).ToContainTextAsync("fusionnée");
        await moderator.Button("Annuler l’action").ClickAsync();
        await robin.SeesQuestionAsync("la soudure", "approved");
    }

    private static async Task WarnAtAQuestionAsync(Person moderator, Person alix, Person robin)
    {
        await moderator.Question("à souder").SanctionAsync("Avertir", "Une question à la fois");
        var warning = alix.Page.Locator(".warning");
        await Expect(alix.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Avertissement donné par un modérateur");
        await Expect(warning).ToContainTextAsync("Une question à la fois");
        await Expect(moderator.Panel()).ToContainTextAsync("avertissement");
        await Expect(robin.Page.Locator(".warning")).ToHaveCountAsync(0);

        await alix.Page.ReloadAsync();
        await Expect(warning).ToContainTextAsync("Une question à la fois");
        await warning.PushAsync("J’ai compris");
        await Expect(warning).ToHaveCountAsync(0);
        await alix.Page.ReloadAsync();
        await Expect(alix.Question("à souder")).ToHaveCountAsync(1);
        await Expect(warning).ToHaveCountAsync(0);
    }

    private static async Task WarnInClassAsync(Person teacher, Person pupil)
    {
        await pupil.SayAsync("Moi d'abord");
        await teacher.Messages("Moi d'abord").SanctionAsync("Avertir", "On s'écoute");
        await Expect(pupil.Page.Locator(".warning")).ToContainTextAsync("Avertissement donné par un enseignant");
        await Expect(pupil.Page.Locator(".warning")).ToContainTextAsync("On s'écoute");
    }

    /// <summary>The moderator ends at the stand, Robin at the talk.</summary>
    private static async Task WarnAndMuteEverywhereAsync(Person moderator, Person alix, Person robin)
    {
        await Task.WhenAll(new[] { moderator, alix, robin }.Select(person => person.GoAsync(Booth)));
        await alix.SayAsync("Premier au stand");
        await moderator.Messages("Premier au stand").SanctionAsync("Avertir", "Partout pareil", everywhere: true);
        await Expect(alix.Page.Locator(".event-bar .warning")).ToContainTextAsync("Partout pareil");
        await Expect(alix.Page.Locator(".warning")).ToHaveCountAsync(1);

        for (var time = 0; time < 3; time++)
        {
            await SayInEnglishAsync(robin, "again");
        }

        await Expect(robin.Page.Locator(".message[data-state=refused]")).ToContainTextAsync("Not sent: you just wrote this");
        await robin.Page.Locator(".message[data-state=refused]").PushAsync("Remove from the list");
        await moderator.Messages("again").First.SanctionAsync("Mettre en sourdine", "Calm down", everywhere: true, minutes: 1_440);
        var notice = robin.Page.Locator(".chat .composer .notice");
        var muted = new Regex(@"You are muted until \w+day at \d\d:\d\d\. Reason: Calm down", RegexOptions.None, TimeSpan.FromSeconds(1));
        await Expect(notice).ToContainTextAsync(muted);
        await robin.GoAsync(Talk);
        await Expect(notice).ToContainTextAsync(muted);

        await ListedEverywhere(moderator, "sourdine").PushAsync("Lever");
        await Expect(robin.Page.GetByLabel("Your message")).ToBeEnabledAsync();
    }

    private static async Task BanAsync(Person moderator, Person organiser, Person robin)
    {
        var message = moderator.Messages("again").First;
        await message.SanctionAsync("Bannir", "Insults", everywhere: true, toTheEnd: true);
        await Expect(robin.Page.Locator("main [role=alert]")).ToContainTextAsync("You are banned until the end of the event. Reason: Insults");
        await Expect(ListedEverywhere(organiser, "bannissement jusqu’à la fin de l’événement")).ToContainTextAsync("Robin Trial");
        await moderator.Button("Annuler l’action").ClickAsync();
        await Expect(ListedEverywhere(organiser, "bannissement")).ToHaveCountAsync(0);
        await robin.Page.ReloadAsync();
        await Expect(robin.Page.GetByLabel("Your message")).ToBeEnabledAsync();

        await message.SanctionAsync("Bannir", "Not here", minutes: 2_880);
        await Expect(moderator.Panel()).ToContainTextAsync("Not here");
        await Expect(robin.Page.GetByLabel("Your message")).ToBeEnabledAsync();
        await robin.GoAsync(Booth);
        await Expect(robin.Page.Locator("main [role=alert]")).ToContainTextAsync(
            new Regex(@"You are banned until \w+day at \d\d:\d\d\. Reason: Not here", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await robin.GoAsync(Talk);
    }

    private static async Task PauseAndAnnounceAsync(Person organiser, params Person[] others)
    {
        var (alix, robin) = (others[0], others[1]);
        await organiser.Page.GetByLabel("Motif").FillAsync("Exercice");
        await organiser.Button("Tout mettre en pause").ClickAsync();
        await Expect(alix.Page.Locator(".event-bar p.notice")).ToContainTextAsync("Pause générale : Exercice");
        await Expect(robin.Page.Locator(".event-bar p.notice")).ToContainTextAsync("Everything is paused: Exercice");
        await Expect(robin.Page.GetByLabel("Your message")).ToBeDisabledAsync();
        await organiser.Button("Reprendre partout").ClickAsync();
        await Expect(robin.Page.GetByLabel("Your message")).ToBeEnabledAsync();

        await organiser.Page.GetByLabel("Texte de l’annonce").FillAsync("Le forum ferme à midi");
        await organiser.Button("Annoncer à tous").ClickAsync();
        await Task.WhenAll(others.Select(person => Expect(person.Page.Locator(".announcement")).ToContainTextAsync("Le forum ferme à midi")));
        await organiser.Button("Retirer l’annonce").ClickAsync();
        await Task.WhenAll(others.Select(person => Expect(person.Page.Locator(".announcement")).ToHaveCountAsync(0)));
    }

    /// <summary>What the list of running sanctions says of those that hold in the whole event.</summary>
    private static ILocator ListedEverywhere(Person staff, string words) =>
        staff.Panel().Locator("li").Filter(new() { HasText = words }).Filter(new() { HasText = "Tout l’événement" });

    private static async Task SayInEnglishAsync(Person person, string text)
    {
        await person.Page.GetByLabel("Your message").FillAsync(text);
        await person.Page.GetByLabel("Your message").PressAsync("Enter");
    }

    private async Task<Person> VisitorAsync(RunningEdge server, string name, string language)
    {
        var visitor = await Person.OpenAsync(
            chromium, server.Address, name, Talk, before: $"localStorage.setItem('halle.language', '{language}')");
        await visitor.Page.GetByLabel(language == "fr" ? "Pseudonyme" : "Pseudonym").FillAsync(name);
        await visitor.Page.GetByLabel(language == "fr" ? "Pseudonyme" : "Pseudonym").PressAsync("Enter");
        await visitor.IsLiveAsync();
        return visitor;
    }

    private async Task<Person> PupilAsync(RunningEdge server)
    {
        var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await pupil.IsLiveAsync();
        return pupil;
    }
}
