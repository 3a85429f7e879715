using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Halle.Shared;

/// <summary>The HTTP half of a browser: keeps its cookies and sends its page's Origin with every change.</summary>
public sealed class EdgeBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    public EdgeBrowser(Uri address)
    {
        Cookies = new CookieContainer();
        _handler = new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };
        _http = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        Origin = address.GetLeftPart(UriPartial.Authority);
    }

    public Uri Address => _http.BaseAddress!;

    public CookieContainer Cookies { get; }

    /// <summary>Null: sends none.</summary>
    public string? Origin { get; set; }

    /// <summary>As a Cookie header, for clients that open a WebSocket themselves.</summary>
    public string CookieHeader => Cookies.GetCookieHeader(_http.BaseAddress!);

    public Task<EdgeAnswer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, content: null, headers);

    public Task<EdgeAnswer> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        PostTextAsync(path, JsonSerializer.Serialize(body), headers);

    public Task<EdgeAnswer> PostTextAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<EdgeAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, content: null, []);

    public async Task<EdgeAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Origin is not null && method != HttpMethod.Get)
        {
            request.Headers.TryAddWithoutValidation("Origin", Origin);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        return new EdgeAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Signs in by a role's token; throws when refused.</summary>
    public async Task<JsonNode> InviteAsync(string token) => (await PostAsync("/api/sign-in/invite", new { token })).MustBe(200).Json;

    public async Task<JsonNode> VisitorAsync(string name) => (await PostAsync("/api/sign-in/visitor", new { name })).MustBe(200).Json;

    public async Task<JsonNode> PupilAsync(string code) => (await PostAsync("/api/sign-in/class", new { code })).MustBe(200).Json;

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}

/// <summary>An answer, read whole.</summary>
public sealed record EdgeAnswer(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The refusal's code; null when there is none.</summary>
    public string? Code => Body.Length > 0 && Body[0] == '{' ? (string?)Json["code"] : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public EdgeAnswer MustBe(int status) => Status == status
        ? this
        : throw new InvalidOperationException($"Expected {status}, got {Status}: {Text}");
}
