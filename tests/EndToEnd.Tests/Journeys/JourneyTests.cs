using System.Text.RegularExpressions;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The event in small: six people in six browsers at the same time, from the first word to the day after the crash.</summary>
public sealed class JourneyTests(Chromium chromium)
{
    private const string Talk = "/forum/ouverture";
    private const string Greeting = "Bonjour, combien d'années d'études ?";
    private const string Reply = "Deux ans après le bac, en alternance.";
    private const string Question = "Faut-il aimer les maths pour devenir soudeuse ?";

    [Fact(DisplayName = "[WB20] [WB21] [WB22] [WB23] [WB80] six people at once: a chat, a question on air, a mute, a guided class, and a kill -9 that loses nothing", Timeout = 280_000)]
    public async Task The_journey()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("halle-journey-");
        var options = new RunningEdgeOptions { DataFolder = data.FullName, Port = RunningEdge.FreePort() };
        await using var before = await RunningEdge.StartAsync(options, cancellationToken);
        await using var people = await SixPeople.ComeAsync(chromium, before);

        await TalkAtTheStandAsync(people);
        await FollowTheTeacherAsync(people);
        await PutAQuestionOnAirAsync(people);
        await MuteAsync(people);
        await MeetAtTheStandAsync(people);
        await using var after = await CrashInMidConversationAsync(people, before, options, cancellationToken);
        await FindEverythingAsync(people, after);

