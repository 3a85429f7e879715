using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Halle.Shared;

namespace Halle.Rehearsal.Tests.Program;

public sealed class CommandLineTests(TestEdge edge)
{
    [Theory]
    [InlineData("not-an-address", "'not-an-address' is not an address")]
    [InlineData("ftp://127.0.0.1", "is not an address")]
    [InlineData("https://127.0.0.1:1", "does not answer")]
    [InlineData("http://no-such-host.invalid", "cannot be found")]
    [InlineData("http://127.0.0.1:9", "does not answer")]
    public async Task A_bad_address_is_one_line_and_exit_code_2(string address, string says)
    {
        var (code, _, errors) = await RunAsync(address, "forum");

        Assert.Equal(2, code);
        Assert.Contains(says, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"version\":\"2\"")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"version\":2}")]
    public async Task Another_server_or_version_is_told(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, RunningEdge.FreePort());
        listener.Start();
        var serving = ServeOnceAsync(listener, answer);

        var (code, _, errors) = await RunAsync($"http://{listener.LocalEndpoint}", "forum");

        Assert.Equal(2, code);
        Assert.Contains("is no Halle server, or of another version", Assert.Single(errors), StringComparison.Ordinal);
        await serving;
    }

    [Theory(DisplayName = "[RH8] A server that breaks off or answers otherwise while the event is prepared is one line and exit code 2")]
    [InlineData("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", "cannot be read")]
    [InlineData("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{", "cannot be read")]
    [InlineData("", "does not give what the rehearsal needs")]
    public async Task What_cannot_be_prepared_is_told(string signedIn, string says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, RunningEdge.FreePort());
        listener.Start();
        const string programme = """{"sites":[],"talks":[{"key":"a"}]}""";
        var serving = ServeAsync();

        var (code, _, errors) = await RunAsync($"http://{listener.LocalEndpoint}", "forum", "--organiser", "x#0");

        Assert.Equal(2, code);
        Assert.Contains(says, Assert.Single(errors), StringComparison.Ordinal);
        await serving;

        async Task ServeAsync()
        {
            await ServeOnceAsync(listener, $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {programme.Length}\r\n\r\n{programme}");
            await ServeOnceAsync(listener, signedIn);
        }
    }

    [Fact]
    public async Task Without_permission_nothing_is_played()
    {
        var address = edge.Server.Address.ToString();

        var missing = await RunAsync(address, "forum");
        var wrong = await RunAsync(address, "forum", "--organiser", "http://x/invite#0123");
        var lesser = await RunAsync(address, "forum", "--organiser", edge.Server.Links["moderator"]);

        Assert.Equal((2, 2, 2), (missing.Code, wrong.Code, lesser.Code));
        Assert.Contains("needs an organiser's invitation", Assert.Single(missing.Errors), StringComparison.Ordinal);
        Assert.Contains("opens nothing here (401 sign_in_needed)", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        Assert.Contains("is a moderator's", Assert.Single(lesser.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such", "There is no scenario 'no-such'. Known: booths, day, forum")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"crowds":[],"objectives":{},"typo":1}""", "cannot be read")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"crowds":[],"objectives":{}}""", "it has no crowd")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"crowds":[{"name":"a"}],"objectives":{}}""", "crowd 'a' is empty")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"crowds":[{"name":"a","people":1,"write":{"share":2,"every":1}}],"objectives":{}}""", "'share' lies between")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"talks":[99],"crowds":[{"name":"a","people":1}],"objectives":{}}""", "no talk 99")]
    [InlineData("""{"name":"x","about":"x","seconds":1,"crowds":[{"name":"a","as":"pupil","classes":9000,"perClass":30}],"objectives":{}}""", "needs 9000 open classes")]
    public async Task A_scenario_that_cannot_be_played_is_told(string scenario, string says)
    {
        var path = Path.Combine(edge.Folder, "scenario.json");
        await File.WriteAllTextAsync(path, scenario, TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync(
            edge.Server.Address.ToString(), scenario[0] == '{' ? path : scenario, "--organiser", edge.Server.Links["organiser"]);

        Assert.Equal(2, code);
        Assert.Contains(says, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_processes_for_the_people_are_told()
    {
        var scenario = Path.Combine(edge.Folder, "crowded.json");
        await File.WriteAllTextAsync(
            scenario, """{"name":"x","about":"x","seconds":1,"crowds":[{"name":"a","people":900000}],"objectives":{}}""", TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync(edge.Server.Address.ToString(), scenario, "--processes", "1");

        Assert.Equal(2, code);
        Assert.Matches("^900000 people need [0-9]+ processes: one may open [0-9]+ descriptors", Assert.Single(errors));
    }

    [Fact]
    public async Task Everybody_together_is_played_reported_and_passed()
    {
        var scenario = Path.Combine(edge.Folder, "together.json");
        await File.WriteAllTextAsync(
            scenario,
            """
            {
              "name": "together", "about": "A bit of everything.", "seconds": 7, "measureFrom": 1, "talks": [1],
              "crowds": [
                {"name": "forum", "as": "visitor", "people": 20, "arriveWithin": 1, "rooms": ["event", "talk:1"],
                 "write": {"share": 0.5, "every": 4, "from": 1}, "ask": {"share": 0.1, "every": 3, "from": 1}, "vote": {"share": 0.2, "every": 3, "from": 1},
                 "react": {"share": 0.5, "every": 2, "from": 1}, "poll": {"every": 3, "from": 2.5, "until": 5},
                 "break": {"share": 0.5, "at": 3, "within": 1, "backWithin": 1}},
                {"name": "pupils", "as": "pupil", "classes": 2, "perClass": 10, "arriveWithin": 1, "rooms": ["event", "class"],
                 "write": {"share": 0.5, "every": 4, "from": 1, "room": 1}, "visit": {"share": 0.5, "every": 2, "from": 2}},
                {"name": "professionals", "as": "professional", "people": 3, "arriveWithin": 1, "rooms": ["event", "booths"], "write": {"every": 3, "from": 1}}
              ],
              "poll": {"openAt": 2, "closeAt": 6},
              "objectives": {"p99Ms": 3000, "connectP99Ms": 5000}
            }
            """,
            TestContext.Current.CancellationToken);
        var (page, json) = (Path.Combine(edge.Folder, "out.html"), Path.Combine(edge.Folder, "out.json"));

        // One of the two is a process that did nothing before: it must have grown. The other is this one, which may as well have shrunk.
        var (code, output, errors) = await RunAsync(
            edge.Server.Address.ToString(), scenario, "--processes", "2", "--organiser", edge.Server.Links["organiser"],
            "--metrics", new Uri(edge.Server.Admin!, "/metrics").ToString(), "--report", page, "--json", json);

        Assert.True(code == 0, string.Join('\n', [.. output, .. errors]));
        Assert.Contains("PASS together", output);
        var verdict = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken)).RootElement;
        Assert.True(verdict.GetProperty("passed").GetBoolean());
        Assert.Equal(43, verdict.GetProperty("figures").GetProperty("arrived").GetInt32());
        Assert.True(verdict.GetProperty("figures").GetProperty("serverCpuSeconds").GetDouble() > 0);
        Assert.True(verdict.GetProperty("figures").GetProperty("serverPeakMegabytes").GetDouble() > 10);
        var micros = verdict.GetProperty("figures").GetProperty("rehearsalReadingMicrosPerRecord").GetDouble();
        Assert.InRange(micros, 0.01, verdict.GetProperty("figures").GetProperty("rehearsalMicrosPerRecord").GetDouble());
        Assert.True(verdict.GetProperty("figures").GetProperty("rehearsalResidentKbPerVisitor").GetDouble() > 0);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Equal(5, html.Split("<svg").Length - 1);
        Assert.Contains("<span class=\"pass\">passed</span>", html, StringComparison.Ordinal);
        Assert.Contains("rehearsal reading micros per record", html, StringComparison.Ordinal);
        Assert.Contains("rehearsal resident kb per visitor", html, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string[] Output, string[] Errors)> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture));
        var code = await CommandLine.Create(output, errors).Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
        return (code, Lines(output), Lines(errors));

        static string[] Lines(StringWriter text) => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task ServeOnceAsync(TcpListener listener, string answer)
    {
        using var line = await listener.AcceptSocketAsync();
        var request = new byte[4_096];
        await line.ReceiveAsync(request);
        await line.SendAsync(Encoding.ASCII.GetBytes(answer));
        line.Shutdown(SocketShutdown.Both);
    }
}
