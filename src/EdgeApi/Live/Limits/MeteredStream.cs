using Halle.Live.Contract;

namespace Halle.Live.Limits;

/// <summary>
/// The raw bytes of one WebSocket, counted. When the guard refuses, nothing more is handed up; the reading waits until the reason is
/// written, then drains what the browser still sends, so that the close frame is not lost in a reset.
/// </summary>
/// <param name="takesPing">Asked when something has come and nothing is half received: true when it was a ping, which is then done with. Nothing is handed up for it
/// (docs/decisions/0064).</param>
internal sealed class MeteredStream(Stream inner, ConnectionGuard guard, Func<bool>? takesPing = null) : Stream
{
    private SocketFrames _frames = new(guard.Limits.SocketFrameBytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read without room only asks whether there is something.
        var read = await inner.ReadAsync(buffer, cancellationToken);
        while (buffer.IsEmpty && !_frames.IsPartial && !guard.IsRefused && takesPing?.Invoke() == true)
        {
            read = await inner.ReadAsync(buffer, cancellationToken);
        }

        if (read > 0)
        {
            Judge(buffer.Span[..read]);
        }

        return guard.IsRefused ? await DrainAsync(buffer, cancellationToken) : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sockets are read asynchronously.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sockets are written asynchronously.");

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Judge(ReadOnlySpan<byte> bytes)
    {
        var verdict = _frames.Feed(bytes);
        guard.SocketPartial(_frames.IsPartial);
        if (verdict.TooLong)
        {
            guard.Refuse(ClosingCode.TooLarge);
        }
        else if (verdict.Binary)
        {
            guard.Refuse(ClosingCode.TooMuch);
        }
        else
        {
            guard.SocketFrame(verdict.Frames, bytes.Length);
        }
    }

    private async ValueTask<int> DrainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await guard.WhySaid.WaitAsync(cancellationToken);
        if (!buffer.IsEmpty)
        {
            while (await inner.ReadAsync(buffer, cancellationToken) > 0)
            {
            }
        }

        return 0;
    }
}
