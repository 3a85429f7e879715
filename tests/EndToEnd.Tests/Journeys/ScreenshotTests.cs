using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The pictures of the README are taken from the running program. They are rewritten only when HALLE_SCREENSHOTS names their folder.</summary>
public sealed class ScreenshotTests(Chromium chromium)
{
    private static readonly (string Name, string Text)[] AtTheBooth =
    [
        ("Ana Essai", "Bonjour ! On peut poser des questions ici, même en visite libre ?"),
        ("", "Bonjour Ana. Oui, tout le monde peut écrire, et je réponds à chacun."),
        ("Basile Essai", "Comment devient-on technicien, en général ?"),
        ("", "Souvent par l'alternance : on apprend en classe et sur le terrain."),
        ("Eva Essai", "Vous revenez quand ?"),
        ("", "Je suis là jusqu'à midi, puis au forum de vendredi."),
        ("Ana Essai", "Merci, je repasse cet après-midi avec ma classe !"),
    ];

    [Fact(DisplayName = "[WB26] the screens of the README, from the running program", Timeout = 240_000)]
    public async Task Screens()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var ana = await Person.OpenAsync(chromium, server.Address, "Ana");
        await Expect(ana.Page.Locator(".promises")).ToContainTextAsync("45 sites");
        await TakeAsync(ana, "welcome");

        await using var professional = await StaffAsync(server, "professional", "/stands/edf");
        await professional.Page.GetByLabel("disponible").CheckAsync();
        await ana.EnterAsVisitorAsync("Ana Essai");
        await using var basile = await VisitorAsync(server, "Basile Essai");
        await using var eva = await VisitorAsync(server, "Eva Essai");
        Dictionary<string, Person> cast = new(StringComparer.Ordinal)
        {
            [""] = professional,
            ["Ana Essai"] = ana,
            ["Basile Essai"] = basile,
            ["Eva Essai"] = eva,
        };
        await ana.GoAsync("/stands/edf");
        await ana.IsLiveAsync();
        foreach (var (name, text) in AtTheBooth)
        {
            await cast[name].SayAsync(text);
            await ana.SeesAsync(text);
        }

        await Expect(ana.Page.Locator("article header")).ToContainTextAsync("4 présents", new() { Timeout = 20_000 });
        await Expect(ana.Page.GetByLabel("Professionnels").Locator(".badge.good")).ToBeVisibleAsync();
        await TakeAsync(ana, "booth");

        await professional.GoAsync("/forum/ouverture");
        await professional.Button("Commencer").ClickAsync();
        await using var moderator = await StaffAsync(server, "moderator", "/moderation");
        await ana.GoAsync("/forum/ouverture");
        await basile.GoAsync("/forum/ouverture");
        await ana.AskAsync("À quoi ressemblera une usine dans vingt ans ?");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Approuver" }).ClickAsync();
        await basile.AskAsync("Quels métiers recrutent le plus ?");
        await moderator.Page.GetByRole(AriaRole.Button, new() { Name = "Approuver" }).ClickAsync();
        await ana.Question("Quels métiers recrutent").PushAsync("Soutenir");
        await professional.Question("À quoi ressemblera").PushAsync("Mettre à l’antenne");
        await professional.Page.GetByText("Nouveau sondage").ClickAsync();
        await professional.Page.GetByLabel("Question du sondage").FillAsync("Avez-vous déjà visité une usine ?");
        await professional.Page.GetByLabel("Réponses, une par ligne").FillAsync("Oui, avec ma classe\nOui, en famille\nPas encore");
        await professional.Button("Créer").ClickAsync();
        await professional.Button("Ouvrir").ClickAsync();
        await ana.Page.GetByLabel("Oui, avec ma classe").CheckAsync();
        await basile.Page.GetByLabel("Pas encore").CheckAsync();
        await ana.Button("Applaudir 0").ClickAsync();
        await Expect(ana.Page.Locator(".on-air")).ToBeVisibleAsync();
        await TakeAsync(ana, "talk");

