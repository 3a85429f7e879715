using System.Diagnostics;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Tests.Faults;

/// <summary>A judge is worth what it notices: the real server passes, and the same server behind a fault fails for that fault alone.</summary>
public sealed class FaultTests(TestEdge edge)
{
    private const int Seed = 4_711;

    [Theory(DisplayName = "[RH1] The real server passes, and behind a proxy that does one kind of wrong it is failed for that reason alone")]
    [InlineData(Fault.None)]
    [InlineData(Fault.Drop, "lost")]
    [InlineData(Fault.Hollow, "lost")]
    [InlineData(Fault.Repeat, "duplicated")]
    [InlineData(Fault.Swap, "reordered")]
    [InlineData(Fault.Delay, "p99 from send to shown, ms")]
    [InlineData(Fault.Reset, "resets")]
    [InlineData(Fault.AskToWait, "share of the messages that was stored", "messages that had to be shown")]
    [InlineData(Fault.SayUnknown, "messages of which nothing is known", "share of the messages that was stored", "messages that had to be shown")]
    public async Task A_fault_fails_for_its_own_reason(Fault fault, params string[] reasons)
    {
        await using var proxy = new FaultProxy(edge.Server.Address, fault, Seed);
        var scenario = await edge.WriteScenarioAsync($"booth:{10 + (int)fault}");

        var verdict = await RehearseAsync(proxy.Address, scenario);

        var failed = verdict.Objectives.Where(judged => !judged.Passed).Select(judged => judged.What);
        Assert.True(reasons.SequenceEqual(failed), $"seed {Seed}: {JsonSerializer.Serialize(verdict with { Timeline = [] })}");
        Assert.Equal(reasons.Length == 0, verdict.Passed);
        Assert.Equal(fault == Fault.None, proxy.Done == 0);
        Assert.Equal(30, verdict.Figures.Arrived);
        switch (fault)
        {
            case Fault.Drop:
                // Two in a row are one hole, and the room's last step is missed as what was in it.
                Assert.InRange(verdict.Figures.Holes, 1, proxy.Done);
                Assert.True(verdict.Figures.Lost > 0);
                break;
            case Fault.Hollow:
                Assert.Equal((0, true), (verdict.Figures.Holes, verdict.Figures.Lost >= proxy.Done));
                break;
            case Fault.Reset:
                Assert.Equal((proxy.Done, 0), (verdict.Figures.Resets, verdict.Figures.Lost));
                break;
            case Fault.Repeat:
                Assert.Equal(proxy.Done, verdict.Figures.Duplicated);
                break;
        }
    }

    [Fact]
    public async Task Several_processes_come_to_one_verdict()
    {
        var scenario = await edge.WriteScenarioAsync("booth:3");

        var verdict = await RehearseAsync(edge.Server.Address, scenario, processes: 2);

        Assert.True(verdict.Passed, JsonSerializer.Serialize(verdict with { Timeline = [] }));
        Assert.Equal(30, verdict.Figures.Arrived);
        // Everybody is shown what people of the other process write, too.
        Assert.Equal(30 * verdict.Figures.Stored, verdict.Figures.Expected);
    }

    [Fact]
    public async Task Another_process_ends_with_the_one_that_started_it()
    {
        var scenario = ScenarioFile.Read(await edge.WriteScenarioAsync("booth:5")) with { Seconds = 600 };
        var plan = new Plan
        {
            Server = edge.Server.Address,
            Edges = [edge.Server.Address],
            Origin = edge.Server.Origin,
            Scenario = scenario,
            Run = Mark.NewRun(new Random(Seed)),
            Booths = [.. Enumerable.Range(1, 45).Select(number => $"booth:{number}")],
            Talks = [],
            Processes = 2,
            BeginsAt = Mark.Microseconds(Stopwatch.GetTimestamp()),
        };
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Plan).Assembly.Location, "--play-a-share"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(plan));
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Progress", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

            process.StandardInput.Close();

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(1, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    [Fact]
    public async Task People_are_dealt_out_to_all_addresses_of_a_deployment()
    {
        await using var second = new FaultProxy(edge.Server.Address, Fault.None, Seed);
        var scenario = await edge.WriteScenarioAsync("booth:4");

        var verdict = await new Rehearse(
            new RehearsalOptions { Server = edge.Server.Address, Edges = [second.Address], Origin = edge.Server.Origin, Scenario = scenario },
            TextWriter.Null,
            TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(verdict.Passed, JsonSerializer.Serialize(verdict with { Timeline = [] }));
        Assert.Equal((30, 15), (verdict.Figures.Arrived, second.Upgrades));
    }

    private Task<Verdict> RehearseAsync(Uri address, string scenario, int processes = 1) => new Rehearse(
        new RehearsalOptions { Server = address, Origin = edge.Server.Origin, Scenario = scenario, Seed = Seed, Processes = processes },
        TextWriter.Null,
        TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
}
