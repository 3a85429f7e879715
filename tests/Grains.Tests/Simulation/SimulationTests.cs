using System.Collections.Concurrent;

namespace Halle.Tests.Simulation;

/// <summary>Thousands of talks under everything that goes wrong between a browser and the store, each of them decided by its seed.</summary>
public sealed class SimulationTests
{
    private const int Seeds = 10_000;

    [Fact(DisplayName = "[RC40] In 10 000 storms every ack is kept once and at its place, every screen shows the same, and moderation wins")]
    public void Every_storm_ends_well()
    {
        var failures = Play(Enumerable.Range(1, Seeds), Sabotage.None);

        Assert.True(
            failures.IsEmpty,
            $"{failures.Count} of {Seeds} seeds failed, for example:\n" +
            string.Join('\n', failures.OrderBy(failure => failure.Key).Take(5).Select(failure => $"seed {failure.Key}: {failure.Value}")));
    }

    [Theory(DisplayName = "[RC41] A promise taken out on purpose does not go unnoticed")]
    [InlineData((int)Sabotage.NoDedup, 400)]
    [InlineData((int)Sabotage.AckBeforeCommit, 400)]
    [InlineData((int)Sabotage.NoFence, 400)]
    [InlineData((int)Sabotage.PublishBeforeCommit, 400)]
    [InlineData((int)Sabotage.IgnoreHoles, 2_000)]
    public void A_sabotage_is_noticed(int sabotage, int seeds)
    {
        var failures = Play(Enumerable.Range(1, seeds), (Sabotage)sabotage);

        Assert.True(failures.Count >= 2, $"Only {failures.Count} of {seeds} storms notice {(Sabotage)sabotage}.");
    }

    private static ConcurrentDictionary<int, string> Play(IEnumerable<int> seeds, Sabotage sabotage)
    {
        var failures = new ConcurrentDictionary<int, string>();
        Parallel.ForEach(seeds, seed =>
        {
            try
            {
                var run = new SimulatedEvent(seed, sabotage);
                run.Run();
                Judgement.Everything(run);
            }
            catch (Exception exception)
            {
                failures[seed] = exception.Message;
            }
        });
        return failures;
    }
}
