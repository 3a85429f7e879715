using System.Diagnostics;
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

    [Fact(DisplayName = "[DE7] SIGTERM in the middle of a silo's start ends it with exit code 0, without an error or a stack", Timeout = 120_000)]
    public async Task Sigterm_during_a_start_is_calm()
    {
        var stop = TestContext.Current.CancellationToken;
        // A store that takes connections and says nothing holds the start where it is.
        var patient = new Dictionary<string, string>(StringComparer.Ordinal) { ["Halle__Storage__AzureTables__RequestTimeoutSeconds"] = "60" };
        await using var cluster = await RunningCluster.StartAsync(patient, stop, "redis", "azurite");
        await cluster.SignalAsync("azurite", "STOP");
        try
        {
            var start = cluster.UpAsync("silo1", stop);
            await Task.Delay(TimeSpan.FromSeconds(10), stop);
            await cluster.DownAsync("silo1", stop);
            await Assert.ThrowsAsync<InvalidOperationException>(() => start);
        }
        finally
        {
            await cluster.SignalAsync("azurite", "CONT");
        }

        Assert.Contains("silo1 ended with exit code 0", cluster.LogOf("silo1"), StringComparison.Ordinal);
        IsCalm(cluster.LogOf("silo1"));
    }

    [Fact(DisplayName = "[DE13] Who refuses to start is not started again, and the start that waits for it ends at once with its reason; told to, it tries again", Timeout = 120_000)]
    public async Task Refusal_is_not_repeated()
    {
        var stop = TestContext.Current.CancellationToken;
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal) { ["Halle__Cluster__Votes"] = "0" };
        await using var cluster = await RunningCluster.StartAsync(wrong, stop, "redis");

        for (var tries = 1; tries <= 2; tries++)
        {
            var watch = Stopwatch.StartNew();
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.UpAsync("silo1", stop));

            Assert.Contains("Halle:Cluster:Votes", refused.Message, StringComparison.Ordinal);
            Assert.Contains("silo1 is not started again before it is told to", refused.Message, StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
            Assert.Equal(tries, cluster.LogOf("silo1").Split("ended with exit code 2").Length - 1);
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
