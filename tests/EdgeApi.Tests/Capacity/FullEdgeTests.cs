using System.Globalization;
using System.Text.RegularExpressions;
using Halle.Rooms;
using Halle.SignIn;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Capacity;

/// <summary>Ten places: the last is staff's, and so no new visitor's either.</summary>
public sealed partial class FullEdgeTests
{
    [Fact(DisplayName = "[CA3] A full edge answers the upgrade and the negotiation with 503, full and Retry-After; staff still come in, to the last place")]
    public async Task A_full_edge_answers_503()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"), ("Capacity:AskAgainAfter", "00:00:20"));
        var clients = new List<RawClient>();
        for (var number = 0; number < 9; number++)
        {
            clients.Add(await host.ConnectAsync());
        }

        var visitor = host.Sessions.SignIn(Role.Visitor);
        var upgrade = await AskAsync(host, RawClient.UpgradeHead(host, visitor.Id, host.Origin));
        var negotiation = await AskAsync(host, NegotiateHead(host, visitor));
        await using var moderator = await host.ConnectAsync(Role.Moderator);
        var lateModerator = await AskAsync(host, RawClient.UpgradeHead(host, host.Sessions.SignIn(Role.Moderator).Id, host.Origin));

        Assert.All([upgrade, negotiation, lateModerator], answer =>
        {
            Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
            Assert.InRange(int.Parse(RetryAfter().Match(answer).Groups["seconds"].Value, CultureInfo.InvariantCulture), 20, 30);
        });
        await DisposeAllAsync(clients);
    }

    [Fact(DisplayName = "[CA3] A place is free again when its connection is over")]
    public async Task A_place_is_free_again()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"));
        var clients = new List<RawClient>();
        for (var number = 0; number < 9; number++)
        {
            clients.Add(await host.ConnectAsync());
        }

        var visitor = host.Sessions.SignIn(Role.Visitor);
        Assert.StartsWith("HTTP/1.1 503", await AskAsync(host, RawClient.UpgradeHead(host, visitor.Id, host.Origin)), StringComparison.Ordinal);
        await clients[0].DisposeAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 8);

        await using var next = await host.ConnectAsync(visitor);
        await DisposeAllAsync(clients[1..]);
    }

    [Fact(DisplayName = "[CA4] Who comes back over a new line finds a place in a full house, though the old line still counts; a third is too many")]
    public async Task Who_comes_back_finds_a_place()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"));
        var visitor = host.Sessions.SignIn(Role.Visitor);
        await using var ghost = await host.ConnectAsync(visitor);
        var others = new List<RawClient>();
        for (var number = 0; number < 8; number++)
        {
            others.Add(await host.ConnectAsync());
        }

        await using var back = await host.ConnectAsync(visitor);
        await Eventually.IsTrueAsync(() => host.Connections.Count == 10);

        Assert.StartsWith("HTTP/1.1 503", await AskAsync(host, RawClient.UpgradeHead(host, visitor.Id, host.Origin)), StringComparison.Ordinal);
        await DisposeAllAsync(others);
    }

    [Fact(DisplayName = "[CA4] Of many lines that one person with a ghost opens at once at a full edge, one finds a place")]
    public async Task A_ghost_makes_room_for_one()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"));
        var visitor = host.Sessions.SignIn(Role.Visitor);
        await using var ghost = await host.ConnectAsync(visitor);
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.ConnectAsync()));

        // All of them stay: one that is gone again makes room for another.
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RawClient.RequestAsync(host.Port, RawClient.UpgradeHead(host, visitor.Id, host.Origin))));

        Assert.Equal(1, answers.Count(answer => answer.Head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)));
        foreach (var (_, tcp) in answers)
        {
            tcp.Dispose();
        }

        await DisposeAllAsync(others);
    }

    [Fact(DisplayName = "[CA4] When everybody's line has broken unnoticed, those who come back take half of the spare descriptors at most")]
    public async Task Ghosts_do_not_fill_the_process()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"), ("Capacity:SpareDescriptors", "4"));
        var visitors = Enumerable.Range(0, 9).Select(_ => host.Sessions.SignIn(Role.Visitor)).ToList();
        var ghosts = await Task.WhenAll(visitors.Select(visitor => host.ConnectAsync(visitor)));

        var answers = await Task.WhenAll(visitors.Select(visitor => RawClient.RequestAsync(host.Port, RawClient.UpgradeHead(host, visitor.Id, host.Origin))));

        // Ten places and two of the four spare ones.
        Assert.Equal(12 - ghosts.Length, answers.Count(answer => answer.Head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)));
        foreach (var (_, tcp) in answers)
        {
            tcp.Dispose();
        }

        await DisposeAllAsync(ghosts);
    }

    [Fact(DisplayName = "[CA10] One person does not take an edge's places: neither by sockets at once nor by negotiations")]
    public async Task One_person_does_not_take_the_places()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "100"), ("Capacity:ConnectionsPerPerson", "3"));
        var (greedy, other) = (host.Sessions.SignIn(Role.Visitor), host.Sessions.SignIn(Role.Visitor));

        var sockets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RawClient.RequestAsync(host.Port, RawClient.UpgradeHead(host, greedy.Id, host.Origin))));
        Assert.Equal(3, sockets.Count(answer => answer.Head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)));
        Assert.Equal(17, sockets.Count(answer => answer.Head.StartsWith("HTTP/1.1 503", StringComparison.Ordinal)));

        var negotiations = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(host, NegotiateHead(host, other))));
        Assert.Equal(3, negotiations.Count(answer => answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)));

        await using var neighbour = await host.ConnectAsync();
        foreach (var (_, tcp) in sockets)
        {
            tcp.Dispose();
        }

        await Eventually.IsTrueAsync(() => host.Connections.CountOf(greedy.Actor.Person) == 0);
        await using var back = await host.ConnectAsync(greedy);
    }

    [Fact(DisplayName = "[CA4] Connections that are still shaking hands have their place: a rush does not overrun the edge")]
    public async Task A_rush_does_not_overrun_the_edge()
    {
        await using var host = await LiveHost.StartAsync(("Capacity:MaxConnections", "10"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            var session = host.Sessions.SignIn(Role.Visitor);
            return await RawClient.RequestAsync(host.Port, RawClient.UpgradeHead(host, session.Id, host.Origin));
        }));

        Assert.Equal(9, answers.Count(answer => answer.Head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal)));
        Assert.Equal(31, answers.Count(answer => answer.Head.StartsWith("HTTP/1.1 503", StringComparison.Ordinal)));
        foreach (var (_, tcp) in answers)
        {
            tcp.Dispose();
        }
    }

    private static string NegotiateHead(LiveHost host, Session session) =>
        $"POST /live/negotiate?negotiateVersion=1 HTTP/1.1\r\nHost: 127.0.0.1:{host.Port}\r\nOrigin: {host.Origin}\r\n{TestSessions.Header}: {session.Id}\r\nContent-Length: 0\r\n\r\n";

    private static async Task<string> AskAsync(LiveHost host, string head)
    {
        var (answer, tcp) = await RawClient.RequestAsync(host.Port, head);
        tcp.Dispose();
        return answer;
    }

    private static async Task DisposeAllAsync(IEnumerable<RawClient> clients)
    {
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [GeneratedRegex("Retry-After: (?<seconds>[0-9]+)\r\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex RetryAfter();
}
