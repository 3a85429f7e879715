using Halle.Shared;
using Halle.Tests.Hosting;

namespace Halle.Tests.Access;

/// <summary>Invitations, revocations and classes: who may, and what happens.</summary>
public sealed class AccessHttpTests(EdgeFixture fixture)
{
    private static readonly string[] NoSuchBooth = ["booth:no-such-booth"];

    private RunningEdge Edge => fixture.Edge;

    public static TheoryData<string, string, string> StaffCalls => new()
    {
        { "GET", "/api/invites", "" },
        { "GET", "/api/status", "" },
        { "POST", "/api/invites", """{"role":"organiser","name":"Claude Intrus","own":[],"singleUse":false,"expiresAt":"2099-01-01T00:00:00Z"}""" },
        { "DELETE", "/api/invites/0123456789abcdef0123456789abcdef", "" },
        { "POST", "/api/revocations", """{"kind":"person","id":"0123456789abcdef0123456789abcdef"}""" },
    };

    [Theory(DisplayName = "[SI9] A14: every role but organisers gets 403 at the organisers' endpoints, nobody 401")]
    [MemberData(nameof(StaffCalls))]
    public async Task Only_organisers(string method, string path, string body)
    {
        foreach (var role in (string[])["nobody", "visitor", "pupil", "teacher", "professional", "moderator"])
        {
            using var browser = await SignInAsync(role);

            var answer = await browser.SendAsync(
                new HttpMethod(method), path, body.Length > 0 ? new StringContent(body, System.Text.Encoding.UTF8, "application/json") : null, []);

            Assert.Equal((role, role == "nobody" ? 401 : 403), (role, answer.Status));
            Assert.Equal(role == "nobody" ? "sign_in_needed" : "forbidden", answer.Code);
        }
    }

    [Fact(DisplayName = "[SI7] An organiser invites once; the link works once, and the list never shows its secret")]
    public async Task Single_use_invitation()
    {
        using var organiser = await SignInAsync("organiser");
        var created = (await organiser.PostAsync("/api/invites", Invitation())).MustBe(200).Json;
        var link = (string)created["link"]!;
        var token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];

        using var moderator = new EdgeBrowser(Edge.Address);
        var me = await moderator.InviteAsync(token);
        using var second = new EdgeBrowser(Edge.Address);
        var again = await second.PostAsync("/api/sign-in/invite", new { token });
        var list = (await organiser.GetAsync("/api/invites")).MustBe(200);

