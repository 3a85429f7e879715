using System.Collections.Immutable;
using Halle.Shared;
using Microsoft.AspNetCore.SignalR.Client;

namespace Halle.Tests.Telemetry;

/// <summary>Planted names, tokens and texts are looked for in everything the process writes, with every category at Trace.</summary>
public sealed class LogTests
{
    [Fact(DisplayName = "[LI48] S22: no name, token, code, text or query string is in the log at any level")]
    public async Task Nothing_personal_is_logged()
    {
        var settings = ImmutableDictionary<string, string>.Empty
            .Add("Logging__LogLevel__Default", "Trace")
            .Add("Logging__LogLevel__Microsoft", "Trace")
            .Add("Logging__LogLevel__Orleans", "Trace")
            .Add("Logging__LogLevel__Halle", "Trace");
        await using var edge = await RunningEdge.StartAsync(new RunningEdgeOptions { Settings = settings }, TestContext.Current.CancellationToken);
        // The links are printed on purpose in Development; what is planted here comes after them.
        var printed = edge.Output.Length;
        using var visitor = new EdgeBrowser(edge.Address);
        await visitor.VisitorAsync("Canarie Planteau");
        using var pupil = new EdgeBrowser(edge.Address);
        var pseudonym = (string)(await pupil.PupilAsync(edge.ClassCode!))["name"]!;
        using var moderator = new EdgeBrowser(edge.Address);
        await moderator.InviteAsync(edge.TokenOf("moderator"));
        await visitor.GetAsync("/api/me?secret=canari-requete");
        await visitor.PostAsync("/api/sign-in/invite", new { token = "canari-jeton" });
        await visitor.PostAsync("/api/sign-in/class", new { code = "CANARI-CODE" });
        await PostMessageAsync(edge, visitor, "canari-message");
        await edge.StopAsync();

        var log = edge.Output[printed..];

        Assert.Contains("answered 200", log, StringComparison.Ordinal);
        string[] planted =
        [
            "Canarie", "Planteau", pseudonym, "canari-requete", "canari-jeton", "CANARI-CODE", "canari-message",
            edge.TokenOf("moderator"), edge.TokenOf("moderator").Split('.')[1], edge.ClassCode!, visitor.CookieHeader.Split('=')[^1],
        ];
        foreach (var canary in planted)
        {
            var at = log.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
            Assert.True(at < 0, $"'{canary}' is in the log: …{(at < 0 ? "" : log[Math.Max(0, at - 300)..Math.Min(log.Length, at + 100)])}…");
        }
    }

    private static async Task PostMessageAsync(RunningEdge edge, EdgeBrowser browser, string text)
    {
        await using var live = new HubConnectionBuilder()
            .WithUrl(new Uri(edge.Address, "/live"), options =>
            {
                options.Headers["Cookie"] = browser.CookieHeader;
                options.Headers["Origin"] = edge.Origin;
                options.SkipNegotiation = true;
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            })
            .Build();
        await live.StartAsync();
        var room = (string)(await browser.GetAsync("/api/programme")).Json["sites"]![0]!["key"]!;
        await live.InvokeAsync<object>("Enter", new { room = "booth:" + room });
        var answer = await live.InvokeAsync<System.Text.Json.JsonElement>(
            "Execute", "booth:" + room, Guid.NewGuid().ToString("N"), new { type = "chat.post", text });
        Assert.Equal("ok", answer.GetProperty("status").GetString());
    }
}
