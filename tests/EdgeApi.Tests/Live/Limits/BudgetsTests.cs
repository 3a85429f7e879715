using Halle.Live.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Live.Limits;

public sealed class BudgetsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Bucket _speak = new LimitOptions().Speak;

    [Fact(DisplayName = "[LI25] Five at once, then one every 2 s; who waits as long as was said finds one")]
    public void Five_at_once_then_one_every_two_seconds()
    {
        var budgets = new Budgets<string>(_time);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(budgets.Take("lea", _speak)));
        Assert.InRange(budgets.Take("lea", _speak)!.Value.TotalSeconds, 1.999, 2.002);
        Assert.Null(budgets.Take("tom", _speak));

        _time.Advance(TimeSpan.FromSeconds(1.5));
        var wait = budgets.Take("lea", _speak)!.Value;
        Assert.InRange(wait.TotalSeconds, 0.499, 0.502);
        _time.Advance(wait);

        Assert.Null(budgets.Take("lea", _speak));
        Assert.NotNull(budgets.Take("lea", _speak));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => budgets.Take("lea", _speak) is null));
    }

    [Fact(DisplayName = "[LI160] Whose budget is full again is forgotten, and whose is not is remembered")]
    public void Full_budgets_are_forgotten()
    {
        var budgets = new Budgets<int>(_time);
        foreach (var person in Enumerable.Range(0, 1_000))
        {
            budgets.Take(person, _speak);
        }

        _time.Advance(TimeSpan.FromSeconds(55));
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(budgets.Take(-1, _speak)));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(budgets.Take(-2, _speak));

        Assert.Equal(2, budgets.Count);
        Assert.Equal(3, Enumerable.Range(0, 20).Count(_ => budgets.Take(-1, _speak) is null));
    }

    [Fact(DisplayName = "[LI160] Of a bucket that many ask at once, and that is forgotten meanwhile, no more is taken than it holds")]
    public void No_more_is_taken_than_there_is()
    {
        var budgets = new Budgets<string>(_time);
        for (var round = 0; round < 200; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            var taken = 0;
            Parallel.For(0, 32, _ =>
            {
                if (budgets.Take("lea", _speak) is null)
                {
                    Interlocked.Increment(ref taken);
                }
            });
            Assert.Equal(5, taken);
        }
    }
}
