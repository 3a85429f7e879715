using Halle.Shared;

namespace Halle.Tests.Hosting;

/// <summary>Metrics and dashboard have no sign-in, so they are on a port of their own and nowhere else.</summary>
public sealed class AdminPortTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    [Theory(DisplayName = "[LI47] Neither metrics nor dashboard can be reached on the public port, whatever Host is claimed")]
    [InlineData("/metrics")]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/")]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/DASHBOARD/index.html")]
    public async Task Public_port_has_no_admin(string path)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        Assert.Equal(404, (await browser.GetAsync(path)).Status);
        Assert.Equal(404, (await browser.GetAsync(path, ("Host", Edge.Admin!.Authority))).Status);
    }

    [Theory(DisplayName = "[LI47] The admin port serves nothing public")]
    [InlineData("/")]
    [InlineData("/api/me")]
    [InlineData("/health")]
    [InlineData("/live")]
    public async Task Admin_port_has_no_public(string path)
    {
        using var browser = new EdgeBrowser(Edge.Admin!);

        Assert.Equal(404, (await browser.GetAsync(path)).Status);
    }

    [Theory(DisplayName = "[LI47] The admin port answers to this machine's names alone, so that no page elsewhere reads it under a name of its own")]
    [InlineData("evil.example", 404)]
    [InlineData("127.0.0.1.evil.example", 404)]
    [InlineData("10.0.0.7", 404)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]", 200)]
    public async Task Admin_port_answers_to_this_machine(string host, int status)
    {
        using var browser = new EdgeBrowser(Edge.Admin!);

        Assert.Equal(status, (await browser.GetAsync("/metrics", ("Host", $"{host}:{Edge.Admin!.Port}"))).Status);
        Assert.Equal(status, (await browser.GetAsync("/dashboard/", ("Host", $"{host}:{Edge.Admin!.Port}"))).Status);
    }

    [Fact(DisplayName = "[LI47] The admin port gives metrics of runtime, Kestrel, Orleans and Halle, and the dashboard")]
    public async Task Admin_port_gives_metrics()
    {
        using var visitor = new EdgeBrowser(Edge.Address);
        await visitor.VisitorAsync("Camille Mesurée");
        using var browser = new EdgeBrowser(Edge.Admin!);

        var metrics = (await browser.GetAsync("/metrics")).MustBe(200).Text;
        var dashboard = await browser.GetAsync("/dashboard/");

        Assert.Contains("halle_sign_in_sessions", metrics, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc", metrics, StringComparison.Ordinal);
        Assert.Contains("kestrel_", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration", metrics, StringComparison.Ordinal);
        Assert.Contains("orleans_", metrics, StringComparison.Ordinal);
        Assert.Contains("halle_rooms_open_seconds", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("Mesurée", metrics, StringComparison.Ordinal);
        Assert.Equal(200, dashboard.Status);
        Assert.Contains("<html", dashboard.Text, StringComparison.OrdinalIgnoreCase);
    }
}
