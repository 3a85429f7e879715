using Halle.Hosting;

namespace Halle.Tests.Hosting;

/// <summary>The start-up matrix: what may start where.</summary>
public sealed class EdgeSettingsTests
{
    [Fact(DisplayName = "[SI1] Development starts with no setting at all, on loopback, with the demo event")]
    public void Development_needs_nothing()
    {
        var settings = EdgeSettings.Read(new EdgeOptions(), development: true);

        Assert.True(settings.Demo);
        Assert.False(settings.SecureCookies);
        Assert.Equal(new Uri("http://127.0.0.1:5080"), Assert.Single(settings.Urls));
        Assert.Equal(5081, settings.AdminUrl!.Port);
    }

    [Fact(DisplayName = "[SI1] Production starts behind a proxy with its public origin, without the demo, with Secure cookies")]
    public void Production_starts_when_it_is_set_up()
    {
        var options = new EdgeOptions { BehindProxy = true, Origins = ["https://fair.example"] };

        var settings = EdgeSettings.Read(options, development: false);

        Assert.False(settings.Demo);
        Assert.True(settings.SecureCookies);
    }

    public static TheoryData<string, EdgeOptions> RefusedInProduction => new()
    {
        { "Halle:Demo", new() { BehindProxy = true, Origins = ["https://fair.example"], Demo = true } },
        { "Halle:BehindProxy", new() { Origins = ["https://fair.example"] } },
        { "Halle:Origins", new() { BehindProxy = true } },
        { "Halle:Origins", new() { BehindProxy = true, Origins = ["http://fair.example"] } },
        { "wildcards", new() { BehindProxy = true, Origins = ["https://*.fair.example"] } },
        { "wildcards", new() { BehindProxy = true, Origins = ["*"] } },
    };

    [Theory(DisplayName = "[SI1] Production refuses what is only good for development, and names the setting")]
    [MemberData(nameof(RefusedInProduction))]
    public void Production_refuses(string named, EdgeOptions options)
    {
        var refused = Assert.Throws<StartUpException>(() => EdgeSettings.Read(options, development: false));

        Assert.Contains(refused.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    public static TheoryData<string, EdgeOptions> RefusedAnywhere => new()
    {
        { "Halle:Shape", new() { Shape = "Cloud" } },
        { "Halle:Shape", new() { Shape = "0" } },
        { "Halle:Urls", new() { Urls = "ftp://127.0.0.1" } },
        { "Halle:Urls", new() { Urls = "nonsense" } },
        { "Halle:AdminUrl", new() { AdminUrl = "http://192.0.2.1:5081" } },
        { "Halle:AdminUrl", new() { AdminUrl = "http://127.0.0.1:5080" } },
        { "Halle:Proxies", new() { Proxies = ["fair.example"] } },
        { "Halle:FrameAncestors", new() { FrameAncestors = ["*"] } },
        { "Halle:Origins", new() { Origins = ["https://fair.example/page"] } },
    };

    [Theory(DisplayName = "[SI1] A setting that means nothing, or opens the admin port, is refused at start")]
    [MemberData(nameof(RefusedAnywhere))]
    public void Nonsense_is_refused(string named, EdgeOptions options)
    {
        var refused = Assert.Throws<StartUpException>(() => EdgeSettings.Read(options, development: true));

        Assert.Contains(refused.Faults, fault => fault.Contains(named, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[SI1] All faults are told at once")]
    public void All_faults_are_told()
    {
        var refused = Assert.Throws<StartUpException>(() =>
            EdgeSettings.Read(new EdgeOptions { Shape = "Cloud", Demo = true }, development: false));

        // Shape, demo, plain http, no origin.
        Assert.Equal(4, refused.Faults.Count);
    }

    [Fact(DisplayName = "[DE9] A runtime that can be stopped from outside serves no event; who develops may use it")]
    public void An_old_runtime_is_refused()
    {
        var refused = Assert.Throws<StartUpException>(() => LeastRuntime.Check(new Version(10, 0, 9), development: false));

        Assert.Contains("10.0.9", Assert.Single(refused.Faults), StringComparison.Ordinal);
        Assert.Equal(new Version(10, 0, 9), LeastRuntime.Check(new Version(10, 0, 9), development: true));
        Assert.Equal(LeastRuntime.Version, LeastRuntime.Check(LeastRuntime.Version, development: false));
        Assert.True(LeastRuntime.Installed >= LeastRuntime.Version, $"These tests run on {LeastRuntime.Installed}.");
        Assert.True(LeastRuntime.Installed <= Environment.Version);
    }

    [Theory(DisplayName = "[SI2] Cookies are Secure but for plain http on loopback in Development")]
    [InlineData("http://127.0.0.1:5080", true, false)]
    [InlineData("http://localhost:5080", true, false)]
    [InlineData("https://127.0.0.1:5443", true, true)]
    [InlineData("http://0.0.0.0:5080", true, true)]
    [InlineData("http://+:5080", true, true)]
    [InlineData("https://127.0.0.1:5443", false, true)]
    public void Cookies_are_secure(string urls, bool development, bool secure)
    {
        var options = new EdgeOptions { Urls = urls, Origins = ["https://fair.example"] };

        Assert.Equal(secure, EdgeSettings.Read(options, development).SecureCookies);
    }
}
