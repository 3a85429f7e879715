using System.Text.RegularExpressions;
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

    /// <summary>By the form beside what somebody wrote.</summary>
    public static async Task SanctionAsync(
        this ILocator where, string kind, string reason, bool everywhere = false, int? minutes = null, bool toTheEnd = false)
    {
        await where.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Modérer", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await where.GetByLabel(kind, new() { Exact = true }).CheckAsync();
        if (everywhere)
        {
            await where.GetByLabel("Tout l’événement").CheckAsync();
        }

        if (toTheEnd)
        {
            await where.GetByLabel("Jusqu’à la fin de l’événement").CheckAsync();
        }

        if (minutes is { } time)
        {
            await where.GetByLabel("Minutes").FillAsync(time.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await where.GetByLabel("Motif").FillAsync(reason);
        await where.PushAsync("Confirmer");
    }
}
