using System.Net;
using Halle.Hosting;

namespace Halle.SignIn;

/// <summary>
/// Who may try a secret (class code, invitation) now. Slows guessing down without ever closing a door: a browser by its own failures, a network
/// by the failures from it, everybody by the failures of all. Once a network is paced, its new browsers share one lane and those that came back
/// after the wait they were told another, in which each has its place: whoever brings a new browser for every try gets the first lane only,
/// and a class beside it comes in by the second. Pure: the clock is given. Callers from any thread.
/// </summary>
public sealed class SecretTries(SignInOptions options)
{
    /// <summary>Browsers and networks remembered at once; the stalest go first. Bounds memory under a flood of new ones.</summary>
    public const int Remembered = 50_000;

    private static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);

    /// <summary>A place is kept this long for a browser that is late, and none is given further ahead.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Nearby> _networks = new(StringComparer.Ordinal);
    private readonly Nearby _everybody = new();

    /// <summary>Browsers remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _browsers.Count;
            }
        }
    }

    /// <summary>The event-wide count has passed the alert's mark within the last minute.</summary>
    public bool Alert(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _everybody.Failures.Count(now) >= options.AlertFailuresPerMinute;
        }
    }

    /// <summary>Null when the secret may be looked at; otherwise how long to wait before trying again.</summary>
    /// <param name="browser">The browser's ticket; null: all without one on a network count as one browser.</param>
    public TimeSpan? Ask(string? browser, IPAddress? address, DateTimeOffset now)
    {
        var network = Network.Of(address);
        lock (_gate)
        {
            if (_browsers.TryGetValue(browser ?? network, out var own) && own.NotBefore > now)
            {
                return own.NotBefore - now;
            }

            return PaceNetwork(browser ?? network, network, now)
                ?? (_everybody.Failures.Count(now) < options.AlertFailuresPerMinute
                    ? null
                    : _everybody.Lane.Take(TimeSpan.FromSeconds(1.0 / options.PacedTriesPerSecond), TimeSpan.FromSeconds(1), now));
        }
    }

    /// <summary>The secret was wrong.</summary>
    public void Failed(string? browser, IPAddress? address, DateTimeOffset now)
    {
        var network = Network.Of(address);
        lock (_gate)
        {
            var own = Get(_browsers, browser ?? network, now);
            if (now - own.LastUsed > Forgiven)
            {
                own.Failures = 0;
            }

            own.LastUsed = now;
            own.Failures++;
            own.NotBefore = now + WaitAfter(own.Failures);
            var near = Get(_networks, network, now);
            near.LastUsed = now;
            near.Failures.Add(now);
            _everybody.Failures.Add(now);
        }
    }

    /// <summary>The secret was right: the browser's own failures are forgiven (the network's are not: that would be a way to buy tries).</summary>
    public void Succeeded(string? browser)
    {
        if (browser is not null)
        {
            lock (_gate)
            {
                _browsers.Remove(browser);
            }
        }
    }

    private TimeSpan? PaceNetwork(string browser, string network, DateTimeOffset now)
    {
        if (!_networks.TryGetValue(network, out var near) || near.Failures.Count(now) < options.NetworkFailuresPerMinute)
        {
            return null;
        }

        near.LastUsed = now;
        if (_browsers.TryGetValue(browser, out var own) && own.Place is { } place && now <= place + Kept)
        {
            if (place > now)
            {
                return place - now;
            }

            own.Place = null;
            return null;
        }

        if (near.Lane.Take(options.PacedNewcomerEvery, TimeSpan.Zero, now) is null)
        {
            return null;
        }

        own = Get(_browsers, browser, now);
        own.LastUsed = now;
        if (own.ComeBackAt is not { } told || now > told + Kept)
        {
            // Somebody new: who comes back when told to gets a place.
            own.ComeBackAt = now + options.PacedFirstWait;
            return options.PacedFirstWait;
        }

        if (now < told)
        {
            return told - now;
        }

        if (near.Places.Next(now) - now > Kept)
        {
            // Full for now; nobody is told to wait longer than a page is looked at.
            own.ComeBackAt = now + options.PacedFirstWait;
            return options.PacedFirstWait;
        }

        own.ComeBackAt = null;
        var next = near.Places.Book(options.PacedReturnerEvery, now);
        if (next <= now)
        {
            return null;
        }

        own.Place = next;
        return next - now;
    }

    private TimeSpan WaitAfter(int failures)
    {
        var beyond = failures - options.FreeFailures;
        if (beyond < 0)
        {
            return TimeSpan.Zero;
        }

        var wait = options.FirstWait * Math.Pow(2, Math.Min(beyond, 30));
        return wait < options.LongestWait ? wait : options.LongestWait;
    }

    private static T Get<T>(Dictionary<string, T> all, string key, DateTimeOffset now)
        where T : Remembering, new()
    {
        if (all.TryGetValue(key, out var known))
        {
            return known;
        }

        if (all.Count >= Remembered)
        {
            foreach (var stale in all.OrderBy(pair => pair.Value.LastUsed).Take(Remembered / 10).Select(pair => pair.Key).ToList())
            {
                all.Remove(stale);
            }
        }

        return all[key] = new T { LastUsed = now };
    }

    private abstract class Remembering
    {
        public DateTimeOffset LastUsed { get; set; }
    }

    private sealed class Browser : Remembering
    {
        public int Failures { get; set; }

        public DateTimeOffset NotBefore { get; set; }

        /// <summary>Told to come back then, because the network was paced.</summary>
        public DateTimeOffset? ComeBackAt { get; set; }

        /// <summary>May try from then on.</summary>
        public DateTimeOffset? Place { get; set; }
    }

    private sealed class Nearby : Remembering
    {
        public FailuresOfAMinute Failures { get; } = new();

        public Lane Lane { get; } = new();

        public Lane Places { get; } = new();
    }

    /// <summary>Spaces what passes evenly.</summary>
    private sealed class Lane
    {
        private DateTimeOffset _free;

        /// <summary>Null: passed. What was not used in the last <paramref name="burst"/> is let through at once.</summary>
        public TimeSpan? Take(TimeSpan step, TimeSpan burst, DateTimeOffset now)
        {
            var earliest = burst == TimeSpan.Zero ? now : now - burst + step;
            if (_free < earliest)
            {
                _free = earliest;
            }

            if (_free > now)
            {
                return _free - now;
            }

            _free += step;
            return null;
        }

        public DateTimeOffset Next(DateTimeOffset now) => _free > now ? _free : now;

        /// <summary>The next free moment is the caller's.</summary>
        public DateTimeOffset Book(TimeSpan step, DateTimeOffset now)
        {
            var place = Next(now);
            _free = place + step;
            return place;
        }
    }

    /// <summary>A sliding count in ten-second steps.</summary>
    private sealed class FailuresOfAMinute
    {
        private readonly int[] _counts = new int[6];
        private long _step;

        public void Add(DateTimeOffset now)
        {
            Advance(now);
            _counts[_step % _counts.Length]++;
        }

        public int Count(DateTimeOffset now)
        {
            Advance(now);
            return _counts.Sum();
        }

        private void Advance(DateTimeOffset now)
        {
            var step = now.ToUnixTimeSeconds() / 10;
            if (step - _step >= _counts.Length)
            {
                Array.Clear(_counts);
                _step = step;
            }

            while (_step < step)
            {
                _step++;
                _counts[_step % _counts.Length] = 0;
            }
        }
    }
}
