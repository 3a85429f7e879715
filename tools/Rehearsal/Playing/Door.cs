using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Halle.Rehearsal.Playing;

/// <summary>The HTTP half of the visitors: signing in, and what staff ask for. Waits as long as the server asks it to.</summary>
internal sealed class Door : IDisposable
{
    /// <summary>A server that asks to wait for longer than this in all is not letting anybody in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<IPAddress, HttpClient> _clients = [];
    private readonly Uri _server;
    private readonly string _origin;

    public Door(Uri server, string? origin)
    {
        _server = server;
        _origin = origin ?? server.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>How often somebody was asked to wait.</summary>
    public Action OnSlowed { get; init; } = static () => { };

    /// <summary>Signs in; the session is a Cookie header's value.</summary>
    /// <param name="way">visitor, class or invite.</param>
    /// <param name="body">The name, code or token, as that way wants it.</param>
    /// <exception cref="RefusedException">For good.</exception>
    public async Task<(string Cookie, JsonElement Me)> SignInAsync(string way, object body, IPAddress? from, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, "/api/sign-in/" + way) { Content = JsonContent.Create(body) },
            cookie: null, from, cancellationToken);
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : throw new RefusedException(200, "no session was given");
        return (string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0])), await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
    }

    public async Task<JsonElement> GetAsync(string path, string? cookie, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cookie, from: null, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public async Task<JsonElement> PostAsync(string path, object body, string cookie, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, cookie, from: null, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> create, string? cookie, IPAddress? from, CancellationToken cancellationToken)
    {
        var client = _clients.GetOrAdd(from ?? IPAddress.Any, address => NewClient(address));
        for (var waited = TimeSpan.Zero; ;)
        {
            using var request = create();
            request.Headers.TryAddWithoutValidation("Origin", _origin);
            request.Headers.Host = new Uri(_origin).Authority;
            if (cookie is not null)
            {
                request.Headers.TryAddWithoutValidation("Cookie", cookie);
            }

            var answer = await client.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                var (code, wait) = await ReadRefusalAsync(answer, cancellationToken);
                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || waited > Patience)
                {
                    throw new RefusedException((int)answer.StatusCode, code);
                }

                OnSlowed();
                waited += wait;
                await Task.Delay(wait, cancellationToken);
            }
        }
    }

    private static async Task<(string Code, TimeSpan Wait)> ReadRefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var wait = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
        try
        {
            var refusal = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
            return (
                refusal.GetProperty("code").GetString() ?? "",
                refusal.TryGetProperty("retryAfterMs", out var exact) ? TimeSpan.FromMilliseconds(exact.GetInt32()) : wait);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return ($"{answer.StatusCode}, without a code", wait);
        }
    }

    private HttpClient NewClient(IPAddress from)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 16,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        if (!from.Equals(IPAddress.Any))
        {
            handler.ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(from, 0));
                    await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return new HttpClient(handler) { BaseAddress = _server, Timeout = TimeSpan.FromSeconds(30) };
    }
}

/// <summary>The server said no, and waiting will not change it.</summary>
internal sealed class RefusedException(int status, string code) : Exception($"{status} {code}")
{
    public int Status => status;

    public string Code => code;
}
