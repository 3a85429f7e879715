using System.Text;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Tests.Sockets;

public sealed class VisitorSocketTests
{
    private const string Call = """{"type":1,"target":"Frame","arguments":[{"room":"talk:métiers"}]}""";

    [Fact]
    public async Task Asks_for_the_upgrade_with_cookie_and_origin_then_shakes_hands()
    {
        var line = await PaperLine.DialAsync();
        var request = Encoding.ASCII.GetString(line.SaidBytes());

        line.Hear(Server.Upgrade());

        Assert.StartsWith("GET /live HTTP/1.1\r\nHost: 127.0.0.1:12345\r\nOrigin: http://127.0.0.1:12345\r\n", request);
        Assert.Contains("\r\nCookie: halle=demo\r\n", request);
        Assert.Equal("{\"protocol\":\"json\",\"version\":1}\u001e", line.Said());
        Assert.False(line.IsOpen);
    }

    [Fact]
    public async Task Reads_the_same_wherever_the_bytes_are_cut()
    {
        // Every way a server may lay records into frames: one, two and a half in one frame, fragments, an empty frame, a ping in between.
        byte[] stream =
        [
            .. Server.Text("{}\u001e"),
            .. Server.Text(Call + "\u001e{\"type\":6}\u001e" + Call + "\u001e{\"type\":1,\"tar"),
            .. Server.Text("get\":\"Pulse\"}\u001e", final: false),
            .. Server.Frame(FrameOpcode.Ping, "still there?"u8.ToArray()),
            .. Server.Frame(FrameOpcode.Continuation, [], final: false),
            .. Server.Frame(FrameOpcode.Continuation, Encoding.UTF8.GetBytes("{\"type\":1,\"long\":\"" + new string('é', 100) + "\"}\u001e")),
            .. Server.Frame(FrameOpcode.Close, [0x10, 0, .. "going_away"u8]),
        ];
        byte[] all = [.. Server.Upgrade(), .. stream];
        string[] records = [Call, Call, """{"type":1,"target":"Pulse"}""", "{\"type\":1,\"long\":\"" + new string('é', 100) + "\"}"];

        for (var cut = 1; cut < all.Length; cut++)
        {
            var line = await PaperLine.DialAsync();
            line.SaidBytes();
            line.Hear(all.AsSpan(0, cut));
            line.Hear(all.AsSpan(cut));

            Assert.Equal(records, line.Heard.Records);
            Assert.Equal(new VisitorEnd(0x1000, "going_away"), line.Heard.End);
            Assert.Contains("still there?", line.Said());
        }
    }

    [Fact]
    public async Task Reads_the_same_byte_by_byte_and_over_long_frames()
    {
        var record = "{\"type\":1,\"a\":\"" + new string('x', 70_000) + "\"}";
        byte[] all = [.. Server.Text(record + "\u001e"), .. Server.Text(Call + "\u001e")];
        var line = await PaperLine.OpenAsync();

        foreach (var value in all)
        {
            line.Hear([value]);
        }

        Assert.Equal([record, Call], line.Heard.Records);
    }

    [Fact]
    public async Task A_call_gets_its_own_answer_in_any_order()
    {
        var line = await PaperLine.OpenAsync();
        var first = line.InvokeAsync("Enter", new { room = "booth:edf" });
        var second = line.InvokeAsync("Leave", "booth:edf");
        var third = line.InvokeAsync("History", "booth:edf", "1", 200);

        Assert.Equal(
            """{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:edf"}]}""" + "\u001e"
            + """{"type":1,"invocationId":"2","target":"Leave","arguments":["booth:edf"]}""" + "\u001e"
            + """{"type":1,"invocationId":"3","target":"History","arguments":["booth:edf","1",200]}""" + "\u001e",
            line.Said());
        line.Hear(Server.Text("{\"type\":3,\"invocationId\":\"2\",\"result\":{\"seq\":7}}\u001e{\"type\":3,\"invocationId\":\"3\",\"error\":\"not_found\"}\u001e"));
        line.Hear(Server.Text("{\"type\":3,\"invocationId\":\"1\"}\u001e"));

        Assert.Equal(7, (await second).GetProperty("seq").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, (await first).ValueKind);
        Assert.Equal("not_found", (await Assert.ThrowsAsync<VisitorRefusedException>(() => third)).Code);
        Assert.Empty(line.Heard.Records);
    }

