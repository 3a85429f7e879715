using System.Diagnostics;
using System.Text.Json;
using Halle.Shared;
using Halle.Tests.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Tests.Live.Limits;

/// <summary>What a pupil with a console open tries, against the real server and its real rules.</summary>
public sealed class HostilePupilTests(EdgeFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] OpenToPupils = ["booth:verrerie", "event:main"];

    private RunningEdge Edge => fixture.Edge;

    public static TheoryData<string, string> Wishes => new()
    {
        { "A01", """{"type":"sanction.mute","person":"0123456789abcdef0123456789abcdef","minutes":5,"reason":""}""" },
        { "A01", """{"type":"sanction.ban","person":"0123456789abcdef0123456789abcdef","minutes":5,"reason":""}""" },
        { "A01", """{"type":"chat.remove","message":"1"}""" },
        { "A01", """{"type":"chat.pin","message":"1"}""" },
        { "A01", """{"type":"mode.set","mode":"paused"}""" },
        { "A01", """{"type":"duty.set","state":"available"}""" },
        { "A11", """{"type":"chat.edit","message":"1","text":"autre chose"}""" },
        { "A01", """{"type":"breaker.pause","reason":"moi"}""" },
        { "A01", """{"type":"announcement.post","text":"moi","level":"info"}""" },
        { "E18", """{"type":"chat.post","text":"moi","role":"moderator"}""" },
        { "E18", """{"type":"chat.post","text":"moi","by":{"role":"organiser"}}""" },
        { "E21", """{"type":"chat.post"}""" },
        { "E07", """{"type":"chat.post","text":5}""" },
        { "E07", """{"type":"Chat.Post","text":"moi"}""" },
        { "E07", """[]""" },
        { "E07", """null""" },
    };

    [Theory(DisplayName = "[MO1] A01, A11: what is not a pupil's to do is refused with a code, whatever it adds, and the connection lives")]
    [MemberData(nameof(Wishes))]
    public async Task What_is_not_theirs_is_refused(string row, string command)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        var person = (string)(await browser.PupilAsync(Edge.ClassCode!))["person"]!;
        await using var hub = await OpenAsync(browser);
        foreach (var room in OpenToPupils)
        {
            await hub.InvokeAsync<JsonElement>("Enter", new { room }, TestContext.Current.CancellationToken);
            var answer = await ExecuteAsync(hub, room, JsonDocument.Parse(command).RootElement);

            Assert.Equal((row, room, "refused"), (row, room, answer.Status));
            Assert.Contains(answer.Code, (string?[])["forbidden", "bad_request"]);
            if (answer.Code == "forbidden")
            {
                await Live.Host.Eventually.IsTrueAsync(() => Edge.Output.Contains($"in {room} by {person} (Pupil)", StringComparison.Ordinal), what: $"{row} is in the log");
            }
        }

        Assert.Equal(HubConnectionState.Connected, hub.State);
    }

    [Theory(DisplayName = "[LI15] G04: there is no way to reach one person alone")]
    [InlineData("SendPrivate")]
    [InlineData("Whisper")]
    [InlineData("SendToUser")]
    [InlineData("Execute2")]
    public async Task There_is_no_private_message(string method)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.VisitorAsync("Alix Essai");
        await using var hub = await OpenAsync(browser);

        var error = await Assert.ThrowsAsync<HubException>(
            () => hub.InvokeAsync<JsonElement>(method, "0123456789abcdef0123456789abcdef", "coucou", TestContext.Current.CancellationToken));

        Assert.Contains("not_found", error.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[CH7] G06: in a storm of messages a report is acknowledged within 1 s")]
    public async Task A_report_in_a_storm()
    {
        const string room = "booth:conserverie";
        var writers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var home = new EdgeBrowser(Edge.Address);
            await home.VisitorAsync("Essai " + new string((char)('a' + (number % 26)), 2) + (char)('A' + (number / 26)));
            var hub = await OpenAsync(home);
            await hub.InvokeAsync<JsonElement>("Enter", new { room }, TestContext.Current.CancellationToken);
            return hub;
        }));
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.PupilAsync(Edge.ClassCode!);
        await using var pupil = await OpenAsync(browser);
        await pupil.InvokeAsync<JsonElement>("Enter", new { room }, TestContext.Current.CancellationToken);
        var bad = await ExecuteAsync(writers[0], room, new { type = "chat.post", text = "à signaler" });
        using var calm = new CancellationTokenSource();
        var storm = writers.Select(async (hub, number) =>
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var count = 0; !calm.IsCancellationRequested; count++)
            {
                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                await ExecuteAsync(hub, room, new { type = "chat.post", text = $"tempête {number} {count}" });
            }
        }).ToList();

        var watch = Stopwatch.StartNew();
        var (status, _, code) = await ExecuteAsync(pupil, room, new { type = "chat.report", message = $"{bad.Seq}", reason = "insulte" });
        var within = watch.Elapsed;
        await calm.CancelAsync();
        await Task.WhenAll(storm);
        foreach (var hub in writers)
        {
            await hub.DisposeAsync();
        }

        Assert.Equal(("ok", null), (status, code));
        Assert.True(within < TimeSpan.FromSeconds(1), $"the report was acknowledged after {within.TotalMilliseconds:0} ms");
    }

    [Fact(DisplayName = "[SI4] A13: a moderator whose invitation is revoked can do nothing any more, on the open connection too")]
    public async Task A_revoked_moderator()
    {
        const string room = "booth:conserverie";
        using var organiser = new EdgeBrowser(Edge.Address);
        await organiser.InviteAsync(Edge.TokenOf("organiser"));
        var created = (await organiser.PostAsync("/api/invites", new
        {
            role = "moderator",
            name = "Ancien Modérateur",
            own = Array.Empty<string>(),
            singleUse = false,
            expiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
        })).MustBe(200).Json;
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.InviteAsync(((string)created["link"]!).Split('#')[1]);
        await using var hub = await OpenAsync(browser);
        await hub.InvokeAsync<JsonElement>("Enter", new { room }, TestContext.Current.CancellationToken);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        (await organiser.DeleteAsync($"/api/invites/{created["id"]}")).MustBe(200);

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(browser));
    }

    private static async Task<HubConnection> OpenAsync(EdgeBrowser browser)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(browser.Address, "/live"), HttpTransportType.WebSockets, options =>
        {
            options.SkipNegotiation = true;
            options.Cookies = browser.Cookies;
            options.Headers["Origin"] = browser.Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    private static async Task<(string Status, long Seq, string? Code)> ExecuteAsync(HubConnection hub, string room, object command)
    {
        var answer = await hub.InvokeAsync<JsonElement>("Execute", room, Guid.NewGuid().ToString("N"), command).WaitAsync(Patience);
        return (answer.GetProperty("status").GetString()!, answer.GetProperty("seq").GetInt64(), answer.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
