using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Halle.Cluster.Tests.Driving;

/// <summary>Somebody who has signed in over HTTP as a browser does: the cookie, and what <c>/api/me</c> says.</summary>
/// <param name="Person">The id others see as the author.</param>
public sealed record SignedIn(Uri Server, string Cookie, string Person, string Role, string Name, IReadOnlyList<string> Own)
{
    public static Task<SignedIn> VisitorAsync(Uri server, string name, CancellationToken cancellationToken) =>
        PostAsync(server, "visitor", new { name }, cancellationToken);

    /// <summary>The same browser's visitor goes out and comes in again under another name, with the cookies it kept.</summary>
    public async Task<SignedIn> AgainAsync(string name, CancellationToken cancellationToken)
    {
        var cookies = new CookieContainer();
        cookies.SetCookies(Server, Cookie.Replace("; ", ",", StringComparison.Ordinal));
        await SendAsync(Server, cookies, "sign-out", new { }, cancellationToken);
        return await SignInAsync(Server, cookies, "visitor", new { name }, cancellationToken);
    }

    public static Task<SignedIn> PupilAsync(Uri server, string code, CancellationToken cancellationToken) =>
        PostAsync(server, "class", new { code }, cancellationToken);

    /// <param name="link">An invitation's link, or its secret part alone.</param>
    public static Task<SignedIn> StaffAsync(Uri server, string link, CancellationToken cancellationToken) =>
        PostAsync(server, "invite", new { token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..] }, cancellationToken);

    /// <summary>The value of the Origin header of this server's own pages.</summary>
    public static string OriginOf(Uri server) => server.GetLeftPart(UriPartial.Authority);

    private static Task<SignedIn> PostAsync(Uri server, string way, object body, CancellationToken cancellationToken) =>
        SignInAsync(server, new CookieContainer(), way, body, cancellationToken);

    private static async Task<string> SendAsync(
        Uri server, CookieContainer cookies, string path, object body, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/" + path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Origin", OriginOf(server));
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"/api/{path} was answered {(int)response.StatusCode}: {text}");
    }

    private static async Task<SignedIn> SignInAsync(
        Uri server, CookieContainer cookies, string way, object body, CancellationToken cancellationToken)
    {
        var text = await SendAsync(server, cookies, "sign-in/" + way, body, cancellationToken);
        using var me = JsonDocument.Parse(text);
        var root = me.RootElement;
        return new SignedIn(
            server,
            cookies.GetCookieHeader(server),
            root.GetProperty("person").GetString()!,
            root.GetProperty("role").GetString()!,
            root.GetProperty("name").GetString()!,
            root.TryGetProperty("own", out var own) ? [.. own.EnumerateArray().Select(room => room.GetString()!)] : []);
    }
}
