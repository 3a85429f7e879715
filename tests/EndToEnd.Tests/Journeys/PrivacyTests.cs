using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>What stays on a school's computer, and what goes over its line.</summary>
public sealed class PrivacyTests(Chromium chromium, SharedEdge shared)
{
    private static readonly string[] Preferences =
        ["halle.agenda", "halle.language", "halle.motion", "halle.picture", "halle.theme", "halle.view"];

    [Fact(DisplayName = "[WB49] a pupil's browser keeps the session and preferences, and nothing else", Timeout = 120_000)]
    public async Task What_a_pupils_browser_keeps()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await using var pupil = await Person.OpenAsync(chromium, server.Address, "a pupil");
        await pupil.EnterClassAsync(server.ClassCode!);
        await pupil.IsLiveAsync();
        await pupil.SayAsync("Bonjour la classe");
        await pupil.SeesAsync("Bonjour la classe");
        await pupil.Page.GetByRole(AriaRole.Link, new() { Name = "Forum" }).ClickAsync();
        await pupil.Page.Locator(".mark").First.ClickAsync();
        await pupil.GoAsync("/stands/edf");
        await pupil.Page.GetByLabel("Votre message").WaitForAsync();
        await pupil.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(pupil.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        var kept = await pupil.Page.EvaluateAsync<string[]>("() => Object.keys(localStorage)");
        var tab = await pupil.Page.EvaluateAsync<string[]>("() => Object.keys(sessionStorage)");
        var other = await pupil.Page.EvaluateAsync<int>(
            "async () => (await indexedDB.databases()).length + (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length");
        var readable = await pupil.Page.EvaluateAsync<string>("() => document.cookie");
        var cookies = await pupil.Page.Context.CookiesAsync();

        Assert.Empty(kept.Except(Preferences, StringComparer.Ordinal));
        Assert.Empty(tab);
        Assert.Equal((0, ""), (other, readable));
        Assert.Equal(["halle", "halle-ticket"], cookies.Select(cookie => cookie.Name).Order(StringComparer.Ordinal));
        Assert.All(cookies, cookie => Assert.Equal((true, SameSiteAttribute.Lax, -1f), (cookie.HttpOnly, cookie.SameSite, cookie.Expires)));
        await pupil.AssertUntroubledAsync();
    }

    [Fact(DisplayName = "[WB50] an idle visitor costs at most 6 KB a minute on the wire, an open quiet booth at most 12", Timeout = 120_000)]
    public async Task What_goes_over_the_wire()
    {
        var server = await shared.StartedAsync(TestContext.Current.CancellationToken);
        await WatchIdlersAsync(server, settle: TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(0.5));
    }

    [Fact(DisplayName = "[WB50] and no more while forty people walk through the other stands and talk there", Timeout = 180_000)]
    public async Task What_goes_over_the_wire_of_a_live_event()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var anybody = new EdgeBrowser(server.Address);
        var stands = (await anybody.GetAsync("/api/programme")).MustBe(200).Json["sites"]!.AsArray()
            .Select(site => "booth:" + (string?)site!["key"]).Where(room => room != "booth:cimenterie").ToList();
        await using var strollers = await Strollers.ComeAsync(server, 40, stands, stay: TimeSpan.FromSeconds(10));

        // Until what may be told at once has been; then a whole minute, because counts go together every ten seconds or so.
        await WatchIdlersAsync(server, settle: TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    }

    /// <summary>One who has the zone on the screen and one at a quiet stand, neither of whom does anything; in half a minute there are two keep-alives each way.</summary>
    private async Task WatchIdlersAsync(RunningEdge server, TimeSpan settle, TimeSpan watch)
    {
        await using var idle = await Person.OpenAsync(chromium, server.Address, "an idle visitor");
        await using var booth = await Person.OpenAsync(chromium, server.Address, "a visitor of a booth", "/stands/cimenterie");
        var (idleBytes, boothBytes) = (new Meter(idle.Page), new Meter(booth.Page));
        await idle.EnterAsVisitorAsync("Alix Zone");
        await booth.EnterAsVisitorAsync("Alix Stand");
        await idle.IsLiveAsync();
        await booth.IsLiveAsync();
        await booth.Page.GetByLabel("Votre message").WaitForAsync();

        await WaitAsync(settle);
        var (idleAtStart, boothAtStart) = (idleBytes.Total, boothBytes.Total);
        await WaitAsync(watch);

        var (idleAMinute, boothAMinute) = ((idleBytes.Total - idleAtStart) / watch.TotalMinutes, (boothBytes.Total - boothAtStart) / watch.TotalMinutes);
        TestContext.Current.TestOutputHelper?.WriteLine($"idle {idleAMinute} B a minute, booth {boothAMinute} B a minute");
        Assert.InRange(idleAMinute, 1, 6 * 1024);
        Assert.InRange(boothAMinute, 1, 12 * 1024);
    }

    private static async Task WaitAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Bytes of sockets, frame headers included, and of answers to requests.</summary>
    private sealed class Meter
    {
        /// <summary>A WebSocket frame's header from a browser, with its mask; from the server it is less.</summary>
        private const int FrameHeader = 8;

        private long _total;

        public Meter(IPage page)
        {
            page.WebSocket += (_, socket) =>
            {
                socket.FrameReceived += (_, frame) => Add(frame);
                socket.FrameSent += (_, frame) => Add(frame);
            };
            page.RequestFinished += (_, request) => _ = CountAsync(request);
        }

        public long Total => Interlocked.Read(ref _total);

        private void Add(IWebSocketFrame frame) => Interlocked.Add(
            ref _total, FrameHeader + (frame.Binary?.Length ?? System.Text.Encoding.UTF8.GetByteCount(frame.Text ?? "")));

        private async Task CountAsync(Microsoft.Playwright.IRequest request)
        {
            var sizes = await request.SizesAsync();
            Interlocked.Add(
                ref _total, sizes.RequestHeadersSize + sizes.RequestBodySize + sizes.ResponseHeadersSize + sizes.ResponseBodySize);
        }
    }
}
