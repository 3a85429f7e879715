using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Halle.Shared;
using Halle.Tests.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Tests.Live.Limits;

/// <summary>What a pupil with a console open tries, against the real server and its real rules.</summary>
public sealed class HostilePupilTests(EdgeFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] OpenToAll = ["booth:verrerie", "event:main", "talk:ouverture"];

    private RunningEdge Edge => fixture.Edge;

    /// <summary>Well-formed commands: what stops them is the permission alone.</summary>
    public static TheoryData<string> Others =>
    [
        """{"type":"sanction.mute","person":"0123456789abcdef0123456789abcdef","minutes":5,"reason":""}""",
        """{"type":"sanction.ban","person":"0123456789abcdef0123456789abcdef","minutes":5,"reason":""}""",
        """{"type":"chat.remove","message":"1"}""",
        """{"type":"chat.pin","message":"1"}""",
        """{"type":"mode.set","mode":"paused"}""",
        """{"type":"duty.set","status":"available"}""",
        """{"type":"breaker.pause","reason":"moi"}""",
        """{"type":"announcement.post","text":"moi","level":"info"}""",
        """{"type":"question.promote","question":"1"}""",
        """{"type":"poll.open","poll":"1"}""",
        """{"type":"poll.close","poll":"1"}""",
        """{"type":"talk.end"}""",
        """{"type":"class.calm","on":true}""",
        """{"type":"tour.point","room":"booth:verrerie"}""",
    ];

    public static TheoryData<string, string> NoCommands => new()
    {
        { "A11", """{"type":"chat.edit","message":"1","text":"autre chose"}""" },
        { "A01", """{"type":"duty.set","state":"available"}""" },
        { "E18", """{"type":"chat.post","text":"moi","role":"moderator"}""" },
        { "E18", """{"type":"chat.post","text":"moi","by":{"role":"organiser"}}""" },
        { "E21", """{"type":"chat.post"}""" },
        { "E07", """{"type":"chat.post","text":5}""" },
        { "E07", """{"type":"Chat.Post","text":"moi"}""" },
        { "E07", """[]""" },
        { "E07", """null""" },
    };

    [Theory(DisplayName = "[MO1] A01: what is not a pupil's to do is forbidden in every room a pupil reads, is in the log, and the connection lives")]
    [MemberData(nameof(Others))]
    public async Task What_is_not_theirs_is_forbidden(string command)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        var person = (string)(await browser.PupilAsync(Edge.ClassCode!))["person"]!;
        await using var hub = await OpenAsync(browser);
        var json = JsonDocument.Parse(command).RootElement;
        foreach (var room in OpenToAll.Append($"class:{Edge.ClassKey}"))
        {
            Assert.Null(await EnterAsync(hub, room));
            var answer = await ExecuteAsync(hub, room, json);

            Assert.Equal((room, "refused", "forbidden"), (room, answer.Status, answer.Code));
            var entry = $"{json.GetProperty("type").GetString()} in {room} by {person} (Pupil)";
            await Live.Host.Eventually.IsTrueAsync(() => Edge.Output.Contains(entry, StringComparison.Ordinal), what: $"{entry} is in the log");
        }

        Assert.Equal(HubConnectionState.Connected, hub.State);
    }

    // A visitor says the same things as a pupil would: what is no command is nobody's.
    [Theory(DisplayName = "[MO1] A11, A01: what is no command, or a command with something added to it, is a bad request, and the connection lives")]
    [MemberData(nameof(NoCommands))]
    public async Task What_is_no_command_is_a_bad_request(string row, string command)
    {
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.VisitorAsync("Alix Essai");
        await using var hub = await OpenAsync(browser);
        foreach (var room in OpenToAll)
        {
            Assert.Null(await EnterAsync(hub, room));
            var answer = await ExecuteAsync(hub, room, JsonDocument.Parse(command).RootElement);

            Assert.Equal((row, room, "refused", "bad_request"), (row, room, answer.Status, answer.Code));
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

    [Fact(DisplayName = "[CH7] G06: in a storm of messages each report is acknowledged within 1 s")]
    public async Task Reports_in_a_storm()
    {
        const string room = "booth:conserverie";
        const int Reports = 6;
        var writers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var home = new EdgeBrowser(Edge.Address);
            await home.VisitorAsync("Essai " + new string((char)('a' + (number % 26)), 2) + (char)('A' + (number / 26)));
            var hub = await OpenAsync(home);
            Assert.Null(await EnterAsync(hub, room));
            return hub;
        }));
        using var browser = new EdgeBrowser(Edge.Address);
        await browser.PupilAsync(Edge.ClassCode!);
        await using var pupil = await OpenAsync(browser);
        Assert.Null(await EnterAsync(pupil, room));
        var accepted = new ConcurrentStack<long>();
        var answered = 0;
        using var calm = new CancellationTokenSource();
        var storm = writers.Select(async (hub, number) =>
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var count = 0; !calm.IsCancellationRequested; count++)
            {
                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
                var (said, seq, _) = await ExecuteAsync(hub, room, new { type = "chat.post", text = $"tempête {number} {count}" });
                if (said == "ok")
                {
                    accepted.Push(seq);
                }

                Interlocked.Increment(ref answered);
            }
        }).ToList();
        await Live.Host.Eventually.IsTrueAsync(() => answered >= 100, what: $"100 messages of the storm are answered, not {answered}");

        // The first while everybody still has a burst to spend. Each later one after ten more of the storm's messages were let in.
        var took = new List<TimeSpan>();
        for (var report = 0; report < Reports; report++)
        {
            var (before, askedBefore) = (accepted.Count, answered);
            if (report > 0)
            {
                await Live.Host.Eventually.IsTrueAsync(() => accepted.Count >= before + 10 && answered >= askedBefore + 100, what: $"the storm goes on after report {report}");
            }

            Assert.True(accepted.TryPeek(out var newest));
            var watch = Stopwatch.StartNew();
            var (status, _, code) = await ExecuteAsync(pupil, room, new { type = "chat.report", message = $"{newest}", reason = "insulte" });
            took.Add(watch.Elapsed);
            Assert.Equal(("ok", null), (status, code));
        }

        await calm.CancelAsync();
        await Task.WhenAll(storm);
        foreach (var hub in writers)
        {
            await hub.DisposeAsync();
        }

        output.WriteLine($"reports after {string.Join(", ", took.Select(one => $"{one.TotalMilliseconds:0}"))} ms; of {answered} messages {accepted.Count} were accepted");
        Assert.True(took.Max() < TimeSpan.FromSeconds(1), $"the slowest report was acknowledged after {took.Max().TotalMilliseconds:0} ms");
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

    /// <summary>The code of the refusal; null when it is let in.</summary>
    private static async Task<string?> EnterAsync(HubConnection hub, string room)
    {
        var answer = await hub.InvokeAsync<JsonElement>("Enter", new { room }, TestContext.Current.CancellationToken);
        return answer.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    private static async Task<(string Status, long Seq, string? Code)> ExecuteAsync(HubConnection hub, string room, object command)
    {
        var answer = await hub.InvokeAsync<JsonElement>("Execute", room, Guid.NewGuid().ToString("N"), command).WaitAsync(Patience);
        return (answer.GetProperty("status").GetString()!, answer.GetProperty("seq").GetInt64(), answer.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
