using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>What people do on the screens, in the words of the French screens.</summary>
public static class Screens
{
    public static async Task EnterAsVisitorAsync(this Person person, string pseudonym)
    {
        await person.Page.GetByLabel("Pseudonyme").FillAsync(pseudonym);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Entrer comme visiteur" }).ClickAsync();
        await Expect(person.Page.Locator("header .who")).ToContainTextAsync(pseudonym);
    }

    public static async Task EnterClassAsync(this Person person, string code)
    {
        await person.Page.GetByLabel("Code de la classe").FillAsync(code);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Entrer dans la classe" }).ClickAsync();
        await Expect(person.Page.Locator("header .who")).ToContainTextAsync("élève");
    }

    /// <summary>Staff come by their invitation's link and end on the zone.</summary>
    public static Task IsInAsync(this Person person) => Expect(person.Page.Locator("header .who")).ToBeVisibleAsync();

    public static Task IsLiveAsync(this Person person) =>
        Expect(person.Page.Locator(".connection")).ToHaveAttributeAsync("data-live", "live", new() { Timeout = 40_000 });

    public static async Task SayAsync(this Person person, string text)
    {
        var box = person.Page.GetByLabel("Votre message");
        await box.FillAsync(text);
        await box.PressAsync("Enter");
    }

    public static async Task AskAsync(this Person person, string text)
    {
        await person.Page.GetByLabel("Votre question").FillAsync(text);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Poser une question" }).ClickAsync();
    }

    /// <summary>Messages with this text that the room has (not those still waiting to be sent).</summary>
    public static ILocator Messages(this Person person, string text) => person.Page.Locator(".chat .message[data-seq]")
        .Filter(new() { Has = person.Page.Locator("p.text", new() { HasTextRegex = new Regex("^" + Regex.Escape(text) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)) }) });

    /// <summary>Sees it, and sees it once.</summary>
    public static Task SeesAsync(this Person person, string text) => Expect(person.Messages(text)).ToHaveCountAsync(1, new() { Timeout = 30_000 });

    public static ILocator Question(this Person person, string text) =>
        person.Page.Locator("ul[aria-label] > li.question").Filter(new() { HasText = text });

    public static Task SeesQuestionAsync(this Person person, string text, string state) =>
        Expect(person.Question(text)).ToHaveAttributeAsync("data-state", state);

    public static Task PushAsync(this ILocator within, string button) =>
        within.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
