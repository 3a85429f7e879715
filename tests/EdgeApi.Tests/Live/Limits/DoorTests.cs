using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Limits;

public sealed class DoorTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Theory(DisplayName = "[LI4] W01 W02 W05: an upgrade needs an allowed Origin")]
    [InlineData("https://autre.example", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 403)]
    [InlineData("http://127.0.0.1", 403)]
    [InlineData("https://salon.example", 101)]
    [InlineData("https://salon.example.autre.example", 403)]
    [InlineData("own", 101)]
    public async Task An_upgrade_needs_an_allowed_origin(string? origin, int expected)
    {
        await using var host = await LiveHost.StartAsync(("Live:AllowedOrigins:0", "https://salon.example"));
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, RawClient.UpgradeHead(host, session.Id, origin == "own" ? host.Origin : origin));

        tcp.Dispose();
        Assert.StartsWith($"HTTP/1.1 {expected}", head, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI4] W06: every request of every transport needs an allowed Origin")]
    [InlineData("POST /live/negotiate?negotiateVersion=1")]
    [InlineData("POST /live?id=unknown")]
    [InlineData("GET /live?id=unknown")]
    [InlineData("DELETE /live?id=unknown")]
    public async Task Every_request_needs_an_allowed_origin(string line)
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port,
            $"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://autre.example\r\n{TestSessions.Header}: {session.Id}\r\nContent-Length: 0\r\n\r\n");

        tcp.Dispose();
        Assert.StartsWith("HTTP/1.1 403", head, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI4] A page's own read has no Origin: the browser says same-origin, and only a read, and no upgrade, comes in by that")]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: same-origin", 404)]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: same-site", 403)]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: cross-site", 403)]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: none", 403)]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site", 403)]
    [InlineData("GET /live?id=unknown", "Sec-Fetch-Site: same-origin\r\nOrigin: https://autre.example", 403)]
    [InlineData("GET /live?id=unknown", "X-Nothing: 1", 403)]
    [InlineData("POST /live/negotiate?negotiateVersion=1", "Sec-Fetch-Site: same-origin", 403)]
    [InlineData("POST /live?id=unknown", "Sec-Fetch-Site: same-origin", 403)]
    public async Task Own_reads_have_no_origin(string line, string header, int expected)
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, $"{line} HTTP/1.1\r\nHost: 127.0.0.1:{host.Port}\r\n{header}\r\n{TestSessions.Header}: {session.Id}\r\nContent-Length: 0\r\n\r\n");

        tcp.Dispose();
        Assert.StartsWith($"HTTP/1.1 {expected}", head, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[LI4] An upgrade has an Origin always: same-origin alone does not open it")]
    public async Task An_upgrade_is_no_read()
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, RawClient.UpgradeHead(host, session.Id, origin: null, "Sec-Fetch-Site: same-origin\r\n"));

        tcp.Dispose();
        Assert.StartsWith("HTTP/1.1 403", head, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[LI5] A program comes in by the service token, and only by the right one")]
    [InlineData(Token, 101)]
    [InlineData("0123456789abcdef0123456789abcdeF", 403)]
    public async Task A_program_comes_in_by_the_service_token(string token, int expected)
    {
        await using var host = await LiveHost.StartAsync(("Live:ServiceToken", Token));
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, RawClient.UpgradeHead(host, session.Id, origin: null, $"Halle-Service-Token: {token}\r\n"));

        tcp.Dispose();
        Assert.StartsWith($"HTTP/1.1 {expected}", head, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[LI6] Without a session there is no connection")]
    public async Task Without_a_session_there_is_no_connection()
    {
        await using var host = await LiveHost.StartAsync();

        var (head, tcp) = await RawClient.RequestAsync(host.Port, RawClient.UpgradeHead(host, session: null, host.Origin));

        tcp.Dispose();
        Assert.StartsWith("HTTP/1.1 401", head, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[LI7] W16: compression is not negotiated")]
    public async Task Compression_is_not_negotiated()
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, RawClient.UpgradeHead(host, session.Id, host.Origin, "Sec-WebSocket-Extensions: permessage-deflate\r\n"));

        tcp.Dispose();
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.DoesNotContain("permessage", head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory(DisplayName = "[LI8] W15 W18 W19 W23: odd requests of the other transports are refused")]
    [InlineData("POST /live/negotiate", "Content-Length: 31000000\r\n", 413)]
    [InlineData("POST /live/negotiate", "Content-Encoding: gzip\r\nContent-Length: 0\r\n", 415)]
    [InlineData("GET /live?id=unknown", "", 404)]
    [InlineData("POST /live", "Content-Length: 0\r\n", 400)]
    public async Task Odd_requests_are_refused(string line, string more, int expected)
    {
        await using var host = await LiveHost.StartAsync();
        var session = host.Sessions.SignIn(Role.Visitor);

        var (head, tcp) = await RawClient.RequestAsync(
            host.Port, $"{line} HTTP/1.1\r\nHost: 127.0.0.1:{host.Port}\r\nOrigin: {host.Origin}\r\n{TestSessions.Header}: {session.Id}\r\n{more}\r\n");

        tcp.Dispose();
        Assert.StartsWith($"HTTP/1.1 {expected}", head, StringComparison.Ordinal);
    }
}
