using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>A big screen nobody stands beside.</summary>
public sealed class WallTests(Chromium chromium)
{
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
}
