using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Browsers behind proxies that let less through than they should.</summary>
public sealed class TransportTests(Chromium chromium)
{
    [Theory(DisplayName = "[WB27] without WebSockets the browser goes on by what is left, talks both ways and comes back after a reload", Timeout = 180_000)]
    [InlineData("server-sent events", "delete window.WebSocket;", "text/event-stream")]
    [InlineData("long polling", "delete window.WebSocket; delete window.EventSource;", "application/")]
    public async Task Fallbacks_talk(string way, string before, string answered)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var other = await Person.OpenAsync(chromium, server.Address, "the other", "/stands/edf");
        await other.EnterAsVisitorAsync("Sacha Essai");
        await using var person = await Person.OpenAsync(chromium, server.Address, way, "/stands/edf", before: before);
        var types = new List<string>();
        person.Page.Response += (_, response) =>
        {
            if (response.Url.Contains("/live?id=", StringComparison.Ordinal) && response.Request.Method == "GET"
                && response.Headers.TryGetValue("content-type", out var type))
            {
                types.Add(type);
            }
        };
        await person.EnterAsVisitorAsync("Alix Essai");
        await person.IsLiveAsync();

        await person.SayAsync("Le mandataire ne laisse rien passer.");
        await other.SeesAsync("Le mandataire ne laisse rien passer.");
        await other.SayAsync("Et pourtant je te lis.");
        await person.SeesAsync("Et pourtant je te lis.");

        await person.Page.ReloadAsync();
        await person.IsLiveAsync();
        await person.SeesAsync("Et pourtant je te lis.");
        await person.SayAsync("De retour.");
        await other.SeesAsync("De retour.");

        Assert.All(types, type => Assert.StartsWith(answered, type, StringComparison.Ordinal));
        await Expect(person.Page.Locator("header .who")).ToContainTextAsync("Alix Essai");
        await person.AssertUntroubledAsync();
        await other.AssertUntroubledAsync();
    }
}
