using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>The watch itself, held to pages that misbehave: what makes an untroubled journey worth something.</summary>
public sealed class WatchTests(Chromium chromium)
{
    [Theory(DisplayName = "[WB191] a misbehaving page is noticed")]
    [InlineData("<script src='/error.js'></script>", "console error: oops")]
    [InlineData("<script src='/throw.js'></script>", "uncaught:")]
    [InlineData("<script src='/alert.js'></script>", "dialog: hello")]
    [InlineData("<script>window.__pwned = 1</script>", "script-src")]
    [InlineData("<script src='/pwned.js'></script>", "Expected: \"undefined\"")]
    [InlineData("<script src='http://127.0.0.2:9/x.js'></script>", "request to another origin: http://127.0.0.2:9/x.js")]
    public async Task Misbehaviour_is_noticed(string body, string expected)
    {
        await using var app = await ServeAsync(body);
        await using var person = await Person.OpenAsync(chromium, AddressOf(app), "somebody");
        await person.Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

        var failure = await Assert.ThrowsAnyAsync<Exception>(person.AssertUntroubledAsync);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[WB191] a quiet page passes the watch")]
    public async Task A_quiet_page_passes()
    {
        await using var app = await ServeAsync("<p>Bonjour</p>");
        await using var person = await Person.OpenAsync(chromium, AddressOf(app), "somebody");

        await person.AssertUntroubledAsync();
    }

    private static async Task<WebApplication> ServeAsync(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; script-src 'self' http://127.0.0.2:9";
            return Results.Text("<!doctype html><link rel=icon href=data:,>" + body, "text/html");
        });
        app.MapGet("/error.js", () => Results.Text("console.error('oops')", "text/javascript"));
        app.MapGet("/throw.js", () => Results.Text("throw new Error('thrown')", "text/javascript"));
        app.MapGet("/alert.js", () => Results.Text("alert('hello')", "text/javascript"));
        app.MapGet("/pwned.js", () => Results.Text("window.__pwned = 1", "text/javascript"));
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
