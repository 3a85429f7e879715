using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Halle.Shared;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>People without a browser: each walks from one stand to the next and says something at each, and every other time is away from the zone meanwhile.</summary>
public sealed class Strollers : IAsyncDisposable
{
    private const char End = '\u001e';
    private const string Event = "event:main";

    /// <summary>Of a stay, so that not all walk on together.</summary>
    private const int Beats = 10;

    private static readonly string[] Words =
        ["Bonjour à tous", "Quel métier faites-vous ?", "On apprend beaucoup ici", "Merci pour la visite", "Les machines font du bruit", "À bientôt"];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _walks = [];
    private int _calls;

    /// <summary>Comes when all of them are in.</summary>
    /// <param name="stay">How long each of them is at one stand.</param>
    public static async Task<Strollers> ComeAsync(RunningEdge server, int people, IReadOnlyList<string> stands, TimeSpan stay)
    {
        var strollers = new Strollers();
        for (var number = 0; number < people; number++)
        {
            using var browser = new EdgeBrowser(server.Address);
            await browser.VisitorAsync($"Promeneur {number + 1}");
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Cookie", browser.CookieHeader);
            socket.Options.SetRequestHeader("Origin", server.Origin);
            await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/live" }.Uri, strollers._stop.Token);
            strollers._walks.Add(strollers.WalkAsync(socket, number, stands, stay));
            strollers._walks.Add(strollers.HearAsync(socket));
        }

        return strollers;
    }

    /// <summary>Throws when one of them was cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_walks);
        _stop.Dispose();
    }

    private async Task WalkAsync(ClientWebSocket socket, int number, IReadOnlyList<string> stands, TimeSpan stay)
    {
        using (socket)
        {
            try
            {
                await SendAsync(socket, new { protocol = "json", version = 1 });
                string? before = null;

                // Not all at once, and each by a way of their own.
                using var beat = new PeriodicTimer(stay / Beats);
                for (var beats = number; await beat.WaitForNextTickAsync(_stop.Token); beats++)
                {
                    if (beats % Beats == 0)
                    {
                        var step = beats / Beats;
                        await (step % 2 == 0 ? CallAsync(socket, "Enter", new { room = Event }) : CallAsync(socket, "Leave", Event));
                        before = await GoOnAsync(socket, before, stands[((7 * step) + number) % stands.Count], $"stroller-{number:D4}-{step:D6}", Words[step % Words.Length]);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    /// <returns>Where one is now.</returns>
    private async Task<string> GoOnAsync(ClientWebSocket socket, string? from, string to, string clientId, string words)
    {
        await CallAsync(socket, "Enter", new { room = to });
        if (from is not null)
        {
            await CallAsync(socket, "Leave", from);
        }

        await CallAsync(socket, "Execute", to, clientId, new { type = "chat.post", text = words });
        return to;
    }

    private async Task HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16_384];
        try
        {
            while (true)
            {
                if ((await socket.ReceiveAsync(buffer.AsMemory(), _stop.Token)).MessageType == WebSocketMessageType.Close)
                {
                    throw new InvalidOperationException($"A stroller was put out: {socket.CloseStatusDescription}");
                }
            }
        }
        catch (Exception error) when (_stop.IsCancellationRequested && error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private Task CallAsync(ClientWebSocket socket, string target, params object[] arguments) => SendAsync(
        socket, new { type = 1, invocationId = Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture), target, arguments });

    private Task SendAsync(ClientWebSocket socket, object message) => socket.SendAsync(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + End), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
}
