using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

/// <summary>The rows E of the catalogue of bad input, over a real socket.</summary>
public abstract class EnvelopeTests(bool ownSockets) : OverBothCarriers(ownSockets)
{
    private const string Booth = "\"booth:stand-demo\"";
    private const string Id = "\"client-0001\"";

    [Theory(DisplayName = "[LI13] E02 E03: a wrong handshake is told or closed")]
    [InlineData("""{"protocol":"messagepack","version":1}""")]
    [InlineData("""{"protocol":"json","version":99}""")]
    public async Task A_wrong_handshake_is_told_and_closed(string handshake)
    {
        await using var host = await StartAsync();
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id);

        await client.SendAsync(handshake);

        Assert.True((await client.HandshakeAnswer).TryGetProperty("error", out _));
        await client.Closed;
    }

    [Fact(DisplayName = "[LI13] E03: junk for a handshake is closed at once")]
    public async Task Junk_for_a_handshake_is_closed()
    {
        await using var host = await StartAsync();
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id);

        await client.SendFrameAsync(0x81, [.. Enumerable.Repeat((byte)'x', 5_000)]);

        Assert.Equal((1009, "too_large"), await client.Closed.WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken));
    }

    [Fact(DisplayName = "[LI13] E20: half a surrogate pair in a handshake ends its connection, and is no fault of the server")]
    public async Task Half_a_pair_in_a_handshake_is_closed()
    {
        await using var host = await StartAsync();
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id);

        await client.SendAsync("""{"protocol":"\ud800","version":1}""");

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.Empty(host.Log.Errors);
    }

    [Fact(DisplayName = "[LI13] [RC160] A ping in place of a handshake is none: its connection ends, and what follows is not heard")]
    public async Task A_ping_is_no_handshake()
    {
        await using var host = await StartAsync();
        await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id);

        await client.SendAsync("""{"type":6}""");

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "it is gone");
    }

    [Fact(DisplayName = "[LI14] E04: a message one byte too long is told too_large")]
    public async Task A_message_too_long_is_told_so()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync($$"""{"type":6,"x":"{{new string('x', 8 * 1024)}}"}""");

        Assert.Equal(ClosingCode.TooLarge, (await client.NextAsync<Closing>()).Code);
        Assert.Equal((1009, "too_large"), await client.Closed);
    }

    [Theory(DisplayName = "[LI15] E05 E06: an unknown method is told by a code, and nothing of it is repeated")]
    [InlineData("Inconnu")]
    [InlineData("OnConnectedAsync")]
    [InlineData("Dispose")]
    public async Task An_unknown_method_is_told_by_a_code(string method)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        var answer = await client.CompleteAsync(method, "1");

        Assert.Equal(RejectionCode.NotFound, answer.GetProperty("error").GetString());
    }

    [Theory(DisplayName = "[LI15] F10: nobody has a place to tell: no method takes one, and a hundred of them close the connection")]
    [InlineData("Position")]
    [InlineData("Move")]
    [InlineData("ReportPresence")]
    public async Task Nobody_tells_a_position(string method)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);

        try
        {
            for (var i = 0; i < 100 && !client.IsClosed; i++)
            {
                await client.SendAsync($$"""{"type":1,"target":"{{method}}","arguments":[{{Booth}},0.5,0.5]}""");
            }
        }
        catch (IOException)
        {
            // Closed between the look and the sending.
        }

        Assert.Equal((1008, "too_much"), await client.Closed);
        Assert.InRange(host.Rooms[LiveHost.Booth].Reports.Count, 0, 2);
    }

    [Theory(DisplayName = "[LI16] E07 E08 E18 E19 E20 E21: arguments that do not fit are bad_request, and the connection lives")]
    [InlineData("Enter", "")]
    [InlineData("Enter", "null")]
    [InlineData("Enter", "{}")]
    [InlineData("Enter", "1,2")]
    [InlineData("Enter", "\"booth:stand-demo\"")]
    [InlineData("Enter", """{"room":null}""")]
    [InlineData("Enter", """{"room":"booth:../x"}""")]
    [InlineData("Enter", """{"room":"booth:stand-demo","plus":1}""")]
    [InlineData("Enter", """{"room":"booth:stand-demo","room":"event:main"}""")]
    [InlineData("Enter", """{"room":"booth:stand-demo","lastSeq":1e400}""")]
    [InlineData("Enter", """{"room":"booth:stand-demo","lastSeq":"1"}""")]
    [InlineData("Enter", """{"room":"booth:stand-demo","lastSeq":9223372036854775808}""")]
    [InlineData("Leave", "7")]
    [InlineData("Leave", "\"\\ud800\"")]
    [InlineData("Execute", "")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\"")]
    [InlineData("Execute", "\"booth:stand-demo\",\"court\",{\"type\":\"chat.post\",\"text\":\"x\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",null")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",[]")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.nuke\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.post\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.post\",\"text\":null}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.post\",\"text\":\"x\",\"as\":\"admin\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.post\",\"text\":\"a\",\"text\":\"b\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"chat.post\",\"text\":\"\\ud800\"}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"poll.vote\",\"poll\":\"1\",\"option\":1e400}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"poll.vote\",\"poll\":9007199254740993,\"option\":1}")]
    [InlineData("Execute", "\"booth:stand-demo\",\"client-0001\",{\"type\":\"poll.vote\",\"poll\":-0,\"option\":1}")]
    [InlineData("React", "\"booth:stand-demo\",\"bombe\"")]
    [InlineData("History", "\"booth:stand-demo\",\"-0\",10")]
    [InlineData("History", "\"booth:stand-demo\",\"1\",1e400")]
    [InlineData("History", "\"booth:stand-demo\",1,10")]
    [InlineData("History", "\"booth:stand-demo\",\"9007199254740993999999\",10")]
    public async Task Arguments_that_do_not_fit_are_a_bad_request(string method, string arguments)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        var answer = await client.CompleteAsync(method, arguments);

        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        Assert.Equal(RejectionCode.BadRequest, result.GetProperty("code").GetString());
        Assert.Null((await client.EnterAsync(LiveHost.Booth)).Code);
    }

    [Fact(DisplayName = "[LI16] E21: a NUL in an id is refused")]
    public async Task A_nul_in_an_id_is_refused()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        var answer = await client.CallAsync<CommandAnswer>("Leave", "\"booth:stand\\u0000demo\"");

        Assert.Equal(RejectionCode.BadRequest, answer.Code);
    }

    [Fact(DisplayName = "[LI17] E09: a fault inside is told by a code, and no detail leaves")]
    public async Task A_fault_inside_is_told_without_detail()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        host.Rooms[LiveHost.Booth].OnExecute = (_, _, _) => throw new InvalidOperationException("mot de passe");

        var answer = await client.CompleteAsync("Execute", $$"""{{Booth}},{{Id}},{"type":"chat.post","text":"x"}""");

        Assert.Equal("unknown", answer.GetProperty("result").GetProperty("status").GetString());
        Assert.Equal(RejectionCode.Unavailable, answer.GetProperty("result").GetProperty("code").GetString());
        Assert.DoesNotContain("mot de passe", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI18] E11 E16: what is no message, and a goodbye, end the connection")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"type":"1"}""")]
    [InlineData("""{"type":7}""")]
    public async Task What_is_no_message_ends_the_connection(string message)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync(message);

        await client.Closed;
    }

    [Theory(DisplayName = "[LI19] E05 E12 E13 E15: a few odd envelopes are put up with, then the connection is closed")]
    [InlineData("""{"type":99}""")]
    [InlineData("""{"type":8,"sequenceId":1}""")]
    [InlineData("""{"type":3,"invocationId":"99","result":1}""")]
    [InlineData("""{"type":5,"invocationId":"99"}""")]
    [InlineData("""{"type":2,"invocationId":"99","item":1}""")]
    [InlineData("""{"type":1,"invocationId":"x1","target":"Inconnu","arguments":[]}""")]
    [InlineData("""{"type":1,"target":"Leave","arguments":["booth:stand-demo"]}""")]
    [InlineData("""{"type":1,"invocationId":"x1","target":"Leave","arguments":["x"],"streamIds":["1"]}""")]
    [InlineData("""{"type":6,"plus":1}""")]
    public async Task Odd_envelopes_are_counted(string message)
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        await client.SendAsync(message);
        Assert.Null((await client.EnterAsync(LiveHost.Booth)).Code);
        for (var i = 0; i < 10; i++)
        {
            await client.SendAsync(message);
        }

        Assert.Equal((1008, "too_much"), await client.Closed);
    }

    [Fact(DisplayName = "[LI20] E14: a stream invocation of a method is an error")]
    public async Task A_stream_invocation_is_an_error()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();

        var answer = await client.CompleteAsync("Leave", Booth, type: 4);

        Assert.Equal(RejectionCode.BadRequest, answer.GetProperty("error").GetString());
    }

    [Fact(DisplayName = "[LI21] E24: pipelined calls are served one after another, in order")]
    public async Task Pipelined_calls_are_served_in_order()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync(Role.Moderator);
        await client.EnterAsync(LiveHost.Booth);
        var running = 0;
        var most = 0;
        var order = new List<string>();
        host.Rooms[LiveHost.Booth].OnExecute = async (_, _, command) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Eventually.PassAsync(TimeSpan.FromMilliseconds(30));
            order.Add(((Halle.Chat.PostMessage)command).Text);
            Interlocked.Decrement(ref running);
            return Receipt.Ok(order.Count);
        };

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => client.SayAsync(LiveHost.Booth, $"{number}", $"client-000{number}")));

        Assert.Equal(1, most);
        Assert.Equal(["0", "1", "2", "3", "4", "5"], order);
    }
}

public sealed class EnvelopeTestsOnOwnSockets() : EnvelopeTests(ownSockets: true);

public sealed class EnvelopeTestsOverSignalR() : EnvelopeTests(ownSockets: false);
