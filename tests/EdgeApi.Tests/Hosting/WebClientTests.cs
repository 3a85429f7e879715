using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Halle.Hosting;
using Halle.Shared;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace Halle.Tests.Hosting;

/// <summary>The built client, as browsers get it.</summary>
public sealed partial class WebClientTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    [Theory(DisplayName = "[LI49] A page's path gets the client, asked for again each time")]
    [InlineData("/")]
    [InlineData("/invite")]
    [InlineData("/stands/edf")]
    public async Task Pages_get_the_client(string path)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        var answer = (await browser.GetAsync(path)).MustBe(200);

        Assert.Equal("text/html; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("no-cache", answer.Header("Cache-Control"));
        Assert.Contains("<script", answer.Text, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI49] A mistyped file, asset or endpoint is not a page")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/assets/nothing")]
    [InlineData("/nothing.png")]
    [InlineData("/api/nothing")]
    [InlineData("/health/nothing")]
    [InlineData("/assets/../../EdgeApi.csproj")]
    [InlineData("/appsettings.json")]
    public async Task Mistyped_files_are_not_pages(string path)
    {
        using var browser = new EdgeBrowser(Edge.Address);

        Assert.Equal(404, (await browser.GetAsync(path)).Status);
    }

    [Theory(DisplayName = "[LI49] Scripts come whole, whatever coding is accepted, and hashed ones are immutable")]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, deflate, br, zstd")]
    [InlineData("br;q=0, gzip;q=0")]
    public async Task Scripts_come_whole(string accepted)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        var page = (await browser.GetAsync("/")).MustBe(200).Text;
        var script = ScriptPath().Match(page).Groups["path"].Value;

        var plain = (await browser.GetAsync(script)).MustBe(200);
        var answer = (await browser.GetAsync(script, ("Accept-Encoding", accepted))).MustBe(200);
        var again = await browser.GetAsync(script, ("If-None-Match", answer.Header("ETag")!));

        Assert.NotEmpty(plain.Body);
        Assert.Equal(plain.Body, Unpack(answer));
        Assert.Equal(accepted.StartsWith("br;", StringComparison.Ordinal) || accepted.Length == 0, answer.Header("Content-Encoding") is null);
        Assert.Equal("public, max-age=31536000, immutable", answer.Header("Cache-Control"));
        Assert.StartsWith("text/javascript", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal((304, 0), (again.Status, again.Body.Length));
    }

    [Theory(DisplayName = "[LI49] A file is packed and kept once, however its address is written")]
    [InlineData("/{0}")]
    [InlineData("//{0}")]
    [InlineData("/////////////////{0}")]
    public async Task A_file_is_kept_once(string way)
    {
        var root = Directory.CreateTempSubdirectory("halle-client");
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, "assets"));
            await File.WriteAllTextAsync(Path.Combine(root.FullName, "assets", "a.js"), "let a = 1;", TestContext.Current.CancellationToken);
            using var provider = new PhysicalFileProvider(root.FullName);
            var files = new WebClientFiles(new Root(provider));
            foreach (var path in new[] { "/assets/a.js", string.Format(CultureInfo.InvariantCulture, way, "assets/a.js"), string.Format(CultureInfo.InvariantCulture, way, "assets//a.js") })
            {
                var context = new DefaultHttpContext { Request = { Path = path, Method = "GET" } };
                await files.ServeAsync(context);
                Assert.Equal(200, context.Response.StatusCode);
            }

            Assert.Equal(1, files.Kept);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static byte[] Unpack(EdgeAnswer answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream reader = answer.Header("Content-Encoding") switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var plain = new MemoryStream();
        reader.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class Root(IFileProvider files) : IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = "";

        public IFileProvider WebRootFileProvider { get; set; } = files;

        public string ApplicationName { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = "";

        public string EnvironmentName { get; set; } = "";
    }

    [GeneratedRegex("""<script[^>]+src="(?<path>/assets/[^"]+\.js)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ScriptPath();
}
