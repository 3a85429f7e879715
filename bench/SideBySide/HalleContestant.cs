using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace Halle.Bench.SideBySide;

/// <summary>Halle in its embedded shape: sign-in, moderation, journal on SQLite and all.</summary>
internal sealed class HalleContestant(string assembly, int port, string room) : IContestant
{
    public string Name => "halle";

    public Task<ServerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("halle-bench-");
        var environment = ImmutableDictionary<string, string>.Empty
            .Add("ASPNETCORE_ENVIRONMENT", "Development")
            .Add("Halle__Storage__Sqlite__Path", Path.Combine(data.FullName, "halle.db"))
            .Add("Logging__LogLevel__Default", "Warning");
        return ServerProcess.StartAsync(assembly, new Uri($"http://127.0.0.1:{port}"), environment, "/ready", cancellationToken);
    }

    public async Task<LiveSocket> ConnectReaderAsync(
        ServerProcess server, int number, Deliveries deliveries, CancellationToken cancellationToken)
    {
        var socket = await LiveSocket.OpenAsync(
            server.Address, await SignInAsync(server, "Lecteur " + InLetters(number), cancellationToken), deliveries.Take, cancellationToken);
        await EnterAsync(socket, cancellationToken);
        return socket;
    }

    public async Task<Func<string, Task>> ConnectWriterAsync(ServerProcess server, int number, CancellationToken cancellationToken)
    {
        var socket = await LiveSocket.OpenAsync(
            server.Address, await SignInAsync(server, "Auteur " + InLetters(number), cancellationToken), _ => { }, cancellationToken);
        await EnterAsync(socket, cancellationToken);
        return async text =>
        {
            var clientId = Guid.NewGuid().ToString("N");
            var answer = await socket.InvokeAsync("Execute", cancellationToken, room, clientId, new { type = "chat.post", text });
            if (!string.Equals(answer.GetProperty("status").GetString(), "ok", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("Halle refused: " + answer.GetRawText());
            }
        };
    }

    /// <summary>Digits can read as an insult in disguise, which the name rules refuse; these letters spell none.</summary>
    private static string InLetters(int number) =>
        string.Concat(number.ToString("D4", CultureInfo.InvariantCulture).Select(digit => "bdfhjklmnr"[digit - '0']));

    private async Task EnterAsync(LiveSocket socket, CancellationToken cancellationToken)
    {
        var answer = await socket.InvokeAsync("Enter", cancellationToken, new { room });
        if (answer.TryGetProperty("code", out var code))
        {
            throw new InvalidOperationException("Halle refused to let in: " + code);
        }
    }

    private static async Task<string> SignInAsync(ServerProcess server, string name, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority));
        while (true)
        {
            using var answer = await http.PostAsJsonAsync("/api/sign-in/visitor", new { name }, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                var seconds = answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 1;
                await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
                continue;
            }

            if (!answer.IsSuccessStatusCode)
            {
                var body = await answer.Content.ReadAsStringAsync(cancellationToken);
                throw new InvalidOperationException($"Sign-in as {name}: {answer.StatusCode} {body}");
            }

            return string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        }
    }
}
