using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Sockets;
using Halle.Shared;

namespace Halle.Rehearsal.Tests.Capacity;

/// <summary>The real server with 60 places, and three times as many people: who is in notices nothing of those who are not.</summary>
public sealed class OverrunTests
{
    private const int Places = 60;

    /// <summary>Without the reserve of three, and the moderator who is in before them.</summary>
    private const int ForVisitors = Places - 3 - 1;

    private const string Room = "booth:edf";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[CA8] At three times what an edge holds: who is sent away is told within 1 s, who is in hears within 1 s, a moderator acts within 500 ms, who falls out comes back")]
    public async Task Who_is_in_notices_nothing()
    {
        await using var edge = await RunningEdge.StartAsync(
            new RunningEdgeOptions { Settings = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("Halle__Capacity__MaxConnections", "60") }, Stop);
        using var people = new People(edge, await VisitorTarget.ResolveAsync(edge.Address, cancellationToken: Stop));
        var moderator = await people.ComeAsync("invite", new { token = edge.TokenOf("moderator") });
        Assert.NotNull(moderator.Socket);

        var came = await Task.WhenAll(Enumerable.Range(0, 3 * Places).Select(number => people.ComeAsync(number)));
        var inside = came.Where(one => one.Socket is not null).ToList();
        Assert.Equal(ForVisitors, inside.Count);
        Assert.All(came.Except(inside), one => Assert.Equal((503, "full", true), (one.Status, one.Code, one.Wait >= TimeSpan.FromSeconds(10))));

        // They keep asking, without the patience that was asked of them.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var turnedAway = new List<TimeSpan>();
        var asking = Task.WhenAll(Enumerable.Range(0, 2 * Places).Select(number => people.KeepAskingAsync(number, turnedAway, over.Token)));
        var acting = new List<TimeSpan>();
        for (var round = 0; round < 12; round++)
        {
            var written = await Task.WhenAll(inside.Skip(4 * round).Take(4).Select(one => People.WriteAsync(one.Socket!, round)));
            var clock = Stopwatch.StartNew();
            Assert.Equal("ok", await People.ExecuteAsync(moderator.Socket!, new { type = "chat.remove", message = written[0] }));
            acting.Add(clock.Elapsed);
        }

        // Ten fall out; the places are theirs while 120 others want them.
        foreach (var one in inside.Take(10))
        {
            one.Socket!.Abort();
        }

        var back = await Task.WhenAll(inside.Take(10).Select(people.ComeBackAsync));

        // The first of each come all at once, to code that has not run before; then as people do who keep trying.
        await Eventually.TrueAsync(
            "everybody has asked five times", () => Task.FromResult(Count(turnedAway) >= 5 * 2 * Places), TimeSpan.FromSeconds(30));
        await over.CancelAsync();
        await asking;

        // Of 48, a fourth was removed, and may have been before anybody was shown it.
        await Eventually.BecomesTrueAsync(
            () => people.Heard.Count >= 36 * (ForVisitors - 10), "who stayed in has heard the 36 messages that were left", () => $"{people.Heard.Count}", TimeSpan.FromSeconds(10), Stop);

        Assert.All(back, status => Assert.Equal(101, status));
        Assert.InRange(P99(acting).TotalMilliseconds, 0, 500);
        Assert.InRange(people.Heard.PercentileMs(0.99), 0, 1_000);
        lock (turnedAway)
        {
            RunLog.Print($"CA8: sent away after p50 {At(turnedAway[..(2 * Places)], 0.5):0.0} ms, p99 {At(turnedAway[..(2 * Places)], 0.99):0.0} ms at first, p50 {At(turnedAway[(2 * Places)..], 0.5):0.0} ms, p99 {At(turnedAway[(2 * Places)..], 0.99):0.0} ms from then on, {turnedAway.Count} in all; heard after p99 {people.Heard.PercentileMs(0.99):0} ms, a moderator's act took p99 {P99(acting).TotalMilliseconds:0} ms");
            Assert.True(turnedAway.Count >= 2 * Places, $"{turnedAway.Count} were sent away");
            Assert.InRange(turnedAway.Order().ElementAt(turnedAway.Count / 2).TotalMilliseconds, 0, 1_000);
        }
    }

