namespace Halle.Live.Sockets;

/// <summary>
/// Calls of browsers that come now and then are taken a few at a time. What a call makes the process do is a long way through code that nobody else has
/// used for a while, and past threads that sleep: the second call on the same way costs half (docs/decisions/0047). Where calls come one upon the
/// other, or one browser asks again as soon as it is answered, nobody waits.
/// </summary>
internal sealed class CallGathering : IDisposable
{
    /// <summary>Since the last call or answer, for a call to be alone.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromMilliseconds(2);

    /// <summary>With so many the wait is over: they are the work of one thread.</summary>
    private const int MostTogether = 16;

    private readonly Lock _gate = new();
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TaskCompletionSource? _next;
    private int _together;
    private long _last;

    /// <param name="window">See <see cref="LiveOptions.GatherCalls"/>.</param>
    public CallGathering(TimeSpan window, TimeProvider time)
    {
        (_window, _time) = (window, time);
        _timer = time.CreateTimer(_ => Open(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the call may go on; those that waited together go on one after another, on one thread, which none may block.</summary>
    public Task ComeAsync()
    {
        Task waiting;
        bool enough;
        lock (_gate)
        {
            if (_next is null)
            {
                var now = _time.GetTimestamp();
                var alone = _time.GetElapsedTime(_last, now) >= Lull;
                _last = now;
                if (!alone || _window == TimeSpan.Zero)
                {
                    return Task.CompletedTask;
                }

                _next = new TaskCompletionSource();
                _together = 0;
                _timer.Change(_window, Timeout.InfiniteTimeSpan);
            }

            waiting = _next.Task;
            enough = ++_together == MostTogether;
        }

        if (enough)
        {
            _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return waiting;
    }

    /// <summary>A call was answered.</summary>
    public void Answered() => Volatile.Write(ref _last, _time.GetTimestamp());

    public void Dispose()
    {
        _timer.Dispose();
        Open();
    }

    private void Open()
    {
        TaskCompletionSource? due;
        lock (_gate)
        {
            (due, _next) = (_next, null);
            _last = _time.GetTimestamp();
        }

        due?.SetResult();
    }
}
