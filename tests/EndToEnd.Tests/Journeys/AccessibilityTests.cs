using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>No serious fault by axe-core on any page, in both languages and both themes.</summary>
public sealed class AccessibilityTests(Chromium chromium, SharedEdge shared)
{
    /// <summary>Who looks at which page, and what is there when it is shown.</summary>
    private static readonly (string Role, string Path, string Shown)[] Pages =
    [
        ("nobody", "/", "main form"),
        ("nobody", "/vie-privee", "main h1"),
        ("visitor", "/zone", ".site"),
        ("visitor", "/stands/centre-information", ".chat .message p.text"),
        ("visitor", "/forum", ".talk-line"),
        ("visitor", "/forum/ouverture", "#ask"),
        ("visitor", "/agenda", "main .card"),
        ("visitor", "/nulle-part", "main h1"),
        ("visitor", "/classes", "main h1"),
        ("visitor", "/annonces", ".announced li"),
        ("visitor", "/mur/talk/ouverture", ".wall-question"),
        ("professional", "/comptoir", ".chat"),
        ("moderator", "/moderation", ".case"),
        ("moderator", "/stands/centre-information", ".queue"),
        ("moderator", "/classe/KEY", ".chat"),
        ("organiser", "/organisation", "main form"),
        ("organiser", "/organisation/etat", "table tbody tr"),
        ("organiser", "/annonces", ".announced li button"),
        ("organiser", "/stands/centre-information", ".queue"),
        ("teacher", "/classe", ".code"),
        ("pupil", "/classe", ".chat"),
    ];

    [Theory(DisplayName = "[WB25] axe-core finds nothing serious or critical on any page", Timeout = 240_000)]
    [InlineData("fr", "light")]
    [InlineData("fr", "dark")]
    [InlineData("en", "light")]
    [InlineData("en", "dark")]
    public async Task Pages_have_no_serious_fault(string language, string theme)
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var writer = await OpenAsync(server, "visitor", language, theme);
        await writer.GoAsync("/stands/centre-information");
        await writer.Page.Locator(".chat .composer textarea").FillAsync($"Bonjour {language} {theme}");
        await writer.Page.Locator(".chat .composer textarea").PressAsync("Enter");
        await writer.SeesAsync($"Bonjour {language} {theme}");
        await writer.Page.Locator(".chat .composer textarea").FillAsync($"https://exemple.test/{language}/{theme}");
        await writer.Page.Locator(".chat .composer textarea").PressAsync("Enter");
        await writer.Page.Locator(".message.held").First.WaitForAsync();

        await using var announcing = await OpenAsync(server, "organiser", language, theme);
        await announcing.GoAsync("/organisation");
        var announced = announcing.Page.Locator(".announced li").Filter(new() { HasText = $"Annonce {language} {theme}" });
        await announcing.Page.Locator("main form textarea").First.FillAsync($"Annonce {language} {theme}");
        await announcing.Page.Locator("main form textarea").First.PressAsync("Tab");
        await announcing.Page.Locator("main form input[type=checkbox]").First.CheckAsync();
        await announcing.Page.Locator("main form button[type=submit]").First.ClickAsync();
        await announced.WaitForAsync();

        List<string> faults = [];
        foreach (var role in Pages.GroupBy(page => page.Role))
        {
            await using var person = await OpenAsync(server, role.Key, language, theme);
            foreach (var (_, path, shown) in role)
            {
                await person.GoAsync(path.Replace("KEY", server.ClassKey, StringComparison.Ordinal));
                await person.Page.Locator(shown).First.WaitForAsync();
                await OpenWhatOpensAsync(person.Page);
                Assert.Equal(language, await person.Page.EvaluateAsync<string>("() => document.documentElement.lang"));
                faults.AddRange(await person.FaultsAsync(path));
            }

            if (role.Key is "visitor" or "pupil")
            {
                await OnTheMapAsync(person, role.Key, faults);
            }

            await person.AssertUntroubledAsync();
        }

        await announced.GetByRole(AriaRole.Button).ClickAsync();
        await announced.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>The map from afar and from near, and what opens over it.</summary>
    private static async Task OnTheMapAsync(Person person, string role, List<string> faults)
    {
        await person.ChooseMapAsync();
        (string Path, string Shown)[] pages = role is "visitor"
            ? [("/", ".map-label"), ("/stands/capitainerie", ".zone-panel .chat"), ("/forum", ".zone-panel .talk-line")]
            : [("/", ".map-label"), ("/classe", ".zone-panel .chat")];
        foreach (var (path, shown) in pages)
        {
            faults.AddRange(await person.FaultsAtAsync(path, shown, map: true));
        }
    }

    private async Task<Person> OpenAsync(RunningEdge server, string role, string language, string theme)
    {
        var path = role is "professional" or "moderator" or "organiser" or "teacher" ? "/invite#" + server.TokenOf(role) : "/vie-privee";
        var person = await Person.OpenAsync(chromium, server.Address, "the " + role, path);
        await person.ChooseAsync(language, theme);
        switch (role)
        {
            case "nobody":
                break;
            case "visitor":
                await SignInAsync(person, "visitor", "name", "Alix Audit");
                break;
            case "pupil":
                await SignInAsync(person, "class", "code", server.ClassCode!);
                break;
            default:
                await person.IsInAsync();
                break;
        }

        return person;
    }

    private static async Task SignInAsync(Person person, string door, string field, string value) => await person.Page.EvaluateAsync(
        """
        async ([door, field, value]) => {
          const answer = await fetch(`/api/sign-in/${door}`,
            { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ [field]: value }) });
          if (!answer.ok) throw new Error(await answer.text());
        }
        """,
        new[] { door, field, value });

    /// <summary>What is folded away is looked at too: a film, the list of keys.</summary>
    private static async Task OpenWhatOpensAsync(IPage page)
    {
        foreach (var folded in new[] { ".medium[aria-expanded=false]", ".queue h3 button[aria-expanded=false]" })
        {
            // One of a shelf at a time: opening the next closes it.
            if (await page.Locator(folded).CountAsync() > 0)
            {
                await page.Locator(folded).First.ClickAsync();
            }
        }
    }
}
