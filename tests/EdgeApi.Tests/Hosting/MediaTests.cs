using System.Xml.Linq;
using Halle.Shared;

namespace Halle.Tests.Hosting;

/// <summary>Films and documents, as players and readers ask for them.</summary>
public sealed class MediaTests(EdgeFixture fixture)
{
    [Fact(DisplayName = "[ME3] A player gets the part of a film that it asks for, and the whole when it does not")]
    public async Task Parts_of_a_film()
    {
        using var browser = new EdgeBrowser(fixture.Edge.Address);

        var whole = (await browser.GetAsync("/media/visite/visite.mp4")).MustBe(200);
        var part = (await browser.GetAsync("/media/visite/visite.mp4", ("Range", "bytes=100-299"))).MustBe(206);
        var beyond = await browser.GetAsync("/media/visite/visite.mp4", ("Range", "bytes=99999999-"));
        var known = await browser.GetAsync("/media/visite/visite.mp4", ("If-None-Match", whole.Header("ETag")!));

        Assert.Equal("video/mp4", whole.Header("Content-Type"));
        Assert.Equal(whole.Body[100..300], part.Body);
        Assert.Equal($"bytes 100-299/{whole.Body.Length}", part.Header("Content-Range"));
        Assert.Equal(416, beyond.Status);
        Assert.Equal(304, known.Status);
    }

    [Fact(DisplayName = "[ME4] A drawing opened by itself gets no script and no other file")]
    public async Task A_drawing_by_itself()
    {
        using var browser = new EdgeBrowser(fixture.Edge.Address);

        var drawing = (await browser.GetAsync("/media/quartiers/port.svg")).MustBe(200);

        Assert.Equal("image/svg+xml", drawing.Header("Content-Type"));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; sandbox", drawing.Header("Content-Security-Policy"));
        Assert.Contains("Port &amp; mer", drawing.Text, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[ME3] What is no medium is not found, and nothing outside is read")]
    [InlineData("/media/")]
    [InlineData("/media/visite")]
    [InlineData("/media/nothing.mp4")]
    [InlineData("/media/%2e%2e/index.html")]
    [InlineData("/media/..%2f..%2fappsettings.json")]
    [InlineData("/media/..%5c..%5cappsettings.json")]
    public async Task Not_a_medium(string path)
    {
        using var browser = new EdgeBrowser(fixture.Edge.Address);

        var answer = await browser.GetAsync(path);

        Assert.True(answer.Status == 404 || answer.Text.StartsWith("<!doctype html>", StringComparison.Ordinal), answer.Text);
    }

    [Fact(DisplayName = "[ME1] The demo's sites have media, every address of them safe")]
    public async Task Media_of_the_demo()
    {
        using var browser = new EdgeBrowser(fixture.Edge.Address);

        var sites = (await browser.GetAsync("/api/programme")).MustBe(200).Json["sites"]!.AsArray();

        var media = sites.SelectMany(site => site!["media"]!.AsArray()).ToArray();
        Assert.Equal((2 * sites.Count) + 2, media.Length);
        Assert.All(media, medium => Assert.True(Halle.Programme.Medium.IsSafe((string)medium!["url"]!)));
        foreach (var own in media.Select(medium => (string)medium!["url"]!).Where(url => url.StartsWith('/')).Distinct(StringComparer.Ordinal))
        {
            (await browser.GetAsync(own)).MustBe(200);
        }
    }

    [Fact(DisplayName = "[WB190] Every site of the demo has a document of its own, with what the programme says of it and nothing else")]
    public async Task A_document_of_each_site()
    {
        using var browser = new EdgeBrowser(fixture.Edge.Address);
        var programme = (await browser.GetAsync("/api/programme")).MustBe(200).Json;
        var districts = programme["zones"]!.AsArray().ToDictionary(zone => (string)zone!["key"]!, zone => (string)zone!["label"]!["fr"]!, StringComparer.Ordinal);

        foreach (var site in programme["sites"]!.AsArray())
        {
            var url = $"/media/sites/{site!["key"]}.svg";
            var drawing = (await browser.GetAsync(url)).MustBe(200);

            Assert.Contains(site["media"]!.AsArray(), medium => (string)medium!["url"]! == url);
            Assert.Equal(
                [
                    (string)site["label"]!,
                    $"{districts[(string)site["zone"]!]} · {site["sector"]!["fr"]}",
                    $"{site["number"]}",
                    "Les métiers que l’on y rencontre",
                    .. site["jobs"]!.AsArray().Select(job => (string)job!),
                    (bool)site["fictional"]!
                        ? "Document de démonstration. Site de démonstration : l’entreprise est fictive."
                        : "Document de démonstration. Entreprise citée sans autre information.",
                ],
                XDocument.Parse(drawing.Text).Descendants().Where(element => element.Name.LocalName is "text").Select(element => element.Value));
            Assert.InRange(drawing.Body.Length, 1, 2_500);
        }
    }
}