        Assert.StartsWith($"{Edge.Origin}/invite#", link, StringComparison.Ordinal);
        Assert.Equal("Maxence Essai", (string?)me["name"]);
        Assert.Equal((401, "sign_in_needed"), (again.Status, again.Code));
        Assert.Contains((string)created["id"]!, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], list.Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI11] The demo's invitations are on the list like all others, and revoked there")]
    public async Task Demo_invitations_are_listed_and_revocable()
    {
        await using var edge = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var organiser = new EdgeBrowser(edge.Address);
        await organiser.InviteAsync(edge.TokenOf("organiser"));
        using var professional = new EdgeBrowser(edge.Address);
        await professional.InviteAsync(edge.TokenOf("professional"));

        var list = (await organiser.GetAsync("/api/invites")).MustBe(200).Json["invites"]!.AsArray();

        Assert.Equal(["moderator", "organiser", "professional", "teacher"], list.Select(invite => (string)invite!["role"]!).Order(StringComparer.Ordinal));
        var id = edge.TokenOf("professional").Split('.')[0];
        Assert.Contains(list, invite => (string?)invite!["id"] == id && !(bool)invite["revoked"]!);

        (await organiser.DeleteAsync($"/api/invites/{id}")).MustBe(200);

        await Eventually.TrueAsync("the session is over", async () => !(await professional.GetAsync("/api/me")).Text.Contains("true", StringComparison.Ordinal));
        using var later = new EdgeBrowser(edge.Address);
        Assert.Equal(401, (await later.PostAsync("/api/sign-in/invite", new { token = edge.TokenOf("professional") })).Status);
    }

    [Fact(DisplayName = "[SI12] S5: a visitor cannot take the name of staff, however it is drawn; revoking the invitation frees it")]
    public async Task Staff_names_are_reserved()
    {
        using var organiser = await SignInAsync("organiser");
        var created = (await organiser.PostAsync("/api/invites", Invitation(singleUse: true, "Maud Exemple, soudeuse"))).MustBe(200).Json;
        string[] taken = ["Maud Exemple", "maud exemple", "Exemple Maud", "Маud Ехеmрlе", "Maud Exemp1e 2", "M a u d Exemple", "Maud Exemple, soudeuse"];

        foreach (var name in taken)
        {
            Assert.Equal((400, "name_reserved"), await TryAsync(name));
        }

        Assert.Equal((200, null), await TryAsync("Maud"));

        (await organiser.DeleteAsync($"/api/invites/{created["id"]}")).MustBe(200);

        Assert.Equal((200, null), await TryAsync("Maud Exemple"));

        async Task<(int, string?)> TryAsync(string name)
        {
            using var visitor = new EdgeBrowser(Edge.Address);
            var answer = await visitor.PostAsync("/api/sign-in/visitor", new { name });
            return (answer.Status, answer.Code);
        }
    }

    [Fact(DisplayName = "[SI11] Revoking an invitation that nobody made is not found")]
    public async Task Unknown_invitations_are_not_found()
    {
        using var organiser = await SignInAsync("organiser");

        var answer = await organiser.PostAsync("/api/revocations", new { kind = "invite", id = "0123456789abcdef0123456789abcdef" });

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Fact(DisplayName = "[SI4] J11: revoking an invitation ends the sessions it opened within 5 s, and the link")]
    public async Task Revoked_invitation_ends_its_sessions()
    {
        using var organiser = await SignInAsync("organiser");
        var created = (await organiser.PostAsync("/api/invites", Invitation(singleUse: false))).MustBe(200).Json;
        var token = ((string)created["link"]!).Split('#')[1];
        using var moderator = new EdgeBrowser(Edge.Address);
        await moderator.InviteAsync(token);

        (await organiser.DeleteAsync($"/api/invites/{created["id"]}")).MustBe(200);

        await Eventually.TrueAsync("the session is over", async () => !(await moderator.GetAsync("/api/me")).Text.Contains("true", StringComparison.Ordinal));
        using var later = new EdgeBrowser(Edge.Address);
        Assert.Equal(401, (await later.PostAsync("/api/sign-in/invite", new { token })).Status);
    }

    [Fact(DisplayName = "[SI4] An organiser ends one person's session by the person's id")]
    public async Task Revoked_person()
    {
        using var organiser = await SignInAsync("organiser");
        using var visitor = new EdgeBrowser(Edge.Address);
        var me = await visitor.VisitorAsync("Camille Congédiée");

        (await organiser.PostAsync("/api/revocations", new { kind = "person", id = (string?)me["person"] })).MustBe(200);

        await Eventually.TrueAsync("the session is over", async () => !(await visitor.GetAsync("/api/me")).Text.Contains("true", StringComparison.Ordinal));
    }

    public static TheoryData<string> BadInvitations => new(
        """{"role":"pupil","name":"Camille","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"visitor","name":"Camille","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"moderator","name":"Camille","own":["booth:edf"],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"teacher","name":"Camille","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"professional","name":"Camille","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"moderator","name":"","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"moderator","name":"Camille","own":[],"singleUse":true,"expiresAt":"2001-01-01T00:00:00Z"}""",
        """{"role":"moderator","name":"Camille","own":[],"singleUse":true,"expiresAt":"2999-01-01T00:00:00Z"}""",
        """{"role":"moderator","name":"Camille","own":[],"singleUse":true}""",
        """{"role":5,"name":"Camille","own":[],"singleUse":true,"expiresAt":"{soon}"}""",
        """{"role":"professional","name":"Camille","own":["booth:../x"],"singleUse":true,"expiresAt":"{soon}"}""");

    [Theory(DisplayName = "[SI7] An invitation that fits no role is refused")]
    [MemberData(nameof(BadInvitations))]
    public async Task Bad_invitations_are_refused(string json)
    {
        using var organiser = await SignInAsync("organiser");

        var answer = await organiser.PostTextAsync(
            "/api/invites", json.Replace("{soon}", TimeProvider.System.GetUtcNow().AddDays(1).ToString("O"), StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        Assert.Contains(answer.Code, (string[])["bad_request", "empty"]);
    }

    [Fact(DisplayName = "[SI7] An invitation to a room that is not in the programme is refused")]
    public async Task Unknown_rooms_are_refused()
    {
        using var organiser = await SignInAsync("organiser");

        var answer = await organiser.PostAsync(
            "/api/invites",
            new { role = "professional", name = "Camille Essai", own = NoSuchBooth, singleUse = true, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Theory(DisplayName = "[SI9] A class is shown to its teacher and to those who run the event; to everybody else it does not exist")]
    [InlineData("nobody", 401)]
    [InlineData("visitor", 404)]
    [InlineData("pupil", 404)]
    [InlineData("professional", 404)]
    [InlineData("teacher", 200)]
    [InlineData("moderator", 200)]
    [InlineData("organiser", 200)]
    public async Task Class_is_for_its_teacher(string role, int status)
    {
        using var browser = await SignInAsync(role);

        var answer = await browser.GetAsync($"/api/classes/{Edge.ClassKey}");
        var unknown = await browser.GetAsync("/api/classes/0123456789abcdef0123456789abcdef");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 401 ? 401 : 404, unknown.Status);
        if (status == 404)
        {
            Assert.Equal(unknown.Text, answer.Text);
        }

        Assert.Equal(status == 200 && role != "moderator", answer.Text.Contains(Edge.ClassCode!, StringComparison.Ordinal));
    }

    [Theory(DisplayName = "[SI9] Moderators and organisers see which classes there are and which wait; every other role gets 403, nobody 401")]
    [InlineData("/api/classes")]
    [InlineData("/api/board")]
    public async Task Class_lists_are_for_those_who_answer(string path)
    {
        foreach (var (role, status) in (IEnumerable<(string, int)>)
            [("nobody", 401), ("visitor", 403), ("pupil", 403), ("teacher", 403), ("professional", 403), ("moderator", 200), ("organiser", 200)])
        {
            using var browser = await SignInAsync(role);

            Assert.Equal((role, status), (role, (await browser.GetAsync(path)).Status));
        }
    }

    [Fact(DisplayName = "[SI9] Moderators see the classes without their codes")]
    public async Task Class_list_without_codes()
    {
        using var moderator = await SignInAsync("moderator");

        var answer = (await moderator.GetAsync("/api/classes")).MustBe(200);
        var classes = answer.Json["classes"]!.AsArray();

        Assert.Equal(900, classes.Count);
        Assert.Contains(classes, one => (string?)one!["key"] == Edge.ClassKey && one["label"] is not null);
        Assert.All(classes, one => Assert.Null(one!["code"]));
        Assert.DoesNotContain(Edge.ClassCode!, answer.Text, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI9] Organisers see all classes with their codes")]
    public async Task Class_list()
    {
        using var organiser = await SignInAsync("organiser");

        var classes = (await organiser.GetAsync("/api/classes")).MustBe(200).Json["classes"]!.AsArray();

        Assert.Equal(900, classes.Count);
        Assert.Contains(classes, one => (string?)one!["key"] == Edge.ClassKey && (string?)one["code"] == Edge.ClassCode);
    }

    private static object Invitation(bool singleUse = true, string name = "Maxence Essai") => new
    {
        role = "moderator",
        name,
        own = Array.Empty<string>(),
        singleUse,
        expiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
    };

    private async Task<EdgeBrowser> SignInAsync(string role)
    {
        var browser = new EdgeBrowser(Edge.Address);
        switch (role)
        {
            case "nobody":
                break;
            case "visitor":
                await browser.VisitorAsync("Camille Passante");
                break;
            case "pupil":
                await browser.PupilAsync(Edge.ClassCode!);
                break;
            default:
                await browser.InviteAsync(Edge.TokenOf(role));
                break;
        }

        return browser;
    }
}