        await professional.Button("Fermer").ClickAsync();
        await using var wall = await Person.OpenAsync(chromium, server.Address, "the wall", "/mur/talk/ouverture");
        await Expect(wall.Page.Locator("[data-poll] meter")).ToHaveCountAsync(3);
        await basile.Button("Bonne idée 0").ClickAsync();
        await Expect(wall.Page.Locator(".wall-reactions")).ToContainTextAsync("1");
        await TakeAsync(wall, "wall");

        await TakeMapAsync(eva);
        await eva.GoAsync("/stands/edf");
        await eva.IsLiveAsync();
        await eva.SayAsync("Voici le lien de mon école : https://exemple.test/stage");
        await eva.SayAsync("On peut vous joindre au 06 12 34 56 78 ?");
        await basile.AskAsync("Est-ce que c'est bien payé ?");
        await Expect(moderator.Page.Locator(".case")).ToHaveCountAsync(3, new() { Timeout = 20_000 });
        await moderator.Page.Keyboard.PressAsync("j");
        await moderator.Page.Keyboard.PressAsync("?");
        await TakeAsync(moderator, "moderation");

        await using var teacher = await StaffAsync(server, "teacher", "/classe");
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await using var other = await Person.OpenAsync(chromium, server.Address, "another pupil");
        await other.EnterClassAsync(server.ClassCode!);
        foreach (var stop in new[] { "booth:capitainerie", "booth:edf", "talk:ouverture" })
        {
            await teacher.Page.GetByLabel("Destination").SelectOptionAsync(stop);
            await teacher.Button("Ajouter au parcours").ClickAsync();
        }

        await teacher.SayAsync("On commence au port, puis chez EDF. Restez ensemble !");
        await pupil.SayAsync("D'accord !");
        await teacher.SeesAsync("D'accord !");
        await teacher.Button("Étape suivante : Capitainerie du grand port").ClickAsync();
        await Expect(teacher.Page.GetByLabel("Parcours")).ToContainTextAsync("la classe est ici");
        await TakeAsync(teacher, "class");

        foreach (var person in new[] { ana, basile, eva, professional, moderator, wall, teacher, pupil })
        {
            await person.AssertUntroubledAsync();
        }
    }

    /// <summary>Leaves the list as the person's choice.</summary>
    private static async Task TakeMapAsync(Person person)
    {
        await person.Page.EvaluateAsync("() => { localStorage.setItem('halle.view', 'map'); localStorage.setItem('halle.picture', 'high'); }");
        await person.GoAsync("/");
        var map = person.Page.Locator(".zone-map[data-map=ready]");
        await map.WaitForAsync(new() { Timeout = 60_000 });
        await Expect(map.Locator(".map-label[data-state=live]").First).ToBeVisibleAsync();
        await TakeAsync(person, "map");
        await person.Page.EvaluateAsync("() => localStorage.setItem('halle.view', 'list')");
    }

    private static async Task TakeAsync(Person person, string name)
    {
        await person.Page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); return document.fonts.ready.then(() => true); }");
        await Expect(person.Page.Locator(".toast")).ToHaveCountAsync(0, new() { Timeout = 15_000 });
        var picture = await person.Page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 74 });
        Assert.True(picture.Length > 20_000, $"The picture '{name}' is nearly empty.");
        if (Environment.GetEnvironmentVariable("HALLE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".jpg"), picture, TestContext.Current.CancellationToken);
        }
    }

    private async Task<Person> VisitorAsync(RunningEdge server, string name)
    {
        var person = await Person.OpenAsync(chromium, server.Address, name, "/stands/edf");
        await person.EnterAsVisitorAsync(name);
        await person.IsLiveAsync();
        return person;
    }

    private async Task<Person> StaffAsync(RunningEdge server, string role, string path)
    {
        var person = await Person.OpenAsync(chromium, server.Address, "the " + role, "/invite#" + server.TokenOf(role));
        await person.IsInAsync();
        await person.GoAsync(path);
        await person.IsLiveAsync();
        return person;
    }
}
