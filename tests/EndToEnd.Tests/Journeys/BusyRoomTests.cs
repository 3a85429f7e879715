using Halle.EndToEnd.Tests.Browsing;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>A room where everybody talks at once, for who listens to it and for an old computer.</summary>
public sealed class BusyRoomTests(Chromium chromium, SharedEdge shared)
{
    /// <summary>Counts what a screen reader would begin to say: changes within anything live.</summary>
    private const string Listen =
        """
        () => {
          window.__spoken = [];
          const live = (node) => {
            const region = (node.nodeType === 1 ? node : node.parentElement)?.closest('[aria-live], [role=status], [role=alert], [role=log]');
            return region && region.getAttribute('aria-live') !== 'off' ? region : null;
          };
          new MutationObserver((changes) => {
            for (const region of new Set(changes.map((change) => live(change.target)).filter(Boolean))) {
              window.__spoken.push(region.textContent);
            }
          }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    [Fact(DisplayName = "[WB42] [WB2] five messages a second are at most five announcements a minute, and at most 200 messages on the page", Timeout = 180_000)]
    public async Task A_busy_chat()
    {
        const int count = 150;
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var listener = await Person.OpenAsync(chromium, server.Address, "the listener", "/stands/verrerie");
        await listener.EnterAsVisitorAsync("Alix Écoute");
        await listener.IsLiveAsync();
        await listener.Page.Locator(".messages").WaitForAsync();
        await using var moderator = await Person.OpenAsync(
            chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"));
        await moderator.IsInAsync();
        await listener.Page.EvaluateAsync(Listen);

        await Talker.TalkAsync(moderator.Page, "booth:verrerie", 0, count, everyMs: 200);
        await listener.SeesAsync($"n° {count - 1}");

        var spoken = await listener.Page.EvaluateAsync<string[]>("() => window.__spoken");
        Assert.True(spoken.Length <= 4, $"In 30 s it said {spoken.Length} things: {string.Join(" | ", spoken)}");
        var counted = spoken.Count(text => text.Contains("nouveaux messages", StringComparison.Ordinal));
        Assert.True(counted >= 2, $"In 30 s it counted {counted} times: {string.Join(" | ", spoken)}");

        await Talker.TalkAsync(moderator.Page, "booth:verrerie", count, count, everyMs: 40);
        await listener.SeesAsync($"n° {(2 * count) - 1}");
        await Expect(listener.Page.Locator(".messages .message")).ToHaveCountAsync(200);
        await listener.AssertUntroubledAsync();
    }
}
