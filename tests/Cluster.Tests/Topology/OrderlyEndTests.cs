using System.Text.RegularExpressions;
using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Topology;

/// <summary>Whoever stops the server reads nothing alarming.</summary>
public sealed partial class OrderlyEndTests
{
    private static readonly string[] Processes = ["edge1", "silo1"];
    private static readonly string[] Rooms = ["booth:edf", "booth:ksb", "booth:acierie", "booth:barrage", "event:main"];

    [Theory(DisplayName = "[DE7] Ctrl+C ends the embedded server with exit code 0, people in its rooms or not, and nothing of it is a warning or a stack", Timeout = 120_000)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Ctrl_c_is_calm(int visitors)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await RunningEdge.StartAsync(cancellationToken: stop);
        var inside = new List<LiveClient>();
        for (var i = 0; i < visitors; i++)
        {
            inside.Add(await ComeInAsync(server.Address, i, stop));
        }

        var before = server.Output.Length;
        var ended = await server.StopAsync("INT");

        foreach (var visitor in inside)
        {
            Assert.Contains("going_away", visitor.Closings);
            await visitor.DisposeAsync();
        }

        Assert.True(ended, "It did not end by itself:" + Environment.NewLine + server.Output);
        Assert.Equal(0, server.ExitCode);
        IsCalm(server.Output[before..]);
    }

    [Fact(DisplayName = "[DE7] SIGTERM ends an edge and its silos with exit code 0, and nothing of it is a warning or a stack", Timeout = 180_000)]
    public async Task Sigterm_is_calm()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var cluster = await RunningCluster.StartAsync(Pace.Unlimited, stop, "redis", "azurite", "silo1", "edge1");
        try
        {
            await cluster.FilledAsync(stop);
            await using var visitor = await ComeInAsync(cluster.Edge1, 0, stop);
            var before = Processes.ToDictionary(name => name, name => cluster.LogOf(name).Length, StringComparer.Ordinal);

            foreach (var name in Processes)
            {
                await cluster.DownAsync(name, stop);
            }

            foreach (var (name, from) in before)
            {
                Assert.Contains($"{name} ended with exit code 0", cluster.LogOf(name), StringComparison.Ordinal);
                IsCalm(cluster.LogOf(name)[from..]);
            }
        }
        catch
        {
            RunLog.Print("cluster: the logs are in " + cluster.KeepLogs());
            throw;
        }
    }

    private static async Task<LiveClient> ComeInAsync(Uri server, int number, CancellationToken stop)
    {
        var visitor = new LiveClient(await SignedIn.VisitorAsync(server, "Plume", stop), recorder: null, seed: number);
        foreach (var room in Rooms)
        {
            await visitor.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
        }

        Assert.NotNull(await visitor.PostAsync(Rooms[number], "Bonjour", stop));
        return visitor;
    }

    private static void IsCalm(string log)
    {
        var alarming = log.Split('\n').Where(line => Alarming().IsMatch(line)).Take(20);
        Assert.True(!Alarming().IsMatch(log), string.Join('\n', alarming));
    }

    [GeneratedRegex("""^(\S+ )?(warn|fail|crit): |^\s+at \S|Exception""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Alarming();
}
