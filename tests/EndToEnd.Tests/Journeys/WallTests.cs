using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>A big screen nobody stands beside.</summary>
public sealed class WallTests(Chromium chromium)
{
    /// <summary>What of the wall is not on the screen: a box that is cut, a figure or an address outside, a text whose last letter is out of sight.</summary>
    private const string OutOfSight =
        """
        async () => {
          for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
          const out = [];
          const outside = (what, { top, left, bottom, right, height }, within = { top: 0, left: 0, bottom: innerHeight, right: innerWidth }) => {
            if (!height || top < within.top - 1 || left < within.left - 1 || bottom > within.bottom + 1 || right > within.right + 1) {
              out.push(`${what}: ${left} to ${right}, ${top} to ${bottom}`);
            }
          };
          for (const box of [document.documentElement, ...document.querySelectorAll('.wall, .wall-air, .wall-side')]) {
            if (box.scrollHeight > box.clientHeight) out.push(`${box.className || 'the page'} is ${box.scrollHeight} of ${box.clientHeight} high`);
          }
          for (const shown of document.querySelectorAll('.wall-head h1, .wall-head p, .wall-by, .wall-side li, .wall-side p, .wall-side strong, .wall-reactions li, .wall-foot > p')) {
            outside(shown.textContent, shown.getBoundingClientRect());
          }
          for (const read of document.querySelectorAll('.wall-question, [data-poll] h2, [data-poll] span')) {
            const letter = document.createRange();
            letter.setStart(read.firstChild, read.firstChild.length - 1);
            letter.setEnd(read.firstChild, read.firstChild.length);
            // A letter's box is higher than its line: where its middle is, it is.
            const { left, right, top, bottom } = letter.getBoundingClientRect();
            const middle = { left, right, top: (top + bottom) / 2, bottom: (top + bottom) / 2, height: bottom - top };
            outside('the end of ' + read.textContent, middle, read.getBoundingClientRect());
            outside('the end of ' + read.textContent, middle);
          }
          return out;
        }
        """;

    [Fact(DisplayName = "[WB187] the longest question, poll and questions to come are on a wall's screen to their end, with reactions, counts and the address to join", Timeout = 180_000)]
    public async Task The_longest_of_everything()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var wall = await Person.OpenAsync(chromium, server.Address, "the wall", "/mur/talk/ouverture");
        await using var professional = await Staff.OpenAsync(chromium, server, "professional", "/forum/ouverture");
        await professional.Button("Commencer").ClickAsync();
        await professional.AskAsync("Qui construit l'usine de demain ?");
        await professional.Question("Qui construit").PushAsync("Mettre à l’antenne");
        var question = wall.Page.Locator(".wall-question");
        await Expect(question).ToHaveTextAsync("Qui construit l'usine de demain ?");
        var large = await LettersAsync(question);

        var longest = Enumerable.Range(1, 4).Select(number => Long($"Question n° {number} :", 300)).ToArray();
        foreach (var text in longest)
        {
            await professional.AskAsync(text);
            await professional.Question(text).PushAsync(text == longest[0] ? "Mettre à l’antenne" : "Approuver");
        }

        await professional.Page.GetByText("Nouveau sondage").ClickAsync();
        await professional.Page.GetByLabel("Question du sondage").FillAsync(Long("Sondage :", 200));
        await professional.Page.GetByLabel("Réponses, une par ligne")
            .FillAsync(string.Join('\n', Enumerable.Range(1, 6).Select(number => Long($"Réponse n° {number} :", 80))));
        await professional.Button("Créer").ClickAsync();
        await professional.Button("Ouvrir").ClickAsync();
        await Expect(wall.Page.Locator("[data-poll] li")).ToHaveCountAsync(6);
        await professional.Button("Fermer").ClickAsync();
        await Expect(wall.Page.Locator("[data-poll] meter")).ToHaveCountAsync(6);
        await Expect(wall.Page.Locator(".wall-next li")).ToHaveCountAsync(3);
        await Expect(question).ToHaveTextAsync(longest[0]);

