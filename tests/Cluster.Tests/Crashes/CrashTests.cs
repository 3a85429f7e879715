using System.Globalization;
using System.Security.Cryptography;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Crashes;

/// <summary>The promise the server is built on, against real processes and <c>kill -9</c>.</summary>
public sealed class CrashTests
{
    [Fact(DisplayName = "[ST1] [RC80] kill -9 again and again: nothing acknowledged is lost, doubled or reordered", Timeout = 400_000)]
    public async Task Nothing_acknowledged_is_lost_by_kills()
    {
        var plan = new Plan(
            Number("HALLE_CRASH_SEED", RandomNumberGenerator.GetInt32(1, 1_000_000)),
            Number("HALLE_CRASH_KILLS", 20),
            Senders: 50,
            Observers: 6,
            ["booth:edf", "booth:ksb", "booth:airbus-helicopters"],
            TimeSpan.FromMilliseconds(250),
            TimeSpan.FromMilliseconds(300),
            TimeSpan.FromMilliseconds(2_500));
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var run = await CrashRun.StartAsync(plan, cancellationToken);
        Verdict verdict;
        try
        {
            verdict = await run.PlayAsync(cancellationToken);
        }
        finally
        {
            foreach (var line in run.Describe())
            {
                RunLog.Print(line);
            }
        }

        RunLog.Print("crash: " + verdict);
        Keep(verdict, run.Recorder);
        Assert.True(verdict.Holds, $"seed {plan.Seed}: {verdict}");
        // A run in which little happened would prove little.
        Assert.True(verdict.Figures.Acked > plan.Kills * 20, $"Only {verdict.Figures.Acked} messages were acknowledged over {plan.Kills} kills.");
        Assert.Equal(0, verdict.Figures.Unsure);
        Assert.Equal(verdict.Figures.Acked, verdict.Figures.Stored);
        foreach (var (name, invariant, spoil) in HistoryMutations.All)
        {
            var spoiled = HistoryChecker.Check(spoil([.. run.Recorder.Records]));
            Assert.True(
                spoiled.Violations.Any(violation => string.Equals(violation.Invariant, invariant, StringComparison.Ordinal)),
                $"The judge of this run is blind to: {name}. It said {spoiled}");
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>A failed run's history is evidence: it stays, as JSON lines.</summary>
    private static void Keep(Verdict verdict, Recorder recorder)
    {
        if (!verdict.Holds)
        {
            var path = Path.Combine(Path.GetTempPath(), $"halle-crash-{Environment.ProcessId}.jsonl");
            HistoryFile.Write(path, recorder.Records);
            RunLog.Print("crash: the history is in " + path);
        }
    }
}
