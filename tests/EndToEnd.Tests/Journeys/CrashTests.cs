using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>The server dies in the middle of a conversation, and the browsers go on.</summary>
public sealed class CrashTests(Chromium chromium)
{
    [Fact(DisplayName = "[WB23] after kill -9 every browser is back by itself: nothing lost, nothing twice, the unsent sent once", Timeout = 240_000)]
    public async Task A_conversation_outlives_the_server()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("halle-journey-");
        var options = new RunningEdgeOptions { DataFolder = data.FullName, Port = RunningEdge.FreePort() };
        await using var before = await RunningEdge.StartAsync(options, cancellationToken);
        await using var ana = await VisitorAsync(before, "Ana Essai");
        await using var bob = await VisitorAsync(before, "Basile Essai");
        await using var eva = await VisitorAsync(before, "Eva Essai");
        Person[] everybody = [ana, bob, eva];

        await ana.SayAsync("Premier message d'Ana");
        await bob.SayAsync("Premier message de Basile");
        foreach (var person in everybody)
        {
            await person.SeesAsync("Premier message d'Ana");
            await person.SeesAsync("Premier message de Basile");
            person.ConnectionMayFail = true;
        }

        // In flight when the process dies: stored or not, it must be there once in the end.
        await ana.SayAsync("En vol au moment de la panne");
        await before.KillAsync();
        await Expect(eva.Page.Locator(".connection.shown")).ToBeVisibleAsync();
        await bob.SayAsync("Écrit pendant la panne");
        await Expect(bob.Page.Locator(".message[data-state=unsent]")).ToContainTextAsync("Écrit pendant la panne");

        await using var after = await RunningEdge.StartAsync(options, cancellationToken);
        foreach (var person in everybody)
        {
            await person.IsLiveAsync();
            person.ConnectionMayFail = false;
        }

        await eva.SayAsync("Nous revoilà");
        foreach (var person in everybody)
        {
            await person.SeesAsync("Premier message d'Ana");
            await person.SeesAsync("Premier message de Basile");
            await person.SeesAsync("En vol au moment de la panne");
            await person.SeesAsync("Écrit pendant la panne");
            await person.SeesAsync("Nous revoilà");
            await Expect(person.Page.Locator(".message[data-state=unsent]")).ToHaveCountAsync(0);
        }

        // One order for all of them, and for somebody who comes afterwards.
        await using var late = await VisitorAsync(after, "Nouvelle Essai");
        await late.SeesAsync("Nous revoilà");
        var order = await late.Page.Locator(".chat .message[data-seq] p.text").AllInnerTextsAsync();
        Assert.Equal(5, order.Count);
        foreach (var person in everybody)
        {
            Assert.Equal(order, await person.Page.Locator(".chat .message[data-seq] p.text").AllInnerTextsAsync());
            await person.AssertUntroubledAsync();
        }

        await after.KillAsync();
        data.Delete(recursive: true);
    }

    private async Task<Person> VisitorAsync(RunningEdge server, string name)
    {
        var person = await Person.OpenAsync(chromium, server.Address, name, "/stands/edf");
        await person.EnterAsVisitorAsync(name);
        await person.IsLiveAsync();
        return person;
    }
}