        foreach (var (width, height) in new[] { (1920, 1080), (1280, 720), (1080, 1920), (1280, 800) })
        {
            await wall.Page.SetViewportSizeAsync(width, height);
            var unseen = await wall.Page.EvaluateAsync<string[]>(OutOfSight);
            Assert.True(unseen.Length == 0, $"At {width} x {height}:\n{string.Join('\n', unseen)}");
        }

        Assert.True(await LettersAsync(question) < large);
        await wall.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB51] a wall comes in by itself, shows what is on air and a poll's result, has no control, and is back after the server", Timeout = 180_000)]
    public async Task A_wall()
    {
        var data = Directory.CreateTempSubdirectory("halle-wall-").FullName;
        var server = await RunningEdge.StartAsync(new RunningEdgeOptions { DataFolder = data }, TestContext.Current.CancellationToken);
        try
        {
            await using var wall = await Person.OpenAsync(chromium, server.Address, "the wall", "/mur/talk/ouverture");
            await Expect(wall.Page.Locator(".wall-question")).ToContainTextAsync("Bientôt", new() { Timeout = 20_000 });
            await using var professional = await Person.OpenAsync(
                chromium, server.Address, "the professional", "/invite#" + server.TokenOf("professional"));
            await professional.IsInAsync();
            await professional.GoAsync("/forum/ouverture");
            await professional.Button("Commencer").ClickAsync();
            await professional.AskAsync("Qui construit l'usine de demain ?");
            await professional.Button("Mettre à l’antenne").ClickAsync();
            await Expect(wall.Page.Locator(".wall-question")).ToHaveTextAsync("Qui construit l'usine de demain ?");

            await professional.Page.GetByText("Nouveau sondage").ClickAsync();
            await professional.Page.GetByLabel("Question du sondage").FillAsync("Votre premier métier ?");
            await professional.Page.GetByLabel("Réponses, une par ligne").FillAsync("Soudeuse\nAutomaticien");
            await professional.Button("Créer").ClickAsync();
            await professional.Button("Ouvrir").ClickAsync();
            await professional.Button("Applaudir 0").ClickAsync();
            await Expect(wall.Page.Locator("[data-poll]")).ToContainTextAsync("Soudeuse");
            await Expect(wall.Page.Locator(".wall-reactions li").First).ToContainTextAsync("1");
            await professional.Button("Fermer").ClickAsync();
            await Expect(wall.Page.Locator("[data-poll] meter")).ToHaveCountAsync(2);
            await Expect(wall.Page.Locator("button, a, input, select, textarea")).ToHaveCountAsync(0);
            await wall.AssertUntroubledAsync();

            wall.ConnectionMayFail = true;
            var port = server.Port;
            await server.KillAsync();
            await Expect(wall.Page.Locator(".wall-away")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await Expect(wall.Page.Locator(".wall-question")).ToHaveTextAsync("Qui construit l'usine de demain ?");
            await server.DisposeAsync();
            server = await RunningEdge.StartAsync(
                new RunningEdgeOptions { DataFolder = data, Port = port }, TestContext.Current.CancellationToken);
            await Expect(wall.Page.Locator(".wall")).ToHaveAttributeAsync("data-live", "live", new() { Timeout = 60_000 });
            await Expect(wall.Page.Locator(".wall-away")).ToHaveCountAsync(0);
        }
        finally
        {
            await server.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task<double> LettersAsync(ILocator text) => text.EvaluateAsync<double>("text => parseFloat(getComputedStyle(text).fontSize)");

    /// <summary>So many letters of a sentence that somebody may ask.</summary>
    private static string Long(string beginning, int letters)
    {
        const string asked = " comment apprend-on ce métier quand on vient d’une classe de troisième et que l’on n’a jamais vu une usine,";
        var text = beginning + string.Concat(Enumerable.Repeat(asked, 1 + (letters / asked.Length)));
        return text[..(letters - 2)] + " ?";
    }
}
