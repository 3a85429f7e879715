using System.Diagnostics.CodeAnalysis;

namespace Halle.Live.Sockets;

/// <summary>
/// The outgoing half of one WebSocket, which two write to: SignalR, whose answers and pings come through its own pipe, and the pump, whose
/// frames were made once for all readers and are written straight to the stream. One WebSocket frame at a time, and SignalR's messages
/// first: whatever it has begun or still holds in its pipe is on the socket before the pump may write.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its semaphore has no handle to free, and a pump may still ask for its turn after the end.")]
internal sealed class SocketLine
{
    private const int OpcodeBits = 0x0F;
    private const int CloseOpcode = 0x8;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private Stream? _stream;
    private Action _wake = static () => { };
    private long _held;
    private long _passed;
    private volatile bool _closed;
    private int _wanted;

    /// <summary>Called when a turn that <see cref="TryBegin"/> did not get may be had now; from anywhere, never under a lock.</summary>
    public void OnFree(Action wake) => _wake = wake;

    /// <summary>The upgraded stream, under SignalR's WebSocket.</summary>
    public void Open(Stream stream) => _stream = stream;

    /// <summary>SignalR has put so many bytes into its pipe.</summary>
    public void Held(int bytes) => Interlocked.Add(ref _held, bytes);

    /// <summary>So many bytes of SignalR's pipe are on the socket.</summary>
    public void Passed(int bytes)
    {
        Interlocked.Add(ref _passed, bytes);
        TellFree();
    }

    /// <summary>Writes one of the WebSocket's own frames, when it is its turn.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            return WaitAndWriteAsync(frame, cancellationToken);
        }

        var write = WriteNow(frame, cancellationToken);
        if (!write.IsCompletedSuccessfully)
        {
            return FinishAsync(write);
        }

        End();
        TellFree();
        return default;
    }

    /// <summary>Takes the turn for the pump. False when SignalR has it or something to say first: <see cref="OnFree"/> follows. After a close frame always false.</summary>
    public bool TryBegin()
    {
        if (TryTake())
        {
            return true;
        }

        // Whoever ends a turn after this line sees the wish; whoever ended one before it has left the line free.
        Interlocked.Exchange(ref _wanted, 1);
        if (!TryTake())
        {
            return false;
        }

        Interlocked.Exchange(ref _wanted, 0);
        return true;
    }

    /// <summary>Writes a whole frame in the pump's turn.</summary>
    public ValueTask WriteInTurn(ReadOnlyMemory<byte> frame) => WriteNow(frame, CancellationToken.None);

    /// <summary>Gives the pump's turn back.</summary>
    public void End() => _turn.Release();

    /// <summary>The WebSocket is gone.</summary>
    public void Close() => _closed = true;

    private bool TryTake()
    {
        if (_closed || _stream is null || !_turn.Wait(0, CancellationToken.None))
        {
            return false;
        }

        // A fragmented message of SignalR's has not passed before its last fragment has.
        if (!_closed && Interlocked.Read(ref _held) == Interlocked.Read(ref _passed))
        {
            return true;
        }

        End();
        return false;
    }

    private void TellFree()
    {
        if (Volatile.Read(ref _wanted) == 1 && Interlocked.Exchange(ref _wanted, 0) == 1)
        {
            _wake();
        }
    }

    private ValueTask WriteNow(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (!frame.IsEmpty && (frame.Span[0] & OpcodeBits) == CloseOpcode)
        {
            _closed = true;
        }

        try
        {
            return _stream!.WriteAsync(frame, cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // One whose connection has just ended must neither keep the turn nor stop the round that serves everybody.
            return ValueTask.FromException(exception);
        }
    }

    private async ValueTask WaitAndWriteAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        await FinishAsync(WriteNow(frame, cancellationToken));
    }

    private async ValueTask FinishAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        finally
        {
            End();
            TellFree();
        }
    }
}
