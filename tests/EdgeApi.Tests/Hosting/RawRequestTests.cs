using System.Net.Sockets;
using System.Text;
using Halle.Shared;

namespace Halle.Tests.Hosting;

/// <summary>What no HTTP library would send, byte by byte.</summary>
public sealed class RawRequestTests(EdgeFixture fixture)
{
    private RunningEdge Edge => fixture.Edge;

    private string Host => $"127.0.0.1:{Edge.Port}";

    public static TheoryData<string, string, int> Rows => new()
    {
        { "W08 a URI of 9 000 bytes", "GET /" + new string('a', 9_000) + " HTTP/1.1\r\nHost: {host}\r\n\r\n", 414 },
        { "W09 a header of 40 kB", "GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: " + new string('a', 40_000) + "\r\n\r\n", 431 },
        { "W10 101 headers", "GET / HTTP/1.1\r\nHost: {host}\r\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: 1\r\n")) + "\r\n", 431 },
        { "W11 no Host", "GET / HTTP/1.1\r\n\r\n", 400 },
        { "W11 two Hosts", "GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n", 400 },
        { "W13 two lengths", "POST /api/sign-in/visitor HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n{\"name\":\"Camille\"}\r\n0\r\n\r\n", 400 },
        { "W14 a chunk extension with a bare LF", "POST /api/sign-in/visitor HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n12;a\n{\"name\":\"Camille\"}\r\n0\r\n\r\n", 400 },
        { "W21 a TLS hello on the plain port", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n", 400 },
        { "W22 a CR inside a header", "GET / HTTP/1.1\r\nHost: {host}\r\nX-Bad: a\rb\r\n\r\n", 400 },
        { "W23 an announced body of 31 MB", "POST /api/sign-in/visitor HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\nContent-Length: 31000000\r\n\r\n", 413 },
        { "a NUL in the path", "GET /%00 HTTP/1.1\r\nHost: {host}\r\n\r\n", 400 },
        { "a path that climbs", "GET /../../../etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n", 0 },
    };

    [Theory(DisplayName = "[LI46] W08–W11, W13, W14, W21–W23: malformed HTTP is refused by status, within 5 s")]
    [MemberData(nameof(Rows))]
    public async Task Malformed_requests_are_refused(string what, string request, int status)
    {
        var answer = await SendAsync(request.Replace("{host}", Host, StringComparison.Ordinal));

        if (status == 0)
        {
            Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
            return;
        }

        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {answer[..Math.Min(300, answer.Length)]}");
    }

    [Fact(DisplayName = "[LI46] W25: bare line feeds are read as line ends")]
    public async Task Bare_line_feeds_are_read() =>
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync($"GET /health HTTP/1.1\nHost: {Host}\nConnection: close\n\n"), StringComparison.Ordinal);

    [Theory(DisplayName = "[LI45] Load balancers may ask by HEAD: the same answer, without its body")]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task Health_is_told_by_head(string path)
    {
        var answer = await SendAsync($"HEAD {path} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[LI46] S16: a request whose headers never end is cut off within 15 s")]
    public async Task Slow_headers_are_cut_off()
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await client.ConnectAsync("127.0.0.1", Edge.Port, limit.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: {Host}\r\nX-Slow: "), limit.Token);

        var answer = await new StreamReader(client.GetStream(), Encoding.Latin1).ReadToEndAsync(limit.Token);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Edge.Port);
        var stream = client.GetStream();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            var buffer = new byte[16 * 1024];
            while (!answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer, limit.Token);
                if (read == 0)
                {
                    break;
                }

                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server may close while we still write: what it said first counts.
        }

        return answer.ToString();
    }
}
