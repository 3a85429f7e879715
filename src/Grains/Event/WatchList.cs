using Microsoft.Extensions.Logging;

namespace Halle.Event;

/// <summary>
/// The silos that watch what holds in every room. Each has a lease that ends here no earlier than at the silo, so after
/// <see cref="ConfirmAsync(EventWide)"/> no silo goes by an older state: it has taken the new one, or stopped to rely on any.
/// </summary>
internal sealed partial class WatchList(TimeSpan lease, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, Watcher> _watchers = new(StringComparer.Ordinal);

    public void Register(string silo, IEventWatch watch)
    {
        if (_watchers.TryGetValue(silo, out var known))
        {
            known.Watch = watch;
            known.RenewedAt = time.GetTimestamp();
        }
        else
        {
            _watchers[silo] = new Watcher(silo) { Watch = watch, RenewedAt = time.GetTimestamp() };
        }
    }

    /// <summary>Completes when every silo has taken <paramref name="wide"/> or its lease is over. Never fails.</summary>
    public Task ConfirmAsync(EventWide wide) => Task.WhenAll(_watchers.Values.Select(watcher => ConfirmAsync(watcher, wide)).ToArray());

    private async Task ConfirmAsync(Watcher watcher, EventWide wide)
    {
        while (watcher.Taken < wide.Seq)
        {
            var left = lease - time.GetElapsedTime(watcher.RenewedAt);
            if (left <= TimeSpan.Zero)
            {
                LogLapsed(logger, watcher.Silo);
                if (_watchers.TryGetValue(watcher.Silo, out var current) && ReferenceEquals(current, watcher))
                {
                    _watchers.Remove(watcher.Silo);
                }

                return;
            }

            try
            {
                await watcher.Watch.Changed(wide).WaitAsync(left, time);
                watcher.Taken = Math.Max(watcher.Taken, wide.Seq);
            }
            catch (Exception exception)
            {
                LogNotTaken(logger, exception, watcher.Silo);
                await Task.Delay(lease / 30, time);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo {Silo} did not take an event-wide change before its lease ended")]
    private static partial void LogLapsed(ILogger logger, string silo);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} has not taken an event-wide change yet")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, string silo);

    private sealed class Watcher(string silo)
    {
        public string Silo => silo;

        public required IEventWatch Watch { get; set; }

        public required long RenewedAt { get; set; }

        /// <summary>Seq of the newest state it has confirmed.</summary>
        public long Taken { get; set; }
    }
}
