using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Halle.Live.Sockets;

/// <summary>One accepted socket as Kestrel wants it: two pipes and a loop for each, until it ends or is taken away.</summary>
internal sealed class SocketConnection : DefaultConnectionContext, IMemoryPoolFeature, IConnectionSocketFeature, IDetachableSocket
{
    /// <summary>Bytes that wait in a pipe, each way, before the other side is made to wait. A body of ours is not larger.</summary>
    private const int PipeBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly Pipe _input;
    private readonly Pipe _output;
    private readonly Duplex _own;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _receiving = Task.CompletedTask;
    private Task _sending = Task.CompletedTask;
    private ReadOnlyMemory<byte> _leftover;
    private Action<Socket, ReadOnlyMemory<byte>>? _taker;
    private volatile bool _aborted;

    // The kernel has to make room first, or nobody sends any more: an abort has nothing to wait for.
    private bool _waitsOrEnded;

    public SocketConnection(Socket socket, MemoryPool<byte> memory)
    {
        _socket = socket;
        _socket.Blocking = false;
        MemoryPool = memory;
        var options = new PipeOptions(
            memory, pauseWriterThreshold: PipeBytes, resumeWriterThreshold: PipeBytes / 2, useSynchronizationContext: false);
        _input = new Pipe(options);
        _output = new Pipe(options);
        Transport = _own = new Duplex(_input.Reader, _output.Writer);
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IConnectionSocketFeature>(this);
        Features.Set<IDetachableSocket>(this);
    }

    public MemoryPool<byte> MemoryPool { get; }

    public Socket Socket => _socket;

    public bool CanDetach => ReferenceEquals(Transport, _own);

    public void Start()
    {
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    public async Task DetachAsync(Stream upgraded, Action<Socket, ReadOnlyMemory<byte>> taker)
    {
        await _stop.CancelAsync();
        _input.Writer.CancelPendingFlush();
        await _receiving;
        using var rest = new MemoryStream();
        await upgraded.CopyToAsync(rest);
        _leftover = rest.ToArray();
        _taker = taker;
    }

    /// <summary>
    /// Ends the connection at once. What was written before goes out as far as the kernel takes it without waiting: SignalR disposes of its WebSocket,
    /// which aborts, right behind the close frame.
    /// </summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        lock (_gate)
        {
            _aborted = true;
            if (_waitsOrEnded)
            {
                _socket.Dispose();
            }
        }

        _output.Reader.CancelPendingRead();
    }

    /// <summary>Called when Kestrel has done with the connection and completed its ends of the pipes.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _own.Input.CompleteAsync();
        await _own.Output.CompleteAsync();
        await _sending;
        await _receiving;
        if (_taker is { } taker && !_aborted)
        {
            taker(_socket, _leftover);
        }
        else
        {
            _socket.Dispose();
        }

        _stop.Dispose();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        Exception? error = null;
        try
        {
            while (true)
            {
                // Waits without a buffer: a connection that says nothing holds none.
                await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, _stop.Token);
                var read = await _socket.ReceiveAsync(_input.Writer.GetMemory(), SocketFlags.None, _stop.Token);
                if (read == 0)
                {
                    break;
                }

                _input.Writer.Advance(read);
                var flushed = await _input.Writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The socket is being taken away; what was read is in the pipe.
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted
                ? new ConnectionResetException(exception.Message, exception)
                : new ConnectionAbortedException(exception.Message, exception);
        }
        catch (ObjectDisposedException)
        {
            error = new ConnectionAbortedException();
        }

        await _input.Writer.CompleteAsync(error);
        if (!_stop.IsCancellationRequested)
        {
            await _closed.CancelAsync();
        }
    }

    private async Task SendAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var read = await _output.Reader.ReadAsync();
                foreach (var segment in read.Buffer)
                {
                    for (var rest = segment; !rest.IsEmpty;)
                    {
                        rest = rest[await SendAsync(rest)..];
                    }
                }

                _output.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }

            bool aborted;
            lock (_gate)
            {
                (_waitsOrEnded, aborted) = (true, _aborted);
            }

            if (aborted)
            {
                _socket.Shutdown(SocketShutdown.Send);
                _socket.Dispose();
            }
            else if (!_stop.IsCancellationRequested)
            {
                // Ends the receiving too.
                _socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The browser is gone: the receiving ends with the reason.
            _aborted = true;
            _socket.Dispose();
        }

        await _output.Reader.CompleteAsync();
    }

    /// <returns>Bytes that are done with. After an abort these are all: what the kernel does not take then is dropped.</returns>
    private async ValueTask<int> SendAsync(ReadOnlyMemory<byte> some)
    {
        int sent;
        lock (_gate)
        {
            sent = _socket.Send(some.Span, SocketFlags.None, out var error);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                throw new SocketException((int)error);
            }

            if (_aborted || sent == some.Length)
            {
                return some.Length;
            }

            _waitsOrEnded = true;
        }

        try
        {
            return sent + await _socket.SendAsync(some[sent..], SocketFlags.None);
        }
        finally
        {
            lock (_gate)
            {
                _waitsOrEnded = _aborted;
            }
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
