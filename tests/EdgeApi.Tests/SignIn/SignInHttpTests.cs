using Halle.Shared;
using Halle.Tests.Hosting;

namespace Halle.Tests.SignIn;

/// <summary>Coming in and going out over real HTTP, against the real process.</summary>
public sealed class SignInHttpTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    [Fact(DisplayName = "[SI2] Nobody is signed in at first, and the answer is not stored")]
    public async Task Nobody_at_first()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = (await browser.GetAsync("/api/me")).MustBe(200);

        Assert.Equal("""{"signedIn":false}""", answer.Text);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact(DisplayName = "[SI2] A visitor comes in by a name; the cookie is HttpOnly and SameSite=Lax and holds no readable name")]
    public async Task Visitor_comes_in()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = (await browser.PostAsync("/api/sign-in/visitor", new { name = "Camille Testard" })).MustBe(200);
        var me = (await browser.GetAsync("/api/me")).MustBe(200).Json;

        // The session's comes first; the other one is the browser's (ReturningVisitorTests).
        var cookie = answer.Header("Set-Cookie")!.Split(", halle-visitor=")[0];
        Assert.StartsWith("halle=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Testard", cookie, StringComparison.Ordinal);
        Assert.Equal("visitor", (string?)me["role"]);
        Assert.Equal("Camille Testard", (string?)me["name"]);
        Assert.Matches("^[0-9a-f]{32}$", (string?)me["person"]);
        Assert.Empty(me["own"]!.AsArray());
        var left = me["expiresAt"]!.GetValue<DateTimeOffset>() - TimeProvider.System.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
    }

    [Fact(DisplayName = "[SI5] K02: a pupil comes in by the class code in any spelling, gets a pseudonym and the class, and no name of their own")]
    public async Task Pupil_comes_in()
    {
        var code = Edge.ClassCode!;
        string[] spellings = [code, code.ToLowerInvariant(), $" {code[..4]}-{code[4..8]} {code[8..]} "];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var spelling in spellings)
        {
            using var browser = new EdgeBrowser(Edge.Address);

            var me = await browser.PupilAsync(spelling);

            Assert.Equal("pupil", (string?)me["role"]);
            Assert.Equal($"class:{Edge.ClassKey}", (string?)Assert.Single(me["own"]!.AsArray()));
            Assert.True(names.Add((string?)me["name"] ?? ""), "two pupils have one pseudonym");
        }

        Assert.DoesNotContain("", names);
    }

    [Fact(DisplayName = "[SI5] The code given twice by one browser is still one pupil")]
    public async Task Pupil_twice_is_one()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var first = await browser.PupilAsync(Edge.ClassCode!);
        var second = await browser.PupilAsync(Edge.ClassCode!);

        Assert.Equal((string?)first["person"], (string?)second["person"]);
        Assert.Equal((string?)first["name"], (string?)second["name"]);
    }

    [Fact(DisplayName = "[SI5] K01, K06: a wrong code, a mistyped one and nonsense get the same answer")]
    public async Task Wrong_codes_are_uniform()
    {
        // Well-formed (its check symbol is right) and of no class.
        var unknown = Classrooms.ClassCode.TryCreate(Enumerable.Repeat((byte)7, Classrooms.ClassCode.RandomBytes).ToArray(), out var made)
            ? made.Value
            : "";
        string[] codes = [unknown, Edge.ClassCode![..10] + (Edge.ClassCode![10] == '2' ? '3' : '2'), "", "../../etc", new string('A', 5_000)];
        foreach (var code in codes)
        {
            using var browser = new EdgeBrowser(Edge.Address);

            var answer = await browser.PostAsync("/api/sign-in/class", new { code });

            Assert.Equal((404, """{"code":"not_found"}"""), (answer.Status, answer.Text));
        }
    }

    [Theory(DisplayName = "[SI7] Staff come in by their invitation, with the name and rooms it gives")]
    [InlineData("teacher", 1)]
    [InlineData("professional", null)]
    [InlineData("moderator", 0)]
    [InlineData("organiser", 0)]
    public async Task Staff_come_in(string role, int? rooms)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var me = await browser.InviteAsync(Edge.TokenOf(role));

        Assert.Equal(role, (string?)me["role"]);
        Assert.False(string.IsNullOrEmpty((string?)me["name"]));
        Assert.True(rooms is null ? me["own"]!.AsArray().Count > 0 : me["own"]!.AsArray().Count == rooms);
    }

    [Fact(DisplayName = "[SI7] J-rows, K04: a wrong, unknown, malformed, foreign or huge token gets 401 and one text")]
    public async Task Wrong_tokens_are_uniform()
    {
        var good = Edge.TokenOf("moderator");
        string[] tokens =
        [
            good[..^1] + (good[^1] == 'a' ? 'b' : 'a'),
            new string('0', 32) + good[32..],
            good[..40],
            Edge.ClassCode!,
            "eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3JnYW5pc2VyIn0.",
            new string('x', 60_000),
            "",
        ];
        foreach (var token in tokens)
        {
            using var browser = new EdgeBrowser(Edge.Address);

            var answer = await browser.PostAsync("/api/sign-in/invite", new { token });

            Assert.Equal((401, """{"code":"sign_in_needed"}"""), (answer.Status, answer.Text));
        }
    }

    [Theory(DisplayName = "[SI7] J01–J08, J10, J14: a signed token of another kind opens nothing: not as an invitation, a cookie or a bearer, whatever it says")]
    [InlineData("J01")]
    [InlineData("J02")]
    [InlineData("J03")]
    [InlineData("J04")]
    [InlineData("J05")]
    [InlineData("J06")]
    [InlineData("J07")]
    [InlineData("J08")]
    [InlineData("J10")]
    [InlineData("J14")]
    public async Task Forged_tokens_open_nothing(string row)
    {
        var token = ForgedTokens.Make(row);
        using var browser = new EdgeBrowser(Edge.Address);
        List<EdgeAnswer> answers = [await browser.PostAsync("/api/sign-in/invite", new { token })];
        if (token.Length < 16_000)
        {
            answers.Add(await browser.GetAsync("/api/invites", ("Authorization", "Bearer " + token)));
            answers.Add(await browser.GetAsync("/api/invites", ("Cookie", "halle=" + token)));
        }

        Assert.All(answers, answer => Assert.Equal((row, 401, """{"code":"sign_in_needed"}"""), (row, answer.Status, answer.Text)));
        Assert.All(answers, answer => Assert.DoesNotContain("halle=", answer.Header("Set-Cookie") ?? "", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[SI3] J14: a header of 60 kB is refused before anything of it is looked at")]
    public async Task A_huge_token_in_a_header_is_refused()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.GetAsync("/api/invites", ("Authorization", "Bearer " + ForgedTokens.Make("J14")));

        Assert.Equal(431, answer.Status);
    }

    [Fact(DisplayName = "[SI3] J13: one browser's ticket and another's session do not add up")]
    public async Task A_ticket_is_no_session()
    {
        using var one = new EdgeBrowser(Edge.Address);
        await one.InviteAsync(Edge.TokenOf("organiser"));
        using var other = new EdgeBrowser(Edge.Address);
        await other.GetAsync("/api/me");
        var ticket = other.CookieHeader;

        // Under the name of the session's cookie, and beside a session that is none.
        foreach (var cookie in new[] { "halle=" + ticket[(ticket.IndexOf('=', StringComparison.Ordinal) + 1)..], ticket + "; halle=organiser" })
        {
            using var thief = new EdgeBrowser(Edge.Address);
            Assert.Equal(401, (await thief.GetAsync("/api/invites", ("Cookie", cookie))).Status);
        }

        Assert.Equal(200, (await one.GetAsync("/api/invites")).Status);
    }

    [Fact(DisplayName = "[SI5] N19: a pupil is asked for no name, so none can say too much: one that is sent along is refused")]
    public async Task Pupils_have_no_name_to_give()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.PostAsync("/api/sign-in/class", new { code = Edge.ClassCode, name = "Léa Martin 12/03/2012" });

        Assert.Equal((400, "bad_request"), (answer.Status, answer.Code));
        Assert.DoesNotContain("halle=", answer.Header("Set-Cookie") ?? "", StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI4] Signing out revokes the session: a copy of its cookie opens nothing")]
    public async Task Sign_out_revokes()
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.VisitorAsync("Camille Sortante");
        var copy = browser.CookieHeader;

        (await browser.PostAsync("/api/sign-out", new { })).MustBe(200);

        Assert.Equal("""{"signedIn":false}""", (await browser.GetAsync("/api/me")).Text);
        using var thief = new EdgeBrowser(Edge.Address);
        Assert.Equal("""{"signedIn":false}""", (await thief.GetAsync("/api/me", ("Cookie", copy))).Text);
    }

    [Theory(DisplayName = "[SI3] J10, J13, J14: a cookie that was cut, changed, made up or is huge is no session")]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("made up")]
    [InlineData("huge")]
    public async Task Spoilt_cookies_are_no_session(string how)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.InviteAsync(Edge.TokenOf("organiser"));
        var cookie = browser.CookieHeader.Split("; ").Single(one => one.StartsWith("halle=", StringComparison.Ordinal));
        var spoilt = how switch
        {
            "cut" => cookie[..^20],
            "changed" => cookie[..60] + (cookie[60] == 'A' ? 'B' : 'A') + cookie[61..],
            "made up" => "halle=organiser",
            _ => "halle=" + new string('A', 9_000),
        };
        using var other = new EdgeBrowser(Edge.Address);

        var answer = await other.GetAsync("/api/invites", ("Cookie", spoilt));

        Assert.Equal((401, "sign_in_needed"), (answer.Status, answer.Code));
    }

    [Theory(DisplayName = "[SI8] Names that pretend or cannot be read are refused with a code")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("admin")]
    [InlineData("Modérateur")]
    [InlineData("Аdmin")]
    [InlineData("Ａdmin")]
    [InlineData("EDF officiel")]
    [InlineData("https://fair.example")]
    [InlineData("Camille\nTestard")]
    [InlineData("😀😀😀")]
    [InlineData("Une personne dont le nom est vraiment beaucoup trop long pour tenir à côté d'un message")]
    public async Task Bad_names_are_refused(string name)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.PostAsync("/api/sign-in/visitor", new { name });

        Assert.Equal(400, answer.Status);
        Assert.Contains(answer.Code, (string[])["empty", "too_long", "unreadable", "name_reserved", "name_refused"]);
        Assert.Null(answer.Header("Set-Cookie"));
    }
}
