using System.Text.Json;
using System.Threading.Channels;
using Halle.Shared;
using Halle.Tests.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Tests.Live.Transports;

/// <summary>The same conversation over every transport, with the official client, against the real server.</summary>
public sealed class TransportTests(EdgeFixture fixture)
{
    private const string Booth = "booth:verrerie";

    private RunningEdge Edge => fixture.Edge;

    [Theory(DisplayName = "[RC27] Enter, post, receive, resume, mute and sign out are the same over every transport", Timeout = 120_000)]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Every_transport_serves_alike(HttpTransportType transport)
    {
        using var writerAtHome = new EdgeBrowser(Edge.Address);
        using var readerAtHome = new EdgeBrowser(Edge.Address);
        using var moderatorAtHome = new EdgeBrowser(Edge.Address);
        var writerId = (string)(await writerAtHome.VisitorAsync("Alix Essai"))["person"]!;
        await readerAtHome.VisitorAsync("Lou Essai");
        await moderatorAtHome.InviteAsync(Edge.TokenOf("moderator"));
        await using var writer = await Client.OpenAsync(writerAtHome, transport);
        await using var reader = await Client.OpenAsync(readerAtHome, transport);
        await using var moderator = await Client.OpenAsync(moderatorAtHome, transport);
        foreach (var client in new[] { writer, reader, moderator })
        {
            Assert.Null(await client.EnterAsync(Booth));
            await client.FrameAsync(frame => frame.GetProperty("reset").GetBoolean(), "the reset after entering");
        }

        var (status, seq, _) = await writer.SayAsync(Booth, $"par {transport}");
        var shown = await reader.FrameAsync(frame => Texts(frame).Contains($"par {transport}"), "the message");
        Assert.Equal(("ok", seq), (status, shown.GetProperty("to").GetInt64()));

        var (epoch, at) = (shown.GetProperty("epoch").GetString(), shown.GetProperty("to").GetInt64());
        await reader.DisposeAsync();
        string[] missed = [$"sans toi 1 par {transport}", $"sans toi 2 par {transport}"];
        foreach (var text in missed)
        {
            await writer.SayAsync(Booth, text);
        }

        await using var again = await Client.OpenAsync(readerAtHome, transport);
        Assert.Null(await again.EnterAsync(Booth, epoch, at));
        var resumed = await again.FrameAsync(frame => Texts(frame).Contains(missed[1]), "what was missed");
        Assert.False(resumed.GetProperty("reset").GetBoolean());
        Assert.Equal(missed, Texts(resumed));

        await moderator.ExecuteAsync(Booth, new { type = "sanction.mute", person = writerId, minutes = 5, reason = "essai" });
        await writer.YouAsync(you => you.TryGetProperty("muted", out _), "the mute");
        Assert.Equal(("refused", "muted"), Parts(await writer.SayAsync(Booth, "encore")));

        (await readerAtHome.PostAsync("/api/sign-out", new { })).MustBe(200);
        if (transport != HttpTransportType.WebSockets)
        {
            // Over WebSockets this client drops what it has not read yet when the close frame names a reason; RC17 reads the bytes.
            Assert.Equal("revoked", (await again.ClosingAsync()).GetProperty("code").GetString());
        }

        await again.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        static (string, string?) Parts((string Status, long Seq, string? Code) answer) => (answer.Status, answer.Code);
    }

