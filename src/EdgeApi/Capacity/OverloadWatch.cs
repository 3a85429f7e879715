using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Halle.Capacity;

/// <summary>Measures how long work waits for a thread at the least, five times a second, and sets <see cref="Overload"/>.</summary>
internal sealed partial class OverloadWatch(
    Overload overload, CapacityGate gate, IOptions<CapacityOptions> options, CapacityInstruments instruments, ILogger<OverloadWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The least wait within it counts: a pause of the collector or a first start makes one long wait, a machine that cannot keep up makes none short
    /// (the standing queue of CoDel, Nichols and Jacobson 2012).
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly OverloadRule _rule = new(options.Value.FirstDelay, options.Value.CalmFor);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<(long At, long Delay)> _ended = [];
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
            _ended.Enqueue((now, Interlocked.Exchange(ref _waited, 0)));
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

        while (_ended.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.At, now) > Window)
        {
            _ended.Dequeue();
        }

        // None ended within the window: the one that still waits has waited longer than that.
        var least = _ended.Count > 0 ? _ended.Min(one => one.Delay) : now - since;
        var delay = TimeSpan.FromSeconds((double)least / Stopwatch.Frequency);
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