    private static int Count(List<TimeSpan> times)
    {
        lock (times)
        {
            return times.Count;
        }
    }

    private static double At(List<TimeSpan> times, double share) => times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1).TotalMilliseconds;

    private static TimeSpan P99(List<TimeSpan> times) => times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.99) - 1);

    private sealed record Comer(int Status, string Code, TimeSpan Wait, string Cookie, VisitorSocket? Socket);

    private sealed class People(RunningEdge edge, VisitorTarget target) : IVisitorEvents, IDisposable
    {
        private const string Run = "bdfhjk";

        private static readonly byte[] Beginning = Mark.Beginning(Run);

        private readonly VisitorSockets _sockets = new();
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = edge.Address };

        public Histogram Heard { get; } = new();

        public Task<Comer> ComeAsync(int number) => ComeAsync("visitor", new { name = "Essai " + Mark.InLetters(number) });

        public async Task<Comer> ComeAsync(string way, object body)
        {
            using var answer = await SignInAsync(way, body, Stop);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                var refusal = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
                return new Comer((int)answer.StatusCode, refusal.GetProperty("code").GetString()!, answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, "", null);
            }

            var cookie = string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(one => one.Split(';')[0]));
            try
            {
                return new Comer(101, "", TimeSpan.Zero, cookie, await ConnectAsync(cookie));
            }
            catch (VisitorRefusedException refused)
            {
                return new Comer(refused.Status, refused.Code, refused.RetryAfter ?? TimeSpan.Zero, cookie, null);
            }
        }

        /// <returns>The status of the upgrade.</returns>
        public async Task<int> ComeBackAsync(Comer one)
        {
            try
            {
                await ConnectAsync(one.Cookie);
                return 101;
            }
            catch (VisitorRefusedException refused)
            {
                return refused.Status;
            }
        }

        public async Task KeepAskingAsync(int number, List<TimeSpan> turnedAway, CancellationToken over)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500 + number));
            try
            {
                while (true)
                {
                    var clock = Stopwatch.StartNew();
                    using var answer = await SignInAsync("visitor", new { name = "Dehors " + Mark.InLetters(number) }, over);
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                    lock (turnedAway)
                    {
                        turnedAway.Add(clock.Elapsed);
                    }

                    await pause.WaitForNextTickAsync(over);
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                // Enough.
            }
        }

        /// <returns>The message's id.</returns>
        public static async Task<string> WriteAsync(VisitorSocket writer, int round)
        {
            var text = $"bonjour {Mark.InLetters(round)} {Mark.Write(Run, Mark.Microseconds(Stopwatch.GetTimestamp()))}";
            var answer = await writer.InvokeAsync("Execute", Room, Guid.NewGuid().ToString("N"), new { type = "chat.post", text });
            Assert.Equal("ok", answer.GetProperty("status").GetString());
            return answer.GetProperty("seq").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        public static async Task<string?> ExecuteAsync(VisitorSocket who, object command) =>
            (await who.InvokeAsync("Execute", Room, Guid.NewGuid().ToString("N"), command)).GetProperty("status").GetString();

        public void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp)
        {
            for (var rest = record; rest.IndexOf(Beginning) is >= 0 and var at; rest = rest[(at + Beginning.Length)..])
            {
                // A catch-up shows old messages again; how late those are says nothing.
                if (record.IndexOf("\"reset\":true"u8) < 0 && Mark.Read(rest[(at + Beginning.Length)..]) is >= 0 and var sent)
                {
                    Heard.Add(Mark.Microseconds(timestamp) - sent);
                }
            }
        }

        public void Closed(VisitorSocket socket, VisitorEnd end)
        {
        }

        public void Dispose()
        {
            _http.Dispose();
            _sockets.Dispose();
        }

        private async Task<VisitorSocket> ConnectAsync(string cookie)
        {
            var socket = await _sockets.ConnectAsync(target, cookie, this);
            var answer = await socket.InvokeAsync("Enter", new { room = Room });
            Assert.False(answer.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String, answer.GetRawText());
            return socket;
        }

        private async Task<HttpResponseMessage> SignInAsync(string way, object body, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in/" + way) { Content = JsonContent.Create(body) };
            request.Headers.Add("Origin", edge.Origin);
            return await _http.SendAsync(request, cancellationToken);
        }
    }
}
