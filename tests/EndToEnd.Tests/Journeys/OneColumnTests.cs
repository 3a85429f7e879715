using Halle.EndToEnd.Tests.Browsing;
using Microsoft.Playwright;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What comes first at a booth, where there is room for one thing beside another and where there is not.</summary>
public sealed class OneColumnTests(Chromium chromium, SharedEdge shared)
{
    private const int MostStops = 80;

    private static readonly string[] ShelfFirst = ["media", "chat"];

    [Fact(DisplayName = "[WB189] in one column who is there and its films come before the chat, for eye and keyboard, on a telephone and over the map; on a wide page they stand to its right", Timeout = 180_000)]
    public async Task What_comes_first()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/stands/centre-information");
        await visitor.EnterAsVisitorAsync("Alix Colonne");
        await visitor.Page.Locator(".chat .composer textarea").WaitForAsync();

        var (staff, shelf, chat) = await PlacesAsync(visitor);
        Assert.True(chat.X + chat.Width < staff.X && staff.X == shelf.X, $"The chat is not to the left: {chat.X}, {staff.X}, {shelf.X}");
        Assert.Equal(chat.Y, staff.Y, tolerance: 1);
        Assert.Equal(ShelfFirst, await StopsAsync(visitor));

        await visitor.Page.SetViewportSizeAsync(390, 844);
        await visitor.GoAsync("/stands/centre-information");
        await InOneColumnAsync(visitor);

        await visitor.Page.SetViewportSizeAsync(1280, 800);
        await visitor.Page.EvaluateAsync("() => localStorage.setItem('halle.view', 'map')");
        await visitor.GoAsync("/stands/centre-information");
        await visitor.Page.Locator(".zone-map[data-map=ready] .zone-panel").WaitForAsync(new() { Timeout = 60_000 });
        await InOneColumnAsync(visitor);
        await visitor.AssertUntroubledAsync();
    }

    private static async Task InOneColumnAsync(Person visitor)
    {
        await visitor.Page.Locator(".chat .composer textarea").WaitForAsync();
        var (staff, shelf, chat) = await PlacesAsync(visitor);

        Assert.True(staff.X == shelf.X && staff.X == chat.X, $"It is no column: {staff.X}, {shelf.X}, {chat.X}");
        Assert.True(staff.Y < shelf.Y && shelf.Y < chat.Y, $"From above: staff {staff.Y}, films {shelf.Y}, chat {chat.Y}");
        Assert.Equal(ShelfFirst, await StopsAsync(visitor));
    }

    private static async Task<(LocatorBoundingBoxResult Staff, LocatorBoundingBoxResult Shelf, LocatorBoundingBoxResult Chat)> PlacesAsync(Person visitor) =>
        (await PlaceAsync(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Professionnels" })),
            await PlaceAsync(visitor.Page.Locator(".media")),
            await PlaceAsync(visitor.Page.Locator(".chat")));

    private static async Task<LocatorBoundingBoxResult> PlaceAsync(ILocator shown) =>
        await shown.BoundingBoxAsync() ?? throw new InvalidOperationException($"{shown} is not shown.");

    /// <summary>Through which of the two the Tab key leads from the booth's name on, up to where one writes.</summary>
    private static async Task<IReadOnlyList<string>> StopsAsync(Person visitor)
    {
        await visitor.Page.Locator("article h1").EvaluateAsync("title => { title.tabIndex = -1; title.focus(); }");
        List<string> stops = [];
        for (var stop = 0; stop < MostStops; stop++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var at = await visitor.Page.EvaluateAsync<string?>("() => document.activeElement.closest('.media') ? 'media' : document.activeElement.closest('.chat') ? 'chat' : null");
            if (at is not null && at != stops.LastOrDefault())
            {
                stops.Add(at);
            }

            if (await visitor.Page.EvaluateAsync<bool>("() => document.activeElement.matches('.composer textarea')"))
            {
                return stops;
            }
        }

        return [.. stops, "and no place to write"];
    }
}
