using System.Text.RegularExpressions;
using Halle.Cluster.Tests.Faults.Proxy;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.Cluster.Tests.Faults.Screens;

/// <summary>Two people in a room of the stage, at browsers of their own; what is on their screens is written down.</summary>
internal sealed partial class Scene : IAsyncDisposable
{
    private readonly List<string> _said = [];

    private Scene(string room, FrontDoor door, Person writer, Person reader) => (Room, Door, Writer, Reader) = (room, door, writer, reader);

    public string Room { get; }

    public FrontDoor Door { get; }

    /// <summary>Came by the front door, so is at the first edge while that is well.</summary>
    public Person Writer { get; }

    /// <summary>Came by the front door too, or is at the second edge.</summary>
    public Person Reader { get; }

    public ILocator Draft => Writer.Page.GetByLabel("Votre message");

    /// <summary>Everything is well, both are in, and the writer has said something that both see.</summary>
    public static async Task<Scene> OpenAsync(FaultStage stage, Chromium chromium, string names, bool bothByTheDoor, CancellationToken cancellationToken)
    {
        await stage.HealAsync(cancellationToken);
        var room = stage.TakeRooms(1)[0];
        var path = "/stands/" + room[(room.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var door = new FrontDoor(stage.Cluster.Network, [stage.Cluster.Edge1, stage.Cluster.Edge2]);
        await door.LeadsToAsync(stage.Cluster.Edge1, cancellationToken);
        var writer = await Person.OpenAsync(chromium, door.Address, "the writer", path, before: ScreenRecord.Script);
        await writer.EnterAsVisitorAsync("Alix " + names);
        await writer.IsLiveAsync();
        var reader = await Person.OpenAsync(chromium, bothByTheDoor ? door.Address : stage.Cluster.Edge2, "the reader", path, before: ScreenRecord.Script);
        await reader.EnterAsVisitorAsync("Noé " + names);
        await reader.IsLiveAsync();
        var scene = new Scene(room, door, writer, reader);
        await scene.SayAsync("avant");
        await scene.BothSeeItOnceAsync("avant");
        return scene;
    }

    public Task SayAsync(string text)
    {
        _said.Add(text);
        return Writer.SayAsync(text);
    }

    /// <summary>What the writer said and nobody has confirmed yet.</summary>
    public ILocator Unsent(string text = "") => Writer.Page.Locator(".message[data-state=unsent]", new() { HasText = text });

    public async Task BothSeeItOnceAsync(string text)
    {
        await Reader.SeesAsync(text);
        await Writer.SeesAsync(text);
        await Expect(Unsent(text)).ToHaveCountAsync(0);
    }

    /// <summary>The draft is as it was left, and can be sent.</summary>
    public async Task TheDraftIsKeptAsync(string text)
    {
        await Expect(Draft).ToHaveValueAsync(text);
        _said.Add(text);
        await Draft.PressAsync("Enter");
        await BothSeeItOnceAsync(text);
    }

    /// <summary>
    /// What holds on both screens after every fault: all that was said is there, in order; nothing was ever there twice; the chat stayed; no
    /// words but those of <paramref name="mayRead"/> were in the bar, and none that alarm.
    /// </summary>
    public async Task<(ScreenRecord Writer, ScreenRecord Reader)> MustHaveBeenCalmAsync(Regex? mayRead = null)
    {
        ScreenRecord[] records = [await ScreenRecord.OfAsync(Writer), await ScreenRecord.OfAsync(Reader)];
        foreach (var record in records)
        {
            Assert.Empty(record.Twice);
            Assert.Empty(record.Alerts);
            Assert.Equal(0, record.Gone);
            Assert.All(record.Bars, words => Assert.True(mayRead?.IsMatch(words) is true, $"The bar read: {words}"));
        }

        foreach (var person in new[] { Writer, Reader })
        {
            Assert.Equal(_said, await person.Page.Locator(".chat .message[data-seq] p.text").AllInnerTextsAsync());
            await Eventually.TrueAsync(
                $"{person.Name} has nothing left to send",
                () => person.Page.EvaluateAsync<bool>("() => !Object.keys(sessionStorage).some((key) => key.startsWith('halle.outbox'))"));
            await person.AssertUntroubledAsync();
        }

        return (records[0], records[1]);
    }

    /// <summary>The calm words about a line that is away.</summary>
    [GeneratedRegex("^Connexion perdue\\. Nous revenons…( \\d messages? gardés?, pas encore envoyés?\\.)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    public static partial Regex Away();

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Reader.DisposeAsync();
        await Door.DisposeAsync();
    }
}
