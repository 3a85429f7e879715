using System.Diagnostics;
using Halle.Shared;

namespace Halle.Tests.SignIn;

/// <summary>Somebody guesses class codes while a class comes in from the same address; a server of its own, because everybody is slowed.</summary>
public sealed class BruteForceTests
{
    /// <summary>One browser in 8 s: three free tries, then after 1, 2 and 4 s.</summary>
    private const int MostEvaluated = 6;

    [Fact(DisplayName = "[SI6] S4: an attacker at 50 tries a second for 8 s is looked at 6 times at most; 30 pupils beside it come in")]
    public async Task Attacker_is_slowed_and_pupils_come_in()
    {
        await using var edge = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var attack = AttackAsync(edge, TimeSpan.FromSeconds(8));
        var pupils = Enumerable.Range(0, 30).Select(_ => ComeInAsync(edge)).ToList();

        var names = await Task.WhenAll(pupils);
        var (sent, evaluated, slowed) = await attack;

        Assert.Equal(30, names.Distinct(StringComparer.Ordinal).Count());
        Assert.True(evaluated <= MostEvaluated, $"{evaluated} of {sent} were looked at");
        Assert.True(sent >= 200, $"only {sent} were sent");
        Assert.Equal(sent, evaluated + slowed);
    }

    private static async Task<(int Sent, int Evaluated, int Slowed)> AttackAsync(RunningEdge edge, TimeSpan length)
    {
        using var browser = new EdgeBrowser(edge.Address);
        await browser.GetAsync("/api/me");
        var (sent, evaluated, slowed) = (0, 0, 0);
        var watch = Stopwatch.StartNew();
        var random = new Random(20261123);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var bytes = new byte[Classrooms.ClassCode.RandomBytes];
        while (watch.Elapsed < length && await pace.WaitForNextTickAsync())
        {
            random.NextBytes(bytes);
            Assert.True(Classrooms.ClassCode.TryCreate(bytes, out var code));
            var answer = await browser.PostAsync("/api/sign-in/class", new { code = code.Value });
            sent++;
            switch (answer.Status)
            {
                case 404:
                    evaluated++;
                    break;
                case 429:
                    Assert.Equal("slow_down", answer.Code);
                    Assert.True(int.Parse(answer.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture) >= 1);
                    slowed++;
                    break;
                default:
                    throw new InvalidOperationException($"{answer.Status}: {answer.Text}");
            }
        }

        return (sent, evaluated, slowed);
    }

    private static async Task<string> ComeInAsync(RunningEdge edge)
    {
        using var browser = new EdgeBrowser(edge.Address);
        await browser.GetAsync("/api/me");
        return (string)(await browser.PupilAsync(edge.ClassCode!))["name"]!;
    }
}
