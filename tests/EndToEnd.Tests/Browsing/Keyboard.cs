using Microsoft.Playwright;
using Xunit.Sdk;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>Somebody without a mouse.</summary>
public static class Keyboard
{
    /// <summary>More stops than any page has.</summary>
    private const int MostStops = 160;

    /// <summary>Presses Tab until the focus is there.</summary>
    public static async Task TabToAsync(this Person person, ILocator target)
    {
        await target.WaitForAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await person.Page.Keyboard.PressAsync("Tab");
        }

        throw new XunitException($"{person.Name} pressed Tab {MostStops} times and did not come to {target}.");
    }

    public static async Task PressOnAsync(this Person person, ILocator target, string key = "Enter")
    {
        await person.TabToAsync(target);
        await person.Page.Keyboard.PressAsync(key);
    }

    public static async Task TypeIntoAsync(this Person person, ILocator target, string text, string? then = null)
    {
        await person.TabToAsync(target);
        await person.Page.Keyboard.InsertTextAsync(text);
        if (then is not null)
        {
            await person.Page.Keyboard.PressAsync(then);
        }
    }

    public static ILocator Link(this Person person, string name) =>
        person.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First;

    public static ILocator Button(this Person person, string name) =>
        person.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First;
}
