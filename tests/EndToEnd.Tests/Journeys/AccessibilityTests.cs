using Deque.AxeCore.Playwright;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>No serious fault by axe-core on the pages people spend their time on, in both languages and both themes.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    private static readonly string[] Grave = ["serious", "critical"];

    [Theory(DisplayName = "[WB25] axe-core finds nothing serious or critical", Timeout = 240_000)]
    [InlineData("fr-FR", ColorScheme.Light)]
    [InlineData("fr-FR", ColorScheme.Dark)]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    public async Task Pages_have_no_serious_fault(string locale, ColorScheme scheme)
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var person = await Person.OpenAsync(chromium, server.Address, "the auditor", "/", locale, scheme);
        await person.Page.Locator("main form").First.WaitForAsync();
        var faults = await FaultsAsync(person, "sign-in");

        await using var moderator = await Person.OpenAsync(
            chromium, server.Address, "the moderator", "/invite#" + server.TokenOf("moderator"), locale, scheme);
        await moderator.IsInAsync();
        await moderator.Page.Locator(".site").First.WaitForAsync();
        faults.AddRange(await FaultsAsync(moderator, "zone"));
        await moderator.GoAsync("/stands/edf");
        await moderator.IsLiveAsync();
        await moderator.Page.Locator(".composer textarea").FillAsync("Un message pour l'audit");
        await moderator.Page.Locator(".composer textarea").PressAsync("Enter");
        await moderator.SeesAsync("Un message pour l'audit");
        faults.AddRange(await FaultsAsync(moderator, "booth"));
        await moderator.GoAsync("/forum");
        await moderator.Page.Locator("main a[href^='/forum/']").First.ClickAsync();
        await moderator.Page.Locator("#ask").WaitForAsync();
        faults.AddRange(await FaultsAsync(moderator, "talk"));

        await using var teacher = await Person.OpenAsync(
            chromium, server.Address, "the teacher", "/invite#" + server.TokenOf("teacher"), locale, scheme);
        await teacher.IsInAsync();
        await teacher.GoAsync("/classe");
        await teacher.Page.Locator(".composer textarea").WaitForAsync();
        faults.AddRange(await FaultsAsync(teacher, "class"));

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static async Task<List<string>> FaultsAsync(Person person, string page)
    {
        var result = await person.Page.RunAxe();
        return [.. result.Violations
            .Where(violation => Grave.Contains(violation.Impact, StringComparer.OrdinalIgnoreCase))
            .Select(violation => $"{page}: {violation.Id} ({violation.Impact}) {violation.Help}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html)))];
    }
}
