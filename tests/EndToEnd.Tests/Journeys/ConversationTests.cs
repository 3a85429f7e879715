using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>People at a booth and a talk, each in a browser of their own, on the real server.</summary>
public sealed class ConversationTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB20] a visitor and a professional talk; a moderator mutes, and the muted knows until when and why", Timeout = 180_000)]
    public async Task A_conversation_and_a_mute()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/edf");
        await visitor.EnterAsVisitorAsync("Alix Essai");
        await using var professional = await StaffAsync(server, "professional", "/stands/edf");
        await using var moderator = await StaffAsync(server, "moderator", "/stands/edf");

        await professional.Page.GetByLabel("disponible").CheckAsync();
        await Expect(visitor.Page.GetByLabel("Professionnels").Locator(".badge.good")).ToBeVisibleAsync();
        await visitor.SayAsync("Bonjour, combien d'années d'études ?");
        await professional.SeesAsync("Bonjour, combien d'années d'études ?");
        await professional.SayAsync("Deux ans après le bac, en alternance.");
        await visitor.SeesAsync("Deux ans après le bac, en alternance.");
        await moderator.SeesAsync("Deux ans après le bac, en alternance.");

        var message = moderator.Messages("Bonjour, combien d'années d'études ?");
        await message.PushAsync("Modérer Alix Essai");
        await message.GetByLabel("Minutes").FillAsync("7");
        await message.GetByLabel("Motif").FillAsync("Un peu de calme");
        await message.PushAsync("Confirmer");

        var notice = visitor.Page.Locator(".composer .notice");
        await Expect(notice).ToContainTextAsync("Un peu de calme");
        await Expect(notice).ToContainTextAsync("jusqu’à");
        await Expect(visitor.Page.GetByLabel("Votre message")).ToBeDisabledAsync();
        await Expect(moderator.Page.GetByRole(AriaRole.Region, new() { Name = "Modération" })).ToContainTextAsync("Un peu de calme");

        await visitor.AssertUntroubledAsync();
        await professional.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB21] a question is asked, approved, supported, on air and answered, before everybody's eyes", Timeout = 180_000)]
    public async Task A_question_goes_on_air()
    {
        const string question = "Faut-il aimer les maths pour devenir soudeuse ?";
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var moderator = await StaffAsync(server, "moderator", "/forum");
        var talk = await moderator.Page.Locator("main a[href^='/forum/']").First.GetAttributeAsync("href")
            ?? throw new InvalidOperationException("The forum has no talk.");
        await moderator.GoAsync(talk);
        await using var professional = await StaffAsync(server, "professional", talk);
        await using var asker = await Person.OpenAsync(chromium, server.Address, "the asker", talk);
        await asker.EnterAsVisitorAsync("Sacha Essai");
        await using var other = await Person.OpenAsync(chromium, server.Address, "the other", talk);
        await other.EnterAsVisitorAsync("Lou Essai");

        await professional.Page.GetByRole(AriaRole.Button, new() { Name = "Commencer" }).ClickAsync();
        await Expect(asker.Page.Locator(".stage")).ToHaveAttributeAsync("data-state", "live");
        await asker.AskAsync(question);
        await Expect(asker.Page.Locator("li.question[data-state=pending]")).ToContainTextAsync(question);
        await moderator.SeesQuestionAsync(question, "pending");
        await Expect(other.Question(question)).ToHaveCountAsync(0);

        await moderator.Question(question).PushAsync("Approuver");
        await other.SeesQuestionAsync(question, "approved");
        await other.Question(question).PushAsync("Soutenir");
        await Expect(moderator.Question(question)).ToContainTextAsync("2 vote(s)");
        await professional.Question(question).PushAsync("Mettre à l’antenne");
        await Expect(other.Page.Locator(".on-air")).ToContainTextAsync(question);
        await Expect(asker.Page.Locator(".on-air")).ToContainTextAsync(question);
        await professional.Question(question).PushAsync("Marquer répondue");
        await asker.SeesQuestionAsync(question, "answered");
        await Expect(other.Page.Locator(".on-air")).ToHaveCountAsync(0);

        await asker.AssertUntroubledAsync();
        await other.AssertUntroubledAsync();
        await professional.AssertUntroubledAsync();
        await moderator.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB22] a class follows its teacher to a booth", Timeout = 180_000)]
    public async Task A_class_follows_its_teacher()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var teacher = await StaffAsync(server, "teacher", "/classe");
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await using var second = await Person.OpenAsync(chromium, server.Address, "another pupil");
        await second.EnterClassAsync(server.ClassCode!);
        await Expect(teacher.Page.GetByLabel("Élèves").Locator("li")).ToHaveCountAsync(2);

        await teacher.SayAsync("On commence par le stand EDF.");
        await pupil.SeesAsync("On commence par le stand EDF.");
        await teacher.Page.GetByLabel("Destination").SelectOptionAsync("booth:edf");
        await teacher.Page.GetByRole(AriaRole.Button, new() { Name = "Suivez-moi" }).ClickAsync();

        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("EDF");
        await Expect(second.Page.Locator("h1")).ToHaveTextAsync("EDF");
        Assert.EndsWith("/stands/edf", pupil.Page.Url, StringComparison.Ordinal);

        // Who leaves the tour is not taken along to the next place.
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Arrêter de suivre" }).ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Button, new() { Name = "Suivre la visite" })).ToBeVisibleAsync();
        await teacher.Page.GetByLabel("Destination").SelectOptionAsync("booth:ksb");
        await teacher.Page.GetByRole(AriaRole.Button, new() { Name = "Suivez-moi" }).ClickAsync();
        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("KSB");
        await Expect(second.Page.Locator("h1")).ToHaveTextAsync("EDF");

        await teacher.AssertUntroubledAsync();
        await pupil.AssertUntroubledAsync();
        await second.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[CL30] a pupil who strolls is called back to the class when the teacher locks the visits", Timeout = 180_000)]
    public async Task A_strolling_pupil_is_called_back()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var teacher = await StaffAsync(server, "teacher", "/classe");
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await pupil.GoAsync("/stands/edf");
        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("EDF");
        await pupil.IsLiveAsync();
        await pupil.SayAsync("Je me promène.");
        await pupil.SeesAsync("Je me promène.");

        await teacher.Page.GetByLabel("Fermer les visites libres").CheckAsync();

        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("Classe");
        await Expect(pupil.Page.Locator(".toast")).ToContainTextAsync("Reste avec ta classe");
        await pupil.GoAsync("/stands/ksb");
        await Expect(pupil.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("verrouillé");

        await teacher.AssertUntroubledAsync();
        await pupil.AssertUntroubledAsync();
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
