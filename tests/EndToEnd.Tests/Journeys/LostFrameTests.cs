using System.Diagnostics;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Halle.EndToEnd.Tests.Journeys;

/// <summary>Something between server and browser swallows one WebSocket frame, and nothing else happens: no line breaks, nobody is told.</summary>
public sealed class LostFrameTests(Chromium chromium)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(5);

    [Fact(DisplayName = "[WB120] a message swallowed on its way is asked for and shown within 5 s, once, whether alone or the last of several; the line stays", Timeout = 240_000)]
    public async Task A_lost_frame_is_filled()
    {
        await using var server = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var writer = await Person.OpenAsync(chromium, server.Address, "the writer", "/stands/edf");
        await writer.EnterAsVisitorAsync("Alix Essai");
        await writer.IsLiveAsync();
        await using var reader = await Person.OpenAsync(chromium, server.Address, "the reader");
        await reader.EnterAsVisitorAsync("Noé Essai");
        var line = new Swallowing();
        await reader.Page.RouteWebSocketAsync("**/live**", line.Between);
        await reader.GoAsync("/stands/edf");
        await reader.IsLiveAsync();
        await writer.SayAsync("avant");
        await reader.SeesAsync("avant");

        // The room is quiet for longer than a pulse is kept back.
        await reader.Page.WaitForTimeoutAsync(6_000);
        await IsFilledAsync("seul");
        await writer.SayAsync("puis un");
        await writer.SayAsync("puis deux");
        await reader.SeesAsync("puis deux");
        await IsFilledAsync("le dernier");

        Assert.Equal(1, line.Lines);
        await reader.AssertUntroubledAsync();

        async Task IsFilledAsync(string text)
        {
            line.Swallow(text);
            var entered = line.Enters;
            await writer.SayAsync(text);
            await Eventually.TrueAsync($"the frame with '{text}' is swallowed", () => Task.FromResult(line.Swallowed), Noticed);
            var since = Stopwatch.StartNew();
            await Expect(reader.Page.Locator(".chat")).ToContainTextAsync(text, new() { Timeout = 10_000 });
            var after = since.Elapsed;
            TestContext.Current.SendDiagnosticMessage("a swallowed frame ({0}) was filled after {1:0.0} s", text, after.TotalSeconds);
            Assert.InRange(after, TimeSpan.Zero, Noticed);
            Assert.Equal(entered + 1, line.Enters);
            await Expect(reader.Page.Locator(".message", new() { HasText = text })).ToHaveCountAsync(1);
        }
    }

    private sealed class Swallowing
    {
        private volatile string? _text;
        private int _lines;
        private int _enters;

        public int Lines => Volatile.Read(ref _lines);

        public int Enters => Volatile.Read(ref _enters);

        public bool Swallowed => _text is null;

        public void Swallow(string text) => _text = text;

        public void Between(IWebSocketRoute browser)
        {
            Interlocked.Increment(ref _lines);
            var server = browser.ConnectToServer();
            browser.OnMessage(frame =>
            {
                if (frame.Text?.Contains("\"target\":\"Enter\"", StringComparison.Ordinal) == true)
                {
                    Interlocked.Increment(ref _enters);
                }

                server.Send(frame.Text!);
            });
            server.OnMessage(frame =>
            {
                if (_text is { } text && frame.Text?.Contains(text, StringComparison.Ordinal) == true)
                {
                    _text = null;
                    return;
                }

                browser.Send(frame.Text!);
            });
        }
    }
}
