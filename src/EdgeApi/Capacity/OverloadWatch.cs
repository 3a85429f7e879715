using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Halle.Capacity;

/// <summary>Measures how long work waits for a thread at the least, five times a second, and sets <see cref="Overload"/>.</summary>
internal sealed partial class OverloadWatch(
    Overload overload, CapacityGate gate, IOptions<CapacityOptions> options, CapacityInstruments instruments, ILogger<OverloadWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private readonly OverloadRule _rule = new(options.Value.FirstDelay, options.Value.CalmFor);
    private readonly CancellationTokenSource _stop = new();
    private readonly StandingDelay _delay = new();
    private Thread? _thread;
    private long _waitingSince;
    private long _waited;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: one of the pool's would wait for the pool it measures.
        _thread = new Thread(Run, 128 * 1024) { IsBackground = true, Name = "overload watch" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stop.CancelAsync();

    public void Dispose()
    {
        _stop.Cancel();
        _thread?.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        var stopping = _stop.Token.WaitHandle;
        while (!stopping.WaitOne(Beat))
        {
            Measure();
            gate.Tick();
        }
    }

    private void Measure()
    {
        var now = Stopwatch.GetTimestamp();
        var since = Interlocked.Read(ref _waitingSince);
        if (since == 0)
        {
            _delay.Ended(Stopwatch.GetElapsedTime(0, now), Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _waited, 0)));
            Interlocked.Exchange(ref _waitingSince, now);
            ThreadPool.UnsafeQueueUserWorkItem(
                static watch =>
                {
                    Interlocked.Exchange(ref watch._waited, Stopwatch.GetTimestamp() - Interlocked.Read(ref watch._waitingSince));
                    Interlocked.Exchange(ref watch._waitingSince, 0);
                },
                this,
                preferLocal: false);
        }

        var delay = _delay.Least(Stopwatch.GetElapsedTime(0, now), since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since, now));
        instruments.Waited(delay);
        var before = _rule.Level;
        var after = _rule.Next(delay, DateTimeOffset.UnixEpoch + Stopwatch.GetElapsedTime(0, now));
        if (after != before)
        {
            overload.Level = after;
            Changed(logger, before, after, delay.TotalMilliseconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Overload level {Before} becomes {After}: work waited {DelayMs} ms for a thread")]
    private static partial void Changed(ILogger logger, int before, int after, double delayMs);
}