    [Fact(DisplayName = "[LI91] J13: a connection's ticket opens nothing with another session's cookie: not to write, not to read, not to end it")]
    public async Task A_ticket_is_its_sessions_alone()
    {
        using var owner = new EdgeBrowser(Edge.Address);
        using var other = new EdgeBrowser(Edge.Address);
        await owner.InviteAsync(Edge.TokenOf("moderator"));
        await other.VisitorAsync("Noa Essai");
        var ticket = (string)(await PostAsync(owner, "/live/negotiate?negotiateVersion=1", "")).Json["connectionToken"]!;
        var path = "/live?id=" + ticket;
        Assert.Equal(200, (await PollAsync(owner, path)).Status);
        Assert.Equal(200, (await PostAsync(owner, path, """{"protocol":"json","version":1}""" + '\u001e')).Status);
        Assert.Equal(200, (await PollAsync(owner, path)).Status);

        const string Enter = """{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:verrerie"}]}""";
        Assert.Equal(401, (await PostAsync(other, path, Enter + '\u001e')).Status);
        Assert.Equal(401, (await PollAsync(other, path)).Status);
        Assert.Equal(401, (await other.DeleteAsync(path)).Status);

        Assert.Equal(200, (await PostAsync(owner, path, Enter + '\u001e')).Status);
        Assert.Equal(202, (await owner.DeleteAsync(path)).Status);

        static Task<EdgeAnswer> PollAsync(EdgeBrowser browser, string path) => browser.GetAsync(path, ("Sec-Fetch-Site", "same-origin"));

        static Task<EdgeAnswer> PostAsync(EdgeBrowser browser, string path, string text) =>
            browser.SendAsync(HttpMethod.Post, path, new StringContent(text), []);
    }

    private static string[] Texts(JsonElement frame) =>
        [.. frame.GetProperty("set").EnumerateArray().Where(entity => entity.GetProperty("type").GetString() == "message").Select(entity => entity.GetProperty("text").GetString()!)];

    /// <summary>One connection of the official client: what the server called is kept until a test asks for it.</summary>
    private sealed class Client : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        private readonly HubConnection _hub;
        private readonly Channel<(string Method, JsonElement Argument)> _calls = Channel.CreateUnbounded<(string, JsonElement)>();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sent;

        private Client(HubConnection hub)
        {
            _hub = hub;
            foreach (var method in (string[])["Frame", "You", "Pulse", "Left", "Closing"])
            {
                hub.On<JsonElement>(method, argument => _calls.Writer.TryWrite((method, argument)));
            }

            hub.Closed += _ =>
            {
                _closed.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public Task Closed => _closed.Task;

        public static async Task<Client> OpenAsync(EdgeBrowser browser, HttpTransportType transport)
        {
            var client = new Client(new HubConnectionBuilder().WithUrl(new Uri(browser.Address, "/live"), transport, options =>
            {
                options.Cookies = browser.Cookies;
                options.Headers["Origin"] = browser.Address.GetLeftPart(UriPartial.Authority);
            }).Build());
            await client._hub.StartAsync(TestContext.Current.CancellationToken);
            return client;
        }

        /// <summary>The refusal's code; null when it is in.</summary>
        public async Task<string?> EnterAsync(string room, string? epoch = null, long? lastSeq = null)
        {
            var answer = await _hub.InvokeAsync<JsonElement>("Enter", new { room, epoch, lastSeq }).WaitAsync(Patience);
            return answer.TryGetProperty("code", out var code) ? code.GetString() : null;
        }

        public Task<(string Status, long Seq, string? Code)> SayAsync(string room, string text) => ExecuteAsync(room, new { type = "chat.post", text });

        public async Task<(string Status, long Seq, string? Code)> ExecuteAsync(string room, object command)
        {
            var answer = await _hub.InvokeAsync<JsonElement>("Execute", room, $"{Guid.NewGuid():N}-{++_sent}", command).WaitAsync(Patience);
            return (answer.GetProperty("status").GetString()!, answer.GetProperty("seq").GetInt64(), answer.TryGetProperty("code", out var code) ? code.GetString() : null);
        }

        public Task<JsonElement> FrameAsync(Func<JsonElement, bool> where, string what) => NextAsync("Frame", where, what);

        public Task<JsonElement> YouAsync(Func<JsonElement, bool> where, string what) => NextAsync("You", you => where(you.GetProperty("you")), what);

        public Task<JsonElement> ClosingAsync() => NextAsync("Closing", _ => true, "the farewell");

        public ValueTask DisposeAsync() => _hub.DisposeAsync();

        private async Task<JsonElement> NextAsync(string method, Func<JsonElement, bool> where, string what)
        {
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                while (true)
                {
                    var (name, argument) = await _calls.Reader.ReadAsync(patience.Token);
                    if (name == method && where(argument))
                    {
                        return argument;
                    }
                }
            }
            catch (OperationCanceledException error)
            {
                throw new TimeoutException($"{what} ({method}) did not come within {Patience}.", error);
            }
        }
    }
}
