using System.Text.RegularExpressions;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Zone;

/// <summary>The zone as one of its two views shows it: the same actions, by what a person meets on the screen.</summary>
public sealed class ZoneView(Person person, bool map)
{
    private IPage Page => person.Page;

    /// <summary>A visitor who is in, at a window small enough to be drawn by a processor.</summary>
    /// <param name="before">A script of the test's own, run before any of the page.</param>
    public static async Task<Person> VisitorAsync(Chromium chromium, RunningEdge server, string name, string? before = null)
    {
        var person = await Person.OpenAsync(chromium, server.Address, name, before: before);
        await person.Page.SetViewportSizeAsync(960, 640);
        await person.EnterAsVisitorAsync(name);
        await person.IsLiveAsync();
        return person;
    }

    /// <summary>What stands for a site: its button over the scene, or its card's link.</summary>
    public ILocator Site(string key) => Page.Locator(map ? $"button[data-site='{key}']" : $".sites a[href='{PathOf(key)}']");

    /// <summary>What is said of it: its button's words, seen or not, or the text of its card.</summary>
    public async Task<string> SaidOfAsync(string key) => map
        ? await Site(key).TextContentAsync() ?? ""
        : await Page.Locator(".sites > li", new() { Has = Page.Locator($"a[href='{PathOf(key)}']") }).InnerTextAsync();

    public Task SaysAsync(string key, string text) => Eventually.TrueAsync(
        $"{key} says \"{text}\"", async () => (await SaidOfAsync(key)).Contains(text, StringComparison.Ordinal), TimeSpan.FromSeconds(20));

    public Task SaysNotAsync(string key, string text) => Eventually.TrueAsync(
        $"{key} says \"{text}\" no more", async () => !(await SaidOfAsync(key)).Contains(text, StringComparison.Ordinal), TimeSpan.FromSeconds(20));

    public async Task ShowAsync()
    {
        await Page.Locator(".view-toggle").WaitForAsync();
        if (await IsMapAsync() != map)
        {
            await Page.Locator(".view-toggle").ClickAsync();
        }

        await IsShownAsync();
    }

    /// <summary>This view, and no other, is on the screen and has finished drawing.</summary>
    public async Task IsShownAsync()
    {
        if (map)
        {
            await Page.Locator(".zone-map[data-map=ready]").WaitForAsync(new() { Timeout = 40_000 });
        }

        await Expect(Page.Locator(".zone-map")).ToHaveCountAsync(map ? 1 : 0);
    }

    public Task SearchAsync(string text) => Page.GetByPlaceholder("Chercher un site").FillAsync(text);

    public Task CountsAsync(int sites) => Expect(Page.GetByText(sites == 1 ? "1 site" : $"{sites} sites", new() { Exact = true })).ToBeVisibleAsync();

    public async Task OpenAsync(string key)
    {
        await Site(key).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The site's page: over the scene, or alone.</summary>
    public async Task IsOpenAsync(string key, string label)
    {
        await Expect(Page).ToHaveURLAsync(new Regex($"{PathOf(key)}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(Page.Locator(map ? ".zone-panel h1" : "main h1")).ToHaveTextAsync(label);
        await Expect(Page.Locator(".zone-map.with-panel")).ToHaveCountAsync(map ? 1 : 0);
    }

    /// <summary>The forum and the class are places of the zone with pages of their own.</summary>
    private static string PathOf(string key) => key is "forum" or "classe" ? "/" + key : "/stands/" + key;

    private async Task<bool> IsMapAsync() => await Page.Locator(".zone-map").CountAsync() > 0;
}
