using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Sockets.Linux;

/// <summary>The few system calls a reading thread makes (see their man pages, section 2).</summary>
internal static unsafe partial class Native
{
    public const int EAgain = 11;
    public const int EIntr = 4;
    public const int EInProgress = 115;

    public const uint EPollIn = 0x001;
    public const uint EPollOut = 0x004;
    public const uint EPollErr = 0x008;
    public const uint EPollHup = 0x010;
    public const uint EPollRdHup = 0x2000;
    public const uint EPollEdge = 1u << 31;

    public const int EPollAdd = 1;
    public const int EPollDel = 2;
    public const int EPollMod = 3;

    public const int SockStream = 1;
    public const int SockNonBlock = 0x800;
    public const int SockCloseOnExec = 0x80000;
    public const int MsgNoSignal = 0x4000;

    public const int IpProtoIp = 0;
    public const int IpProtoTcp = 6;
    public const int TcpNoDelay = 1;
    public const int IpBindAddressNoPort = 24;
    public const int ShutBoth = 2;
    public const int SolSocket = 1;
    public const int SoError = 4;

    /// <summary>User and system time of the calling thread.</summary>
    private const int ClockThreadCpu = 3;

    private const string C = "libc";

    /// <summary>The kernel packs the event on x86-64 and nowhere else.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static int EventData => EventSize - 8;

    [LibraryImport(C, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EPollCreate(int flags);

    [LibraryImport(C, EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EPollControl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport(C, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EPollWait(int epoll, byte* events, int count, int timeoutMs);

    [LibraryImport(C, EntryPoint = "poll")]
    private static partial int Poll(void* descriptors, nuint count, int timeoutMs);

    [LibraryImport(C, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport(C, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, int length);

    [LibraryImport(C, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, int length);

    [LibraryImport(C, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport(C, EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport(C, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int name, int* value, int* length);

    [LibraryImport(C, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int name, int* value, int length);

    [LibraryImport(C, EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, nint* secondsAndNanoseconds);

    /// <summary>CPU time of the thread that asks, since it began.</summary>
    public static TimeSpan ThreadCpuTime()
    {
        var time = stackalloc nint[2];
        return GetTime(ClockThreadCpu, time) == 0
            ? new TimeSpan((time[0] * TimeSpan.TicksPerSecond) + (time[1] / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;
    }

    /// <summary>The calling thread does nothing for so long.</summary>
    public static void Rest(int milliseconds) => _ = Poll(null, 0, milliseconds);

    public static int Watch(int epoll, int operation, int descriptor, uint events, ulong data)
    {
        var change = stackalloc byte[16];
        *(uint*)change = events;
        *(ulong*)(change + EventData) = data;
        return EPollControl(epoll, operation, descriptor, change);
    }
}
