using System.Text.RegularExpressions;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Pupils are told that a moderator reads what they report: here is the moderator.</summary>
public sealed class ClassWatchTests(Chromium chromium)
{
    /// <summary>A class tells within a second, and the desk asks every five.</summary>
    private const float Told = 20_000;

    private const string Number = "Mon numéro : 06 12 34 56 78";

    [Fact(DisplayName = "[WB145] [WB144] [CL32] [CL33] a moderator finds the class that waits, deals with it from the queue, and opens it; the class tours and comes back to its room", Timeout = 180_000)]
    public async Task A_class_waits_for_somebody()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var moderator = await Staff.OpenAsync(chromium, server, "moderator", "/moderation");
        await using var teacher = await Staff.OpenAsync(chromium, server, "teacher", "/classe");
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await pupil.IsLiveAsync();
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "a visitor");
        await visitor.EnterAsVisitorAsync("Alix Essai");

        await DealWithItAsync(moderator, pupil, server.ClassKey!);
        await OpenItAsync(moderator, server.ClassKey!);
        await FindNothingAsync(visitor, server.ClassKey!);
        await ComeBackAsync(teacher, pupil, server.ClassKey!);

        foreach (var person in new[] { moderator, teacher, pupil, visitor })
        {
            await person.AssertUntroubledAsync();
        }
    }

    [Fact(DisplayName = "[WB164] [MO19] what is held at a stand where nobody is comes into the queue by itself, and is told to who watches others", Timeout = 120_000)]
    public async Task A_stand_waits_for_somebody()
    {
        const string question = "Tu habites où ?";
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using (var visitor = await Person.OpenAsync(chromium, server.Address, "a visitor", "/stands/ksb"))
        {
            await visitor.EnterAsVisitorAsync("Alix Essai");
            await visitor.IsLiveAsync();
            await visitor.GoAsync("/stands/ksb");
            await visitor.IsLiveAsync();
            await visitor.SayAsync(question);
            await Expect(visitor.Page.Locator(".message[data-state=held]")).ToHaveCountAsync(1);
            await visitor.AssertUntroubledAsync();
        }

        await using var moderator = await Staff.OpenAsync(chromium, server, "moderator", "/moderation");
        var waiting = moderator.Page.Locator(".case").Filter(new() { HasText = question });
        await Expect(waiting).ToHaveCountAsync(1, new() { Timeout = Told });

        var rooms = moderator.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^Salles suivies", RegexOptions.None, TimeSpan.FromSeconds(1)) });
        await rooms.GetByRole(AriaRole.Checkbox, new() { Name = "EDF", Exact = true }).CheckAsync();
        await rooms.GetByRole(AriaRole.Checkbox, new() { Name = "KSB", Exact = true }).UncheckAsync();
        await Expect(waiting).ToHaveCountAsync(0);
        await Expect(rooms.GetByRole(AriaRole.Status)).ToHaveTextAsync("Salles non suivies où quelque chose attend : 1");
        await Expect(rooms.Locator(".badge.wait")).ToContainTextAsync("1 en attente depuis");

        await moderator.Button("Revenir au choix automatique").ClickAsync();
        await waiting.PushAsync("Retirer");
        await Expect(rooms.Locator(".badge.wait")).ToHaveCountAsync(0, new() { Timeout = Told });
        await moderator.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB164] [MO21] a question asked before its talk begins, by somebody who has left, is in the queue by itself, and watched before what merely is full", Timeout = 120_000)]
    public async Task A_talk_waits_for_somebody()
    {
        const string question = "Peut-on commencer sans diplôme ?";
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using (var visitor = await Person.OpenAsync(chromium, server.Address, "a visitor"))
        {
            await visitor.EnterAsVisitorAsync("Alix Essai");
            await visitor.IsLiveAsync();
            await visitor.Link("Forum").ClickAsync();
            await visitor.Page.Locator(".talk-line a").First.ClickAsync();
            await visitor.AskAsync(question);
            await Expect(visitor.Page.GetByText("Alix Essai · en attente")).ToBeVisibleAsync();
            await visitor.AssertUntroubledAsync();
        }

        await using var moderator = await Staff.OpenAsync(chromium, server, "moderator", "/moderation");
        var waiting = moderator.Page.Locator(".case[data-case=question]").Filter(new() { HasText = question });
        await Expect(waiting).ToHaveCountAsync(1, new() { Timeout = Told });
        var rooms = moderator.Page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^Salles suivies", RegexOptions.None, TimeSpan.FromSeconds(1)) });
        await Expect(rooms.Locator(".badge.wait")).ToContainTextAsync("1 en attente depuis");

        await waiting.PushAsync("Approuver");
        await Expect(rooms.Locator(".badge.wait")).ToHaveCountAsync(0, new() { Timeout = Told });
        await moderator.AssertUntroubledAsync();
    }

    private static async Task DealWithItAsync(Person moderator, Person pupil, string key)
    {
        var classes = moderator.Page.GetByRole(AriaRole.Region, new() { Name = "Classes" });
        await Expect(classes.GetByRole(AriaRole.Status)).ToHaveTextAsync("Aucune classe n’attend.");
        await pupil.SayAsync(Number);
        await Expect(pupil.Page.Locator(".message[data-state=held]")).ToHaveCountAsync(1);
        var row = moderator.Page.Locator($"[data-class='{key}']");
        await Expect(row.Locator(".badge.wait")).ToContainTextAsync("1 en attente depuis", new() { Timeout = Told });
        await Expect(moderator.Page.Locator(".case")).ToHaveCountAsync(0);

        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        var waiting = moderator.Page.Locator(".case").Filter(new() { HasText = Number });
        await waiting.PushAsync("Publier");
        await pupil.SeesAsync(Number);
        await Expect(row.Locator(".badge.wait")).ToHaveCountAsync(0, new() { Timeout = Told });
        await Expect(classes.GetByRole(AriaRole.Status)).ToHaveTextAsync("Aucune classe n’attend.");
    }

    private static async Task OpenItAsync(Person moderator, string key)
    {
        await moderator.Page.Locator($"[data-class='{key}']").GetByRole(AriaRole.Link).ClickAsync();
        await IsAtAsync(moderator, "/classe/" + key);
        await moderator.SeesAsync(Number);
        await Expect(moderator.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("Classe");
        await Expect(moderator.Page.Locator(".code")).ToHaveCountAsync(0);
        await Expect(moderator.Page.GetByLabel("Élèves").Locator("li")).ToHaveCountAsync(1);
    }

    /// <summary>One's own class and others' look the same to a stranger: as if there were none.</summary>
    private static async Task FindNothingAsync(Person visitor, string key)
    {
        foreach (var address in new[] { "/classe/" + key, "/classe/0123456789abcdef0123456789abcdef", "/classe/%20" })
        {
            await visitor.GoAsync(address);
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Cette page n’existe pas");
        }
    }

    private static async Task ComeBackAsync(Person teacher, Person pupil, string key)
    {
        await teacher.GoAsync("/classe/" + key);
        await IsAtAsync(teacher, "/classe");
        await teacher.IsLiveAsync();
        await PointAsync(teacher, "booth:edf");
        await IsAtAsync(pupil, "/stands/edf");

        await PointAsync(teacher, "class:" + key);
        await IsAtAsync(pupil, "/classe");
        var banner = pupil.Page.Locator(".tour");
        await Expect(banner).ToContainTextAsync("La classe est de retour dans sa salle");
        await Expect(banner.GetByRole(AriaRole.Button)).ToHaveCountAsync(1);
        await pupil.SeesAsync(Number);
    }

    private static async Task PointAsync(Person teacher, string place)
    {
        await teacher.Page.GetByLabel("Destination").SelectOptionAsync(place);
        await teacher.Button("Suivez-moi").ClickAsync();
    }

    private static Task IsAtAsync(Person person, string path) =>
        Expect(person.Page).ToHaveURLAsync(new Regex(Regex.Escape(path) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));
}
