using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Those who come by an invitation.</summary>
internal static class Staff
{
    /// <summary>Signed in by the link of the role, and live at the place.</summary>
    public static async Task<Person> OpenAsync(Chromium chromium, RunningEdge server, string role, string path)
    {
        var person = await Person.OpenAsync(chromium, server.Address, "the " + role, "/invite#" + server.TokenOf(role));
        await person.IsInAsync();
        await person.GoAsync(path);
        await person.IsLiveAsync();
        return person;
    }
    /// <summary>What a moderator, or a room's host, has beside the messages.</summary>
    public static ILocator Panel(this Person moderator) =>
        moderator.Page.GetByRole(AriaRole.Region, new() { Name = "Modération" });

    public static async Task SetModeAsync(this Person moderator, string mode)
    {
        var panel = moderator.Panel();
        await panel.GetByLabel("Mode de la salle").SelectOptionAsync(mode);
        await panel.PushAsync("Appliquer");
        await Expect(panel.Locator("form .badge")).ToHaveTextAsync(mode switch
        {
            "slow" => "Mode lent",
            "preModerated" => "Modération a priori",
            "staffOnly" => "Réservé à l’équipe",
            "paused" => "En pause",
            _ => "Ouvert",
        });
    }
}
