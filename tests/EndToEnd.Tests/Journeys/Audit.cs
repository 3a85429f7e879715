using Deque.AxeCore.Playwright;
using Halle.EndToEnd.Tests.Browsing;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Looking at pages with axe-core.</summary>
internal static class Audit
{
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>From the next page on in that language and theme.</summary>
    public static Task ChooseAsync(this Person person, string language, string theme) => person.Page.EvaluateAsync(
        "([language, theme]) => { localStorage.setItem('halle.language', language); localStorage.setItem('halle.theme', theme); }",
        new[] { language, theme });

    /// <summary>From the next page on with the map.</summary>
    public static Task ChooseMapAsync(this Person person) => person.Page.EvaluateAsync("() => localStorage.setItem('halle.view', 'map')");

    /// <summary>Goes there, waits for what is to be seen, and looks.</summary>
    public static async Task<List<string>> FaultsAtAsync(this Person person, string path, string shown, bool map = false)
    {
        await person.GoAsync(path);
        if (map)
        {
            await person.Page.Locator(".zone-map[data-map=ready]").WaitForAsync(new() { Timeout = 60_000 });
        }

        await person.Page.Locator(shown).First.WaitForAsync();
        return await person.FaultsAsync(map ? path + " on the map" : path);
    }

    public static async Task<List<string>> FaultsAsync(this Person person, string page)
    {
        var result = await person.Page.RunAxe();
        return [.. result.Violations
            .Where(violation => Grave.Contains(violation.Impact, StringComparer.OrdinalIgnoreCase))
            .Select(violation => $"{person.Name} {page}: {violation.Id} ({violation.Impact}) {violation.Help}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html)))];
    }
}
