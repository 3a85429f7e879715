using Halle.Programme;

namespace Halle.Tests.Programme;

public sealed class MediaTests
{
    [Theory(DisplayName = "[ME1] A browser is sent to https at a named host or to this server's media, and nowhere else")]
    [InlineData("https://www.edf.fr", true)]
    [InlineData("https://www.edf.fr/path?x=1#y", true)]
    [InlineData("https://fr.wikipedia.org:443/wiki/Énergie", true)]
    [InlineData("/media/film/film.mp4", true)]
    [InlineData("/media/film/Mon%20film.v2.mp4", true)]
    [InlineData("/media/été/100 %.svg", true)]
    [InlineData("http://www.edf.fr", false)]
    [InlineData("https://someone@www.edf.fr", false)]
    [InlineData("https://192.0.2.7/x", false)]
    [InlineData("https://[2001:db8::1]/x", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" https://www.edf.fr", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("//other.example/x", false)]
    [InlineData("/media/../api/me", false)]
    [InlineData("/media/..\\x", false)]
    [InlineData("/media/%2e%2e/api/me", false)]
    [InlineData("/media/.%2E/api/me", false)]
    [InlineData("/media/.\t./api/me", false)]
    [InlineData("/media/.\n./api/me", false)]
    [InlineData("/media/%252e%252e/api/me", false)]
    [InlineData("/media/%25252E./api/me", false)]
    [InlineData("/media/..%2fapi/me", false)]
    [InlineData("/media/x%2F%2e%2e%5Capi/me", false)]
    [InlineData("/media/\\api/me", false)]
    [InlineData("/media/%5c%5capi", false)]
    [InlineData("/api/me", false)]
    [InlineData("media/film.mp4", false)]
    [InlineData("", false)]
    public void An_address_is_safe_or_not(string url, bool safe) => Assert.Equal(safe, Medium.IsSafe(url));

    [Fact(DisplayName = "[ME2] [ZO4] A site stored before there were media and hours has none")]
    public void A_site_without_media()
    {
        var site = new Site(1, "one", "One", new LocalText("", ""), "port", "", Fictional: true, []) { Media = default };

        Assert.Empty(site.Media);
        Assert.Empty((site with { Hours = default }).Hours);
        Assert.Empty(new Medium(site.Sector, MediumKind.Link, "https://www.edf.fr") { Captions = default }.Captions);
    }
}