    [Fact]
    public async Task Calls_without_an_answer_fail_in_time_and_with_the_connection()
    {
        var line = await PaperLine.OpenAsync();
        var late = line.InvokeAsync("Enter", 1);

        line.Tick(Environment.TickCount64 + (long)VisitorSocket.AnswerWithin.TotalMilliseconds + 1);
        var cut = line.InvokeAsync("Enter", 2);
        line.HangUp();

        await Assert.ThrowsAsync<VisitorClosedException>(() => late);
        await Assert.ThrowsAsync<VisitorClosedException>(() => cut);
        await Assert.ThrowsAsync<VisitorClosedException>(() => line.InvokeAsync("Enter", 3));
        Assert.Equal(new VisitorEnd(null, "hung up"), line.Heard.End);
        Assert.True(line.IsClosed);
    }

    [Fact]
    public async Task Says_something_every_fifteen_seconds()
    {
        var line = await PaperLine.OpenAsync();

        line.Tick(Environment.TickCount64 + 10_000);
        var early = line.Said();
        line.Tick(Environment.TickCount64 + 15_100);

        Assert.Equal("", early);
        Assert.Equal("{\"type\":6}\u001e", line.Said());
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 25\r\n\r\n{\"code\":\"sign_in_needed\"}", 401, "sign_in_needed", null)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 4\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n{\"code\":\"full\"}\r\n0\r\n\r\n", 503, "full", 4)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", 200, "<html>", null)]
    public async Task A_refused_upgrade_tells_status_code_and_wait(string answer, int status, string code, int? wait)
    {
        var line = await PaperLine.DialAsync();

        foreach (var value in Encoding.ASCII.GetBytes(answer))
        {
            line.Hear([value]);
        }

        line.HangUp();
        var refused = await Assert.ThrowsAsync<VisitorRefusedException>(() => line.Opening.Opened.Task);
        Assert.Equal((status, code, wait), (refused.Status, refused.Code, (int?)refused.RetryAfter?.TotalSeconds));
        Assert.Null(line.Heard.End);
    }

    [Fact]
    public async Task A_refused_handshake_and_a_silent_server_fail_the_connecting()
    {
        var refused = await PaperLine.DialAsync();
        refused.Hear([.. Server.Upgrade(), .. Server.Text("{\"error\":\"no such protocol\"}\u001e")]);
        var silent = await PaperLine.DialAsync();
        silent.Tick(Environment.TickCount64 + 60_001);

        Assert.Contains("no such protocol", (await Assert.ThrowsAsync<VisitorRefusedException>(() => refused.Opening.Opened.Task)).Code);
        await Assert.ThrowsAsync<VisitorClosedException>(() => silent.Opening.Opened.Task);
        Assert.True(refused.IsClosed && silent.IsClosed);
    }

    [Theory]
    [InlineData(new byte[] { 0xC1, 0x01, 0x41 })]
    [InlineData(new byte[] { 0x81, 0x81, 0, 0, 0, 0, 0x41 })]
    [InlineData(new byte[] { 0x82, 0x01, 0x41 })]
    [InlineData(new byte[] { 0x89, 126, 0, 200 })]
    [InlineData(new byte[] { 0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0 })]
    public async Task What_is_no_frame_of_a_server_ends_the_connection(byte[] bytes)
    {
        var line = await PaperLine.OpenAsync();

        line.Hear(bytes);

        Assert.Equal("the server broke the WebSocket protocol", line.Heard.End?.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_hangs_up_is_not_hung_up_on_however_fast_the_answer_comes(bool answersAtOnce)
    {
        var line = await PaperLine.OpenAsync();
        line.AnswersGoodbyeAtOnce = answersAtOnce;

        line.Close();

        var goodbye = Assert.Single(Server.Unmask(line.SaidBytes()));
        Assert.Equal([0x03, 0xe8], goodbye.Payload);
        Assert.Equal(new VisitorEnd(1000, "closed by the visitor", ByVisitor: true), line.Heard.End);
        Assert.True(line.IsClosed);
        Assert.False(line.IsOpen);
    }
}
