using System.Net;
using Halle.Hosting;

namespace Halle.SignIn;

/// <summary>
/// Who may try a secret (class code, invitation) now. Slows guessing down without ever closing a door: a browser by its own failures, a network
/// by the failures from it, everybody by the failures of all. Pure: the clock is given. Callers from any thread.
/// </summary>
public sealed class SecretTries(SignInOptions options)
{
    /// <summary>Browsers and networks remembered at once; the stalest go first. Bounds memory under a flood of new ones.</summary>
    public const int Remembered = 50_000;

    private static readonly TimeSpan Forgiven = TimeSpan.FromMinutes(10);

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

            return (_networks.TryGetValue(network, out var near) ? near : null)?.Pace(
                    options.NetworkFailuresPerMinute, options.PacedNetworkTriesPerSecond, now)
                ?? _everybody.Pace(options.AlertFailuresPerMinute, options.PacedTriesPerSecond, now);
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
    }

    private sealed class Nearby : Remembering
    {
        public FailuresOfAMinute Failures { get; } = new();

        private DateTimeOffset _nextFree;

        /// <summary>Spaces tries evenly once there were too many failures; a burst of one second's worth is let through.</summary>
        public TimeSpan? Pace(int mark, int perSecond, DateTimeOffset now)
        {
            if (Failures.Count(now) < mark)
            {
                return null;
            }

            var step = TimeSpan.FromSeconds(1.0 / perSecond);
            var earliest = now - TimeSpan.FromSeconds(1) + step;
            if (_nextFree < earliest)
            {
                _nextFree = earliest;
            }

            if (_nextFree > now)
            {
                return _nextFree - now;
            }

            _nextFree += step;
            return null;
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
