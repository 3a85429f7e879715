using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Sockets.Linux;

/// <summary>One thread that reads many visitors through one buffer.</summary>
internal sealed unsafe class EPollLoop : IDisposable
{
    private const int ReadBytes = 64 * 1024;
    private const int EventsAtOnce = 256;
    private const int TickMs = 1_000;

    /// <summary>To read the thread's clock is a system call of its own: not after every batch.</summary>
    private const int ClockMs = 100;

    private readonly LineTable _lines = new();
    private readonly int _gatherMs;
    private readonly int _epoll;
    private readonly Thread _thread;
    private readonly ConcurrentQueue<int> _retired = [];
    private long _cpuTicks;
    private volatile bool _stopping;

    /// <param name="gather">See <see cref="VisitorSockets"/>.</param>
    public EPollLoop(int number, TimeSpan gather)
    {
        _gatherMs = (int)gather.TotalMilliseconds;
        _epoll = Native.EPollCreate(Native.SockCloseOnExec);
        if (_epoll < 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = $"visitors-{number}" };
        _thread.Start();
    }

    /// <summary>CPU time of the reading thread, as of a tenth of a second ago or two.</summary>
    public TimeSpan CpuTime => new(Volatile.Read(ref _cpuTicks));

    public EPollSocket Connect(VisitorTarget target, IPAddress? from, IVisitorEvents events, Opening opening)
    {
        var socket = new EPollSocket(this, EPollSocket.Dial(target, from), events, opening);
        socket.Register(_lines);
        return socket;
    }

    public void Watch(int operation, int descriptor, uint events, ulong ticket)
    {
        if (Native.Watch(_epoll, operation, descriptor, events, ticket) < 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    /// <summary>
    /// Ends the line now and gives its number back later: only this loop's thread closes, between two batches of events, so that it never
    /// reads a number that meanwhile belongs to somebody else.
    /// </summary>
    public void Retire(EPollSocket socket, int descriptor)
    {
        _lines.Remove(socket);
        Native.Shutdown(descriptor, Native.ShutBoth);
        _retired.Enqueue(descriptor);
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        for (var index = 0; index < _lines.Used; index++)
        {
            _lines.At(index)?.Abort();
        }

        CloseRetired();
        Native.Close(_epoll);
    }

    private void Run()
    {
        var buffer = (byte*)NativeMemory.Alloc(ReadBytes);
        var events = (byte*)NativeMemory.Alloc((nuint)(EventsAtOnce * Native.EventSize));
        var nextTick = Environment.TickCount64 + TickMs;
        var nextClock = 0L;
        while (!_stopping)
        {
            var count = Native.EPollWait(_epoll, events, EventsAtOnce, 100);
            for (var at = 0; at < count; at++)
            {
                var one = events + (at * Native.EventSize);
                _lines.Find(*(ulong*)(one + Native.EventData))?.OnEvents(*(uint*)one, buffer, ReadBytes, Stopwatch.GetTimestamp());
            }

            CloseRetired();
            if (count is > 0 and < EventsAtOnce && _gatherMs > 0)
            {
                // Whoever is woken for each message spends more on waking than on reading.
                Native.Rest(_gatherMs);
            }

            var now = Environment.TickCount64;
            if (now >= nextClock)
            {
                nextClock = now + ClockMs;
                Volatile.Write(ref _cpuTicks, Native.ThreadCpuTime().Ticks);
            }

            if (now >= nextTick)
            {
                nextTick = now + TickMs;
                for (var index = 0; index < _lines.Used; index++)
                {
                    _lines.At(index)?.Tick(now);
                }
            }
        }

        NativeMemory.Free(buffer);
        NativeMemory.Free(events);
    }

    private void CloseRetired()
    {
        while (_retired.TryDequeue(out var descriptor))
        {
            Native.Close(descriptor);
        }
    }
}
