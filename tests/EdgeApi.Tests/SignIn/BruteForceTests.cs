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

    [Fact(DisplayName = "[SI6] S4: with a farmed ticket for each of 50 tries a second, an attacker is looked at 100 times at most in 20 s; 30 pupils behind the same address come in meanwhile", Timeout = 120_000)]
    public async Task Attacker_with_farmed_tickets_is_slowed_and_pupils_come_in()
    {
        await using var edge = await RunningEdge.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var attack = FarmAsync(edge, TimeSpan.FromSeconds(20));
        await Eventually.TrueAsync("the attack has been noticed", async () => (await TryWrongAsync(edge)).Status == 429);

        var watch = Stopwatch.StartNew();
        var names = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ComeInPatientlyAsync(edge)));
        var within = watch.Elapsed;
        var (sent, evaluated) = await attack;

        TestContext.Current.TestOutputHelper?.WriteLine($"{evaluated} of {sent} looked at; 30 pupils in within {within.TotalSeconds:0.0} s");
        Assert.Equal(30, names.Distinct(StringComparer.Ordinal).Count());
        Assert.True(within < TimeSpan.FromSeconds(20), $"the last pupil came in after {within}");
        Assert.True(sent >= 500, $"only {sent} were sent");
        Assert.True(evaluated <= 100, $"{evaluated} of {sent} were looked at");
    }

    private static async Task<(int Sent, int Evaluated)> FarmAsync(RunningEdge edge, TimeSpan length)
    {
        var answers = new List<Task<EdgeAnswer>>();
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (watch.Elapsed < length && await pace.WaitForNextTickAsync())
        {
            answers.Add(TryWrongAsync(edge));
        }

        var all = await Task.WhenAll(answers);
        Assert.All(all, answer => Assert.Contains(answer.Status, (int[])[404, 429]));
        return (all.Length, all.Count(answer => answer.Status == 404));
    }

    /// <summary>One try of a browser that nobody has seen before.</summary>
    private static async Task<EdgeAnswer> TryWrongAsync(RunningEdge edge)
    {
        using var browser = new EdgeBrowser(edge.Address);
        await browser.GetAsync("/api/me");
        Assert.True(Classrooms.ClassCode.TryCreate(System.Security.Cryptography.RandomNumberGenerator.GetBytes(Classrooms.ClassCode.RandomBytes), out var code));
        return await browser.PostAsync("/api/sign-in/class", new { code = code.Value });
    }

    /// <summary>As the page does it: it asks again after the time it was told.</summary>
    private static async Task<string> ComeInPatientlyAsync(RunningEdge edge)
    {
        using var browser = new EdgeBrowser(edge.Address);
        await browser.GetAsync("/api/me");
        while (true)
        {
            var answer = await browser.PostAsync("/api/sign-in/class", new { code = edge.ClassCode });
            if (answer.Status == 200)
            {
                return (string)answer.Json["name"]!;
            }

            Assert.Equal((429, "slow_down"), (answer.Status, answer.Code));
            using var wait = new PeriodicTimer(TimeSpan.FromMilliseconds((int)answer.Json["retryAfterMs"]!));
            await wait.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
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
