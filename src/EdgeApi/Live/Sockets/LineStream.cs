using System.Net.Sockets;
using Halle.Live.Limits;

namespace Halle.Live.Sockets;

/// <summary>A detached socket as a stream under its WebSocket: reads what was read already, then the socket; what is written takes its turn on the line.</summary>
internal sealed class LineStream(Socket socket, ReadOnlyMemory<byte> leftover, SocketLine line) : Stream
{
    private ReadOnlyMemory<byte> _leftover = leftover;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes what the socket has when that is a ping and nothing else. Anything else stays to be read.</summary>
    public bool TakePing()
    {
        if (!_leftover.IsEmpty)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[SocketFrames.PingBytes + 1];
        var read = socket.Receive(bytes, SocketFlags.None, out var error);
        if (error == SocketError.Success && SocketFrames.IsPing(bytes[..read]))
        {
            return true;
        }

        // Of an end or an error the next read tells.
        _leftover = error == SocketError.Success ? bytes[..read].ToArray() : default;
        return false;
    }

    /// <summary>With an empty buffer: completes when there is something to read.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_leftover.IsEmpty)
        {
            return socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _leftover.Length);
        _leftover[..taken].CopyTo(buffer);
        _leftover = _leftover[taken..];
        return ValueTask.FromResult(taken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sockets are read asynchronously.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => line.WriteAsync(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sockets are written asynchronously.");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
