using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace Halle.Capacity;

/// <summary>Measures how long work waits for a thread, ten times a second, and sets <see cref="Overload"/>.</summary>
internal sealed partial class OverloadWatch(
    Overload overload, CapacityGate gate, IOptions<CapacityOptions> options, CapacityInstruments instruments, ILogger<OverloadWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private const int BeatsPerSecond = 10;

    private readonly OverloadRule _rule = new(options.Value.FirstDelay, options.Value.CalmFor);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<long> _delays = new(BeatsPerSecond);
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
        if (Interlocked.Read(ref _waitingSince) is var since and not 0)
        {
            // The last one still waits: as long as until now already.
            Note(now - since);
        }
        else
        {
            Note(Interlocked.Exchange(ref _waited, 0));
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

        var delay = TimeSpan.FromSeconds((double)_delays.Max() / Stopwatch.Frequency);
        instruments.Waited(delay);
        var before = _rule.Level;
        var after = _rule.Next(delay, DateTimeOffset.UnixEpoch + Stopwatch.GetElapsedTime(0, now));
        if (after != before)
        {
            overload.Level = after;
            Changed(logger, before, after, delay.TotalMilliseconds);
        }
    }

    private void Note(long delay)
    {
        if (_delays.Count == BeatsPerSecond)
        {
            _delays.Dequeue();
        }

        _delays.Enqueue(delay);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Overload level {Before} becomes {After}: work waited {DelayMs} ms for a thread")]
    private static partial void Changed(ILogger logger, int before, int after, double delayMs);
}
