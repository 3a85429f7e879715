using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Halle.Hosting;
using Halle.Shared;

namespace Halle.Tests.Hosting;

/// <summary>Starts of the real process that must fail in plain words, and what a restart keeps.</summary>
public sealed class StartUpTests
{
    [Fact(DisplayName = "[SI1] A taken port ends the start with one clear line")]
    public async Task Taken_port()
    {
        using var holder = new TcpListener(IPAddress.Loopback, RunningEdge.FreePort());
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        var (exitCode, output) = await RunningEdge.RunToEndAsync(new RunningEdgeOptions { Port = port }, TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"halle: Port {port} is taken", line, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI1] A port that was taken in the moment after it had been looked at is told in one line, too")]
    public void Port_taken_meanwhile()
    {
        var faults = StartUpFaults.Of(new SocketException((int)SocketError.AddressAlreadyInUse));

        Assert.Equal(2, faults!.ExitCode);
        Assert.Contains("A port is taken", Assert.Single(faults.Lines), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI1] A damaged database ends the start with one clear line, and is left as it is")]
    public async Task Damaged_database()
    {
        var folder = Directory.CreateTempSubdirectory("halle-edge-");
        var file = Path.Combine(folder.FullName, "halle.db");
        var damaged = Enumerable.Repeat((byte)'x', 20_000).ToArray();
        await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);

        var (exitCode, output) = await RunningEdge.RunToEndAsync(new RunningEdgeOptions { DataFolder = folder.FullName }, TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("halle: The database is damaged", line, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[SI1] Production with the defaults of development ends the start, naming each setting")]
    public async Task Production_needs_settings()
    {
        var (exitCode, output) = await RunningEdge.RunToEndAsync(new RunningEdgeOptions { Environment = "Production" }, TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        Assert.Contains("Halle:BehindProxy", output, StringComparison.Ordinal);
        Assert.Contains("Halle:Origins", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "[SI1] A value that is not of its setting's kind ends the start with one clear line")]
    [InlineData("Embedded", "Halle:Demo", "maybe")]
    [InlineData("Embedded", "Halle:Live:Heartbeat", "soon")]
    [InlineData("Embedded", "Halle:Rooms:PulseEvery", "1 s")]
    [InlineData("Cluster", "Halle:Cluster:ProbeTimeout", "abc")]
    public async Task Value_of_another_kind(string shape, string setting, string value)
    {
        var settings = ImmutableDictionary<string, string>.Empty.Add("Halle__Shape", shape).Add(setting.Replace(":", "__", StringComparison.Ordinal), value);

        var (exitCode, output) = await RunningEdge.RunToEndAsync(new RunningEdgeOptions { Settings = settings }, TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("halle: ", line, StringComparison.Ordinal);
        Assert.Contains(setting, line, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI20] An edge of a cluster without its settings tells of all of them, the edge's own included")]
    public async Task Cluster_needs_settings()
    {
        var settings = ImmutableDictionary<string, string>.Empty.Add("Halle__Shape", "Cluster");

        var (exitCode, output) = await RunningEdge.RunToEndAsync(
            new RunningEdgeOptions { Environment = "Production", Settings = settings }, TestContext.Current.CancellationToken);

        Assert.Equal(2, exitCode);
        Assert.Contains("Halle:Origins", output, StringComparison.Ordinal);
        Assert.Contains("Halle:Cluster:Redis", output, StringComparison.Ordinal);
        Assert.Contains("Halle:Storage:BackEnd", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI1] Production behind a proxy starts, without demo links, and its cookies are __Host- and Secure")]
    public async Task Production_behind_a_proxy()
    {
        var settings = ImmutableDictionary<string, string>.Empty
            .Add("Halle__BehindProxy", "true")
            .Add("Halle__Origins__0", "https://fair.example");
        await using var edge = await RunningEdge.StartAsync(
            new RunningEdgeOptions { Environment = "Production", Settings = settings }, TestContext.Current.CancellationToken);
        using var browser = new EdgeBrowser(new Uri($"http://127.0.0.1:{edge.Port}")) { Origin = "https://fair.example" };

        var answer = await browser.PostAsync("/api/sign-in/visitor", new { name = "Camille Testard" });
        browser.Origin = $"http://127.0.0.1:{edge.Port}";
        var foreign = await browser.PostAsync("/api/sign-in/visitor", new { name = "Camille Testard" });

        Assert.Empty(edge.Links);
        Assert.Equal("https://fair.example", edge.Origin);
        Assert.StartsWith("__Host-halle=", answer.MustBe(200).Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("secure", answer.Header("Set-Cookie"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(403, foreign.Status);
    }

    [Fact(DisplayName = "[SI3] [SI98] A session survives a kill -9 and a restart; so does its revocation, from the first moment on")]
    public async Task Sessions_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("halle-edge-");
        var options = new RunningEdgeOptions { DataFolder = folder.FullName, Port = RunningEdge.FreePort() };
        using var stays = new EdgeBrowser(new Uri($"http://127.0.0.1:{options.Port}"));
        using var leaves = new EdgeBrowser(stays.Address);
        string copy;
        await using (var edge = await RunningEdge.StartAsync(options, TestContext.Current.CancellationToken))
        {
            await stays.VisitorAsync("Camille Testard");
            await leaves.VisitorAsync("Dominique Testard");
            copy = leaves.CookieHeader;
            (await leaves.PostAsync("/api/sign-out", new { })).MustBe(200);
            await edge.KillAsync();
        }

        await using (await RunningEdge.StartAsync(options, TestContext.Current.CancellationToken))
        {
            Assert.Contains("\"signedIn\":true", (await stays.GetAsync("/api/me")).Text, StringComparison.Ordinal);
            using var thief = new EdgeBrowser(stays.Address);
            Assert.Contains("\"signedIn\":false", (await thief.GetAsync("/api/me", ("Cookie", copy))).Text, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[SI1] SIGTERM ends the process within 15 s")]
    public async Task Stops_politely()
    {
        await using var edge = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(await edge.StopAsync());
    }
}
