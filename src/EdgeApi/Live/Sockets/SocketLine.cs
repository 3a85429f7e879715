using System.Net.Sockets;
using Halle.Live.Connections;
using Halle.Live.Frames;

namespace Halle.Live.Sockets;

/// <summary>
/// The outgoing half of one detached socket (docs/decisions/0023). Two kinds write to it: the pump, whose frames were made once for all
/// readers, and the conversation with its answers, pings and WebSocket control frames. One whole WebSocket frame at a time; what the
/// conversation has to say waits for the frame in flight and no longer. A frame is handed to the kernel without waiting: of what it does
/// not take, only the place in the shared bytes is kept.
/// </summary>
internal sealed class SocketLine(Socket socket, LiveInstruments instruments, TimeProvider time) : IOutlet
{
    private const int OpcodeBits = 0x0F;
    private const int CloseOpcode = 0x8;

    /// <summary>Calls of <see cref="KeepAlive"/> without a write before a ping: 15 s, at one call every 5 s. Browsers hang up after 30.</summary>
    private const int QuietBeforePing = 3;

    private readonly Lock _gate = new();
    private Action _wake = static () => { };
    private Action _waits = static () => { };
    private Queue<Said>? _said;
    private long _waitingSince;
    private int _quiet;
    private bool _busy;
    private bool _wanted;
    private volatile bool _closed;

    public TimeSpan Waiting => Interlocked.Read(ref _waitingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public void OnFree(Action wake) => _wake = wake;

    public void OnWaiting(Action tell) => _waits = tell;

    public bool TryBegin()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            // Who ends the turn sees the wish under the same lock.
            _wanted = _busy;
            return !_busy && (_busy = true);
        }
    }

    public bool Give(WireMessage message)
    {
        var rest = message.Frame;
        if (Send(ref rest))
        {
            return true;
        }

        lock (_gate)
        {
            _wanted = true;
        }

        _ = FinishAsync(rest, told: null);
        return false;
    }

    public void End()
    {
        while (TryEnd(out var next))
        {
            var rest = next.Frame;
            if (!Send(ref rest))
            {
                _ = FinishAsync(rest, next.Told);
                return;
            }

            next.Told.TrySetResult();
        }
    }

    /// <summary>Writes a whole WebSocket frame that is no room's, at the next turn. Completes when the kernel has it; a broken line takes everything.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return default;
            }

            // Nothing follows a close frame.
            _closed = !frame.IsEmpty && (frame.Span[0] & OpcodeBits) == CloseOpcode;
            if (_busy)
            {
                var said = new Said(frame, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                (_said ??= new Queue<Said>()).Enqueue(said);
                return new ValueTask(said.Told.Task);
            }

            _busy = true;
        }

        if (!Send(ref frame))
        {
            return new ValueTask(FinishAsync(frame, told: null));
        }

        End();
        return default;
    }

    public void Say(WireMessage message)
    {
        if (Waiting == TimeSpan.Zero)
        {
            _ = WriteAsync(message.Frame).AsTask();
        }
    }

    public void KeepAlive()
    {
        if (++_quiet >= QuietBeforePing && Waiting == TimeSpan.Zero)
        {
            _ = WriteAsync(Wire.Ping).AsTask();
        }
    }

    public void Abort()
    {
        _closed = true;
        socket.Dispose();
    }

    /// <summary>True: somebody's word comes next, still in this turn. False: the line is free.</summary>
    private bool TryEnd(out Said next)
    {
        var wake = false;
        lock (_gate)
        {
            if (_said is not null && _said.TryDequeue(out next))
            {
                return true;
            }

            next = default;
            _said = null;
            _busy = false;
            (wake, _wanted) = (_wanted, false);
        }

        if (wake)
        {
            _wake();
        }

        return false;
    }

    /// <summary>False when the kernel took only a part; <paramref name="frame"/> is then the rest.</summary>
    private bool Send(ref ReadOnlyMemory<byte> frame)
    {
        _quiet = 0;
        try
        {
            var sent = socket.Send(frame.Span, SocketFlags.None, out var error);
            if (error is SocketError.Success or SocketError.WouldBlock)
            {
                frame = frame[sent..];
                return frame.IsEmpty;
            }
        }
        catch (ObjectDisposedException)
        {
            // Said below.
        }

        // The browser is gone, which the reading finds out too.
        Abort();
        return true;
    }

    private async Task FinishAsync(ReadOnlyMemory<byte> rest, TaskCompletionSource? told)
    {
        Interlocked.Exchange(ref _waitingSince, time.GetTimestamp());
        _waits();
        try
        {
            while (!rest.IsEmpty)
            {
                rest = rest[await socket.SendAsync(rest, SocketFlags.None)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Abort();
        }

        instruments.Waited(Waiting);
        Interlocked.Exchange(ref _waitingSince, 0);
        told?.TrySetResult();
        End();
    }

    private readonly record struct Said(ReadOnlyMemory<byte> Frame, TaskCompletionSource Told);
}
