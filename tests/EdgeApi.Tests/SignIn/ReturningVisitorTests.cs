using Halle.Shared;
using Halle.Tests.Hosting;

namespace Halle.Tests.SignIn;

/// <summary>Who a visitor is after going out and coming in again, over real HTTP.</summary>
public sealed class ReturningVisitorTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    [Fact(DisplayName = "[SI91] A visitor who goes out and comes in again from the same browser is the same person, under any name; another browser is another")]
    public async Task Same_browser_same_person()
    {
        using var browser = new EdgeBrowser(Edge.Address);
        using var other = new EdgeBrowser(Edge.Address);

        var first = await browser.VisitorAsync("Alix Premier");
        (await browser.PostAsync("/api/sign-out", new { })).MustBe(200);
        Assert.Equal("""{"signedIn":false}""", (await browser.GetAsync("/api/me")).Text);
        var second = await browser.VisitorAsync("Sacha Second");
        var stranger = await other.VisitorAsync("Alix Premier");

        Assert.Equal((string?)first["person"], (string?)second["person"]);
        Assert.Equal("Sacha Second", (string?)second["name"]);
        Assert.NotEqual((string?)first["person"], (string?)stranger["person"]);
    }

    [Fact(DisplayName = "[SI91] The cookie that says so is HttpOnly, SameSite=Lax, kept for 14 days, and says nothing readable")]
    public async Task The_cookie()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = (await browser.PostAsync("/api/sign-in/visitor", new { name = "Camille Testard" })).MustBe(200);

        var cookie = answer.Header("Set-Cookie")!.Split("halle-visitor=")[1];
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; expires=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain((string)answer.Json["person"]!, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Testard", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(DisplayName = "[SI92] Pupils and staff neither get that cookie nor are anybody by it: two pupils at one computer are two")]
    public async Task Only_visitors()
    {
        using var browser = new EdgeBrowser(Edge.Address);
        var visitor = await browser.VisitorAsync("Alix Visiteuse");
        var known = Known(browser);
        await browser.PostAsync("/api/sign-out", new { });

        var one = await browser.PupilAsync(Edge.ClassCode!);
        await browser.PostAsync("/api/sign-out", new { });
        var two = await browser.PupilAsync(Edge.ClassCode!);
        await browser.PostAsync("/api/sign-out", new { });
        var staff = await browser.InviteAsync(Edge.TokenOf("moderator"));

        string?[] people = [(string?)visitor["person"], (string?)one["person"], (string?)two["person"], (string?)staff["person"]];
        Assert.Equal(4, people.Distinct(StringComparer.Ordinal).Count());
        Assert.NotNull(known);
        Assert.Equal(known, Known(browser));
        using var school = new EdgeBrowser(Edge.Address);
        await school.PupilAsync(Edge.ClassCode!);
        Assert.Null(Known(school));
        using var desk = new EdgeBrowser(Edge.Address);
        await desk.InviteAsync(Edge.TokenOf("teacher"));
        Assert.Null(Known(desk));
    }

    [Fact(DisplayName = "[SI93] A visitor who was revoked does not come in again from that browser: revoked")]
    public async Task Revoked_stays_out()
    {
        using var organiser = new EdgeBrowser(Edge.Address);
        await organiser.InviteAsync(Edge.TokenOf("organiser"));
        using var browser = new EdgeBrowser(Edge.Address);
        var person = (string?)(await browser.VisitorAsync("Alix Sortie"))["person"];

        (await organiser.PostAsync("/api/revocations", new { kind = "person", id = person })).MustBe(200);
        var again = await browser.PostAsync("/api/sign-in/visitor", new { name = "Sacha Rentrant" });

        Assert.Equal((401, "revoked"), (again.Status, again.Code));
        Assert.DoesNotContain("halle=", again.Header("Set-Cookie") ?? "", StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI96] A new sign-in ends no other session of the browser, nor does its sign-out; what ends the person ends them all")]
    public async Task A_kept_cookie()
    {
        using var organiser = new EdgeBrowser(Edge.Address);
        await organiser.InviteAsync(Edge.TokenOf("organiser"));
        using var browser = new EdgeBrowser(Edge.Address);
        var person = (string?)(await browser.VisitorAsync("Alix Avant"))["person"];
        using var copy = new EdgeBrowser(Edge.Address);
        copy.Cookies.Add(browser.Cookies.GetAllCookies());

        await browser.VisitorAsync("Alix Ensuite");
        Assert.Equal((person, "Alix Avant"), Me(await copy.GetAsync("/api/me")));
        (await browser.PostAsync("/api/sign-out", new { })).MustBe(200);
        Assert.Equal((person, "Alix Avant"), Me(await copy.GetAsync("/api/me")));

        (await organiser.PostAsync("/api/revocations", new { kind = "person", id = person })).MustBe(200);
        await Eventually.TrueAsync(
            "the copy opens nothing", async () => (await copy.GetAsync("/api/me")).Text.Contains("\"signedIn\":false", StringComparison.Ordinal));
    }

    private static (string? Person, string? Name) Me(EdgeAnswer answer) => ((string?)answer.Json["person"], (string?)answer.Json["name"]);

    private static string? Known(EdgeBrowser browser) => browser.Cookies.GetAllCookies()["halle-visitor"]?.Value;
}
