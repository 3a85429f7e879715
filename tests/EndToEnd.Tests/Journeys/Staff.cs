using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;

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
}
