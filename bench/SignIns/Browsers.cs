using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Halle.Bench.SignIns;

/// <summary>Browsers of many households: each comes for the page first, is given a ticket, and signs in with it, as the web client does.</summary>
internal sealed class Browsers(Uri server) : IDisposable
{
    /// <summary>Networks of their own, so that the limit of one is not what is measured.</summary>
    private const int Networks = 100;

    private readonly HttpClient[] _clients = [.. Enumerable.Range(0, Networks).Select(number => NewClient(server, number))];
    private int _next;

    public async Task SignInAsync(string way, object body, CancellationToken cancellationToken)
    {
        var client = _clients[Interlocked.Increment(ref _next) % Networks];
        using var me = await client.GetAsync(new Uri("/api/me", UriKind.Relative), cancellationToken);
        var ticket = CookieOf(me);
        await PostAsync(client, way, body, ticket, cancellationToken);
    }

    /// <returns>The session's cookie.</returns>
    public Task<string> SignInWithoutTicketAsync(string way, object body, CancellationToken cancellationToken) =>
        PostAsync(_clients[0], way, body, cookie: null, cancellationToken);

    public async Task<JsonElement> GetAsync(string path, string cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await _clients[0].SendAsync(request, cancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public void Dispose() => Array.ForEach(_clients, client => client.Dispose());

    private async Task<string> PostAsync(HttpClient client, string way, object body, string? cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in/" + way) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", server.GetLeftPart(UriPartial.Authority));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await client.SendAsync(request, cancellationToken);
        return answer.IsSuccessStatusCode
            ? CookieOf(answer)
            : throw new InvalidOperationException($"{way}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];

    private static HttpClient NewClient(Uri server, int network) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        MaxConnectionsPerServer = 4,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(new IPAddress([127, 8, (byte)network, 1]), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = server,
    };
}
