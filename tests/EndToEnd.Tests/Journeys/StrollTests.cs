using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>A pupil who walks through the event alone.</summary>
public sealed class StrollTests(Chromium chromium)
{
    [Fact(DisplayName = "[CL30] a pupil who strolls is called back to the class when the teacher locks the visits", Timeout = 180_000)]
    public async Task A_strolling_pupil_is_called_back()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var teacher = await Staff.OpenAsync(chromium, server, "teacher", "/classe");
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await pupil.GoAsync("/stands/edf");
        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("EDF");
        await pupil.IsLiveAsync();
        await pupil.SayAsync("Je me promène.");
        await pupil.SeesAsync("Je me promène.");

        await teacher.Page.GetByLabel("Fermer les visites libres").CheckAsync();

        await Expect(pupil.Page.Locator("h1")).ToHaveTextAsync("Classe");
        await Expect(pupil.Page.Locator(".toast")).ToContainTextAsync("Reste avec ta classe");
        await pupil.GoAsync("/stands/ksb");
        await Expect(pupil.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("verrouillé");

        await teacher.AssertUntroubledAsync();
        await pupil.AssertUntroubledAsync();
    }
}