        await people.AllAsync(person => person.AssertUntroubledAsync());
        await after.KillAsync();
        data.Delete(recursive: true);
    }

    private static async Task TalkAtTheStandAsync(SixPeople people)
    {
        await people.Professional.Page.GetByLabel("disponible").CheckAsync();
        await Expect(people.Visitor.Page.GetByLabel("Professionnels").Locator(".badge.good")).ToBeVisibleAsync();
        await people.Visitor.SayAsync(Greeting);
        await people.Professional.SeesAsync(Greeting);
        await people.Professional.SayAsync(Reply);
        foreach (var person in new[] { people.Visitor, people.Professional, people.Moderator })
        {
            await person.SeesAsync(Greeting);
            await person.SeesAsync(Reply);
        }
    }

    /// <summary>The pupils end at the talk.</summary>
    private static async Task FollowTheTeacherAsync(SixPeople people)
    {
        var (teacher, pupil, second) = (people.Teacher, people.Pupil, people.SecondPupil);
        await Expect(teacher.Page.GetByLabel("Élèves").Locator("li")).ToHaveCountAsync(2);
        await teacher.SayAsync("On commence par le stand EDF.");
        await pupil.SeesAsync("On commence par le stand EDF.");
        await second.SeesAsync("On commence par le stand EDF.");

        await PointAsync(teacher, "booth:edf");
        foreach (var person in new[] { pupil, second })
        {
            await Expect(person.Page.Locator("h1")).ToHaveTextAsync("EDF");
            Assert.EndsWith("/stands/edf", person.Page.Url, StringComparison.Ordinal);
            await person.SeesAsync(Reply);
        }

        await pupil.SayAsync("Bonjour de la classe !");
        await people.Visitor.SeesAsync("Bonjour de la classe !");
        await people.Professional.SeesAsync("Bonjour de la classe !");

        // Who leaves the tour is not taken along to the next place, and catches up when following again.
        await second.Button("Arrêter de suivre").ClickAsync();
        await Expect(second.Button("Suivre la visite")).ToBeVisibleAsync();
        await PointAsync(teacher, "talk:ouverture");
        await IsAtTheTalkAsync(pupil);
        await Expect(second.Page.Locator("h1")).ToHaveTextAsync("EDF");
        await second.Button("Suivre la visite").ClickAsync();
        await IsAtTheTalkAsync(second);
    }

    private static async Task PutAQuestionOnAirAsync(SixPeople people)
    {
        foreach (var person in new[] { people.Visitor, people.Professional, people.Moderator, people.Teacher })
        {
            await person.GoAsync(Talk);
            await person.IsLiveAsync();
        }

        await people.Professional.Button("Commencer").ClickAsync();
        await people.AllAsync(person => Expect(person.Page.Locator(".stage")).ToHaveAttributeAsync("data-state", "live"));
        await people.Pupil.AskAsync(Question);
        await Expect(people.Pupil.Page.Locator("li.question[data-state=pending]")).ToContainTextAsync(Question);
        await people.Professional.SeesQuestionAsync(Question, "pending");
        await people.Moderator.SeesQuestionAsync(Question, "pending");
        foreach (var person in new[] { people.Visitor, people.Teacher, people.SecondPupil })
        {
            await Expect(person.Question(Question)).ToHaveCountAsync(0);
        }

        await people.Moderator.Question(Question).PushAsync("Approuver");
        await people.AllAsync(person => person.SeesQuestionAsync(Question, "approved"));
        await people.Visitor.Question(Question).PushAsync("Soutenir");
        await people.SecondPupil.Question(Question).PushAsync("Soutenir");
        await people.AllAsync(person => Expect(person.Question(Question)).ToContainTextAsync("3 votes"));

        await people.Moderator.Question(Question).PushAsync("Mettre à l’antenne");
        await people.AllAsync(person => Expect(person.Page.Locator(".on-air")).ToContainTextAsync(Question));
        await people.Professional.Question(Question).PushAsync("Marquer répondue");
        await people.AllAsync(person => person.SeesQuestionAsync(Question, "answered"));
        await people.AllAsync(person => Expect(person.Page.Locator(".on-air")).ToHaveCountAsync(0));
    }

    private static async Task MuteAsync(SixPeople people)
    {
        await people.Visitor.SayAsync("Je coupe la parole.");
        await people.AllAsync(person => person.SeesAsync("Je coupe la parole."));
        var message = people.Moderator.Messages("Je coupe la parole.");
        await message.PushAsync("Modérer Alix Essai");
        await message.GetByLabel("Minutes").FillAsync("30");
        await message.GetByLabel("Motif").FillAsync("Un peu de calme");
        await message.PushAsync("Confirmer");

        await IsMutedAsync(people.Visitor);
        await Expect(people.Moderator.Page.GetByRole(AriaRole.Region, new() { Name = "Modération" })).ToContainTextAsync("Un peu de calme");
    }

    private static async Task MeetAtTheStandAsync(SixPeople people)
    {
        await PointFromTalkAsync(people.Teacher);
        foreach (var person in new[] { people.Pupil, people.SecondPupil })
        {
            await Expect(person.Page.Locator("h1")).ToHaveTextAsync("EDF");
        }

        foreach (var person in new[] { people.Visitor, people.Professional, people.Moderator })
        {
            await person.GoAsync("/stands/edf");
        }

        await people.AllAsync(Screens.IsLiveAsync);
        await people.SecondPupil.SayAsync("On est tous là ?");
        await people.AllAsync(person => person.SeesAsync("On est tous là ?"));
    }

    private static async Task<RunningEdge> CrashInMidConversationAsync(
        SixPeople people, RunningEdge before, RunningEdgeOptions options, CancellationToken cancellationToken)
    {
        foreach (var person in people.Everybody)
        {
            person.ConnectionMayFail = true;
            await person.Page.EvaluateAsync("() => { window.__sameAsBefore = true; }");
        }

        // In flight when the process dies: stored or not, it must be there once in the end.
        await people.Visitor.SayAsync("En vol au moment de la panne");
        await before.KillAsync();
        await people.AllAsync(person => Expect(person.Page.Locator(".connection.shown")).ToBeVisibleAsync());
        await people.Pupil.SayAsync("Écrit pendant la panne");
        await Expect(people.Pupil.Page.Locator(".message[data-state=unsent]")).ToContainTextAsync("Écrit pendant la panne");

        var after = await RunningEdge.StartAsync(options, cancellationToken);
        await people.AllAsync(Screens.IsLiveAsync);
        foreach (var person in people.Everybody)
        {
            person.ConnectionMayFail = false;
        }

        return after;
    }

    private async Task FindEverythingAsync(SixPeople people, RunningEdge after)
    {
        string[] said =
        [
            Greeting, Reply, "Bonjour de la classe !", "On est tous là ?", "En vol au moment de la panne", "Écrit pendant la panne",
            "Vous revoilà !",
        ];
        await people.Professional.SayAsync("Vous revoilà !");
        foreach (var text in said)
        {
            await people.AllAsync(person => person.SeesAsync(text));
        }

        await people.AllAsync(person => Expect(person.Page.Locator(".message[data-state=unsent]")).ToHaveCountAsync(0));

        // One order for all of them, and for somebody who comes afterwards; nobody's page was loaded anew.
        await using var late = await Person.OpenAsync(chromium, after.Address, "a latecomer", "/stands/edf");
        await late.EnterAsVisitorAsync("Nouvelle Essai");
        await late.SeesAsync("Vous revoilà !");
        var order = await OrderAsync(late);
        Assert.Equal(said.Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        foreach (var person in people.Everybody)
        {
            Assert.Equal(order, await OrderAsync(person));
            Assert.True(await person.Page.EvaluateAsync<bool>("() => window.__sameAsBefore === true"), $"{person.Name}'s page was loaded anew.");
        }

        // Nor did the talk forget what was decided there.
        await people.Visitor.GoAsync(Talk);
        await people.Visitor.SeesQuestionAsync(Question, "answered");
        await IsMutedAsync(people.Visitor);
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(Person person) =>
        await person.Page.Locator(".chat .message[data-seq] p.text").AllInnerTextsAsync();

    private static Task IsAtTheTalkAsync(Person person) => Expect(person.Page).ToHaveURLAsync(new Regex(Talk + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static async Task IsMutedAsync(Person person)
    {
        var notice = person.Page.Locator(".chat .composer .notice");
        await Expect(notice).ToContainTextAsync("Un peu de calme");
        await Expect(notice).ToContainTextAsync("jusqu’à");
        await Expect(person.Page.GetByLabel("Votre message")).ToBeDisabledAsync();
    }

    private static async Task PointAsync(Person teacher, string place)
    {
        await teacher.Page.GetByLabel("Destination").SelectOptionAsync(place);
        await teacher.Button("Suivez-moi").ClickAsync();
    }

    /// <summary>The teacher goes first, and takes the class along from there.</summary>
    private static async Task PointFromTalkAsync(Person teacher)
    {
        await teacher.GoAsync("/stands/edf");
        await teacher.IsLiveAsync();
        await teacher.Page.GetByRole(AriaRole.Button, new() { Name = "Emmener la classe ici" }).ClickAsync();
    }
}
