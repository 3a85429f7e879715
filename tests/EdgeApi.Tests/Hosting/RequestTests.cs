using System.Net.Http.Headers;
using System.Text;
using Halle.Shared;

namespace Halle.Tests.Hosting;

/// <summary>Bad requests and what they get, over the real server.</summary>
public sealed class RequestTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    [Theory(DisplayName = "[LI40] W02, W05, W07: a change with a foreign, null or missing Origin gets 403")]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData(null)]
    public async Task Foreign_origins_change_nothing(string? origin)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.VisitorAsync("Camille Origine");
        browser.Origin = origin;

        var answer = await browser.PostAsync("/api/sign-out", new { });

        Assert.Equal((403, "forbidden"), (answer.Status, answer.Code));
        Assert.Contains("\"signedIn\":true", (await browser.GetAsync("/api/me")).Text, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI41] E07, E18: a body that is not exactly what was asked for gets bad_request")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"Camille\"")]
    [InlineData("{}")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"Name":"Camille"}""")]
    [InlineData("""{"name":"Camille","role":"organiser"}""")]
    [InlineData("""{"name":"Camille","name":"Dominique"}""")]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("""{"name":{"name":{"name":"Camille"}}}""")]
    public async Task Bad_bodies_are_refused(string json)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.PostTextAsync("/api/sign-in/visitor", json);

        Assert.Equal((400, "bad_request"), (answer.Status, answer.Code));
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact(DisplayName = "[LI41] A form or a text is no JSON: 415")]
    public async Task Other_content_types_are_refused()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.SendAsync(
            HttpMethod.Post, "/api/sign-in/visitor", new StringContent("name=Camille", Encoding.UTF8, "application/x-www-form-urlencoded"), []);

        Assert.Equal((415, "bad_request"), (answer.Status, answer.Code));
    }

    [Fact(DisplayName = "[LI42] W15: a packed body gets 415, and is not unpacked")]
    public async Task Packed_bodies_are_refused()
    {
        using var browser = new EdgeBrowser(Edge.Address);
        using var content = new ByteArrayContent(new byte[10_000]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        var answer = await browser.SendAsync(HttpMethod.Post, "/api/sign-in/visitor", content, []);

        Assert.Equal(415, answer.Status);
    }

    [Fact(DisplayName = "[LI42] A body over 64 KiB gets 413")]
    public async Task Large_bodies_are_refused()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.PostAsync("/api/sign-in/visitor", new { name = new string('x', 70_000) });

        Assert.Equal((413, "too_long"), (answer.Status, answer.Code));
    }

    [Theory(DisplayName = "[LI43] A mistyped API path gets 404 as JSON, with any method")]
    [InlineData("GET", "/api/mee")]
    [InlineData("GET", "/api")]
    [InlineData("POST", "/api/sign-in/nobody")]
    [InlineData("GET", "/api/sign-in/visitor")]
    [InlineData("DELETE", "/api/programme")]
    public async Task Mistyped_paths_are_not_pages(string method, string path)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = await browser.SendAsync(new HttpMethod(method), path, content: null, []);

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI43] A method that a path does not take is refused by 405 in the same words as everything else")]
    [InlineData("POST", "/health")]
    [InlineData("POST", "/classe")]
    [InlineData("DELETE", "/assets/nothing.js")]
    [InlineData("PUT", "/live")]
    public async Task Wrong_methods_are_coded(string method, string path)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.VisitorAsync("Camille Methode");

        var answer = await browser.SendAsync(new HttpMethod(method), path, content: null, []);

        Assert.Equal((405, "bad_request"), (answer.Status, answer.Code));
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[LI44] Every kind of answer carries the security headers and says nothing of the server")]
    public async Task Headers_are_everywhere()
    {
        using var browser = new EdgeBrowser(Edge.Address);
        EdgeAnswer[] answers =
        [
            await browser.GetAsync("/"),
            await browser.GetAsync("/api/me"),
            await browser.GetAsync("/api/nothing"),
            await browser.GetAsync("/assets/nothing.js"),
            await browser.GetAsync("/health"),
            await browser.GetAsync("/live"),
            await browser.PostTextAsync("/api/sign-in/visitor", "{"),
        ];
        foreach (var answer in answers)
        {
            Assert.Null(answer.Header("Server"));
            Assert.Null(answer.Header("X-Powered-By"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
            Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
            var policy = answer.Header("Content-Security-Policy")!;
            Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains($"connect-src 'self' ws://127.0.0.1:{Edge.Port} wss://127.0.0.1:{Edge.Port};", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        }
    }

    [Theory(DisplayName = "[LI44] Neither what is answered under /api nor a refusal is stored by anybody")]
    [InlineData("/api/me", 200)]
    [InlineData("/api/invites", 401)]
    [InlineData("/api/classes", 401)]
    [InlineData("/api/nothing", 404)]
    [InlineData("/live", 403)]
    public async Task Answers_are_not_stored(string path, int status)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        Assert.Equal("no-store", (await browser.GetAsync(path)).MustBe(status).Header("Cache-Control"));
    }

    [Fact(DisplayName = "[LI45] /health and /ready say ok, and nothing else")]
    public async Task Health_says_ok()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        Assert.Equal("ok", (await browser.GetAsync("/health")).MustBe(200).Text);
        Assert.Equal("ok", (await browser.GetAsync("/ready")).MustBe(200).Text);
    }

    [Fact(DisplayName = "[SI10] The programme is public without its classes, and has an ETag")]
    public async Task Programme_is_public()
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = (await browser.GetAsync("/api/programme")).MustBe(200);
        var again = await browser.GetAsync("/api/programme", ("If-None-Match", answer.Header("ETag")!));

        Assert.NotEmpty(answer.Json["sites"]!.AsArray());
        Assert.NotEmpty(answer.Json["talks"]!.AsArray());
        Assert.DoesNotContain(Edge.ClassKey!, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Edge.ClassCode!, answer.Text, StringComparison.Ordinal);
        Assert.Equal((304, 0), (again.Status, again.Body.Length));
    }
}
