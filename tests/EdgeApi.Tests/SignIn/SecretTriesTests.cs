using System.Net;
using Halle.SignIn;

namespace Halle.Tests.SignIn;

/// <summary>Guessing is slowed down and nobody else with it; the clock is in the test's hand.</summary>
public sealed class SecretTriesTests
{
    private static readonly IPAddress School = IPAddress.Parse("192.0.2.7");

    private readonly SecretTries _tries = new(new SignInOptions());
    private DateTimeOffset _now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact(DisplayName = "[SI6] Two wrong codes cost nothing; then a browser waits 1, 2, 4, 4 s")]
    public void Waits_double_up_to_the_longest()
    {
        double[] waits = [0, 0, 1, 2, 4, 4];
        foreach (var wait in waits)
        {
            Assert.Null(_tries.Ask("browser", School, _now));
            _tries.Failed("browser", School, _now);
            Assert.Equal(wait, _tries.Ask("browser", School, _now)?.TotalSeconds ?? 0);
            _now += TimeSpan.FromSeconds(wait);
        }
    }

    [Fact(DisplayName = "[SI6] A right code forgives the browser's wrong ones")]
    public void Success_forgives()
    {
        for (var i = 0; i < 3; i++)
        {
            _tries.Failed("browser", School, _now);
        }

        Assert.NotNull(_tries.Ask("browser", School, _now));
        _tries.Succeeded("browser");
        Assert.Null(_tries.Ask("browser", School, _now));
    }

    [Fact(DisplayName = "[SI6] S4: one browser at 50 tries a second for 20 s is looked at 9 times, and pupils beside it come in at once")]
    public void Attacker_is_slowed_and_a_class_is_not()
    {
        var evaluated = 0;
        for (var i = 0; i < 1_000; i++, _now += TimeSpan.FromMilliseconds(20))
        {
            if (_tries.Ask("attacker", School, _now) is null)
            {
                evaluated++;
                _tries.Failed("attacker", School, _now);
            }

            if (i % 33 == 0)
            {
                Assert.Null(_tries.Ask($"pupil {i}", School, _now));
                _tries.Succeeded($"pupil {i}");
            }
        }

        // At 0, 0, 0, 1, 3, 7, 11, 15, 19 s.
        Assert.Equal(9, evaluated);
    }

    /// <param name="classIn">Seconds until the last pupil is in; null: somebody who waits as patiently as the class, with ever new browsers, cannot be told from it.</param>
    [Theory(DisplayName = "[SI6] S4: whatever an attacker does with new browsers at 50 tries a second, it is looked at 100 times at most in 20 s, and a class beside it comes in")]
    [InlineData(Habit.NewBrowserEachTime, 15)]
    [InlineData(Habit.NoTicket, 15)]
    [InlineData(Habit.TwentyInTurn, 25)]
    [InlineData(Habit.ComesBackWhenTold, null)]
    public void Attacker_with_many_browsers_is_slowed(Habit habit, int? classIn)
    {
        var evaluated = 0;
        var start = _now;
        var lastIn = start;
        var waiting = Enumerable.Range(0, 30).Select(number => (Name: $"pupil {number}", Next: start + TimeSpan.FromSeconds(2 + (number * 0.05)))).ToList();
        var attackers = new PriorityQueue<string, DateTimeOffset>();
        for (var i = 0; i < 1_500; i++, _now += TimeSpan.FromMilliseconds(20))
        {
            // The attacker is always the first of a moment.
            var attacker = habit switch
            {
                Habit.ComesBackWhenTold when attackers.TryPeek(out _, out var next) && next <= _now => attackers.Dequeue(),
                Habit.TwentyInTurn => $"attacker {i % 20}",
                Habit.NoTicket => null,
                _ => $"attacker {i}",
            };
            if (_tries.Ask(attacker, School, _now) is not { } told)
            {
                evaluated += i < 1_000 ? 1 : 0;
                _tries.Failed(attacker, School, _now);
            }
            else if (attacker is not null)
            {
                attackers.Enqueue(attacker, _now + told);
            }

            foreach (var pupil in waiting.Where(pupil => pupil.Next <= _now).ToList())
            {
                waiting.Remove(pupil);
                if (_tries.Ask(pupil.Name, School, _now) is { } wait)
                {
                    // A page asks again after the time it was told.
                    waiting.Add((pupil.Name, _now + wait));
                }
                else
                {
                    _tries.Succeeded(pupil.Name);
                    lastIn = _now;
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{evaluated} looked at; the last pupil in after {lastIn - start}");
        Assert.True(evaluated <= 100, $"{evaluated} were looked at");
        if (classIn is { } seconds)
        {
            Assert.Empty(waiting);
            Assert.True(lastIn - start < TimeSpan.FromSeconds(seconds), $"the last pupil came in after {lastIn - start}");
        }
    }

    public enum Habit
    {
        NewBrowserEachTime,
        ComesBackWhenTold,
        TwentyInTurn,
        NoTicket,
    }

    [Fact(DisplayName = "[SI6] 100 wrong codes within a minute raise the alert, and it ends by itself")]
    public void Alert_comes_and_goes()
    {
        for (var i = 0; i < 99; i++)
        {
            _tries.Failed($"browser {i}", new IPAddress([10, 0, (byte)i, 1]), _now);
        }

        Assert.False(_tries.Alert(_now));
        _tries.Failed("browser", School, _now);
        Assert.True(_tries.Alert(_now));
        _now += TimeSpan.FromSeconds(70);
        Assert.False(_tries.Alert(_now));
    }

    [Fact(DisplayName = "[SI6] During an alert the rush of a whole event still comes in")]
    public void Alert_lets_the_rush_in()
    {
        for (var i = 0; i < 150; i++)
        {
            _tries.Failed($"attacker {i}", new IPAddress([10, 0, (byte)i, 1]), _now);
        }

        var refused = 0;
        for (var i = 0; i < 1_000; i++, _now += TimeSpan.FromMilliseconds(10))
        {
            refused += _tries.Ask($"pupil {i}", new IPAddress([172, 16, (byte)(i % 250), 1]), _now) is null ? 0 : 1;
        }

        Assert.Equal(0, refused);
    }

    [Fact(DisplayName = "[SI6] A flood of new browsers pushes out the stalest, not the one being slowed")]
    public void Memory_is_bounded()
    {
        for (var i = 0; i < SecretTries.Remembered + 10; i++)
        {
            _now += TimeSpan.FromMilliseconds(1);
            _tries.Failed($"browser {i}", School, _now);
        }

        for (var i = 0; i < 3; i++)
        {
            _tries.Failed("attacker", IPAddress.Loopback, _now);
        }

        Assert.True(_tries.Count <= SecretTries.Remembered);
        Assert.NotNull(_tries.Ask("attacker", IPAddress.Loopback, _now));
    }
}
