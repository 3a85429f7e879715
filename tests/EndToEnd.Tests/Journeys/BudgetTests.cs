using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What an old school computer has to fetch before anybody can write.</summary>
public sealed class BudgetTests(Chromium chromium, SharedEdge shared)
{
    /// <summary>Bytes of packed script for welcome, list, booth and live client.</summary>
    private const int MostScript = 60 * 1024;

    [Fact(DisplayName = "[WB52] welcome, list and booth need at most 60 KB of packed script, and nothing of the map, the desks or the film player", Timeout = 60_000)]
    public async Task Script_before_anybody_can_write()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var visitor = await Person.OpenAsync(chromium, server.Address, "the visitor", "/vie-privee");
        List<string> scripts = [];
        visitor.Page.Request += (_, request) =>
        {
            if (request.ResourceType == "script")
            {
                scripts.Add(new Uri(request.Url).AbsolutePath);
            }
        };

        await visitor.GoAsync("/");
        await visitor.EnterAsVisitorAsync("Alix Budget");
        await visitor.Page.Locator(".site a[href='/stands/cimenterie']").ClickAsync();
        await visitor.SayAsync("Bonjour");
        await visitor.SeesAsync("Bonjour");

        using var browser = new EdgeBrowser(server.Address);
        var sizes = new List<(string Path, int Size)>();
        foreach (var path in scripts.Distinct(StringComparer.Ordinal))
        {
            sizes.Add((path, (await browser.GetAsync(path, ("Accept-Encoding", "br"))).MustBe(200).Body.Length));
        }

        var sum = sizes.Sum(one => one.Size);
        var list = string.Join("\n", sizes.OrderByDescending(one => one.Size).Select(one => $"{one.Size,7} {one.Path}"));
        RunLog.Print($"WB52: welcome, list, booth and live client {sum} bytes of packed script, of {MostScript}");
        Assert.True(sum <= MostScript, $"{sum} bytes of script:\n{list}");
        Assert.DoesNotContain(sizes, one => one.Path.Contains("MapView", StringComparison.Ordinal)
            || one.Path.Contains("hls", StringComparison.Ordinal) || one.Path.Contains("Desk", StringComparison.Ordinal));
    }
}
