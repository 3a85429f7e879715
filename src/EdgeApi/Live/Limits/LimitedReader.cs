using System.Buffers;
using System.IO.Pipelines;

namespace Halle.Live.Limits;

/// <summary>
/// Lets SignalR read a connection only within its limits. It looks at what arrives while it passes, so it costs no second pump.
/// When the guard refuses, the reading ends as if the browser had closed: the hub winds up in its own order.
/// </summary>
internal sealed class LimitedReader : PipeReader
{
    private const byte RecordSeparator = 0x1e;

    private readonly PipeReader _inner;
    private readonly ConnectionGuard _guard;
    private ReadOnlySequence<byte> _last;
    private long _judged;
    private bool _handshaken;
    private bool _ended;

    public LimitedReader(PipeReader inner, ConnectionGuard guard)
    {
        _inner = inner;
        _guard = guard;
        guard.OnRefused(inner.CancelPendingRead);
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _guard.IsRefused ? End() : Pass(await _inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (_guard.IsRefused)
        {
            result = End();
            return true;
        }

        if (!_inner.TryRead(out result))
        {
            return false;
        }

        result = Pass(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_ended)
        {
            return;
        }

        _judged -= _last.Slice(0, consumed).Length;
        _inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    private ReadResult Pass(ReadResult result)
    {
        if (!_guard.IsRefused)
        {
            Judge(result.Buffer);
        }

        if (_guard.IsRefused)
        {
            _inner.AdvanceTo(result.Buffer.End);
            return End();
        }

        _last = result.Buffer;
        return result;
    }

    private ReadResult End()
    {
        _ended = true;
        return new ReadResult(ReadOnlySequence<byte>.Empty, isCanceled: false, isCompleted: true);
    }

    /// <summary>Judges the messages whose end is new in the buffer. What is consumed always ends with a message, so the buffer begins with one.</summary>
    private void Judge(ReadOnlySequence<byte> buffer)
    {
        var rest = buffer;
        while (rest.PositionOf(RecordSeparator) is { } end)
        {
            var message = rest.Slice(0, end);
            rest = rest.Slice(buffer.GetPosition(1, end));
            if (buffer.Length - rest.Length > _judged)
            {
                _guard.Whole(message, _handshaken);
                _handshaken = true;
            }
        }

        _judged = buffer.Length - rest.Length;
        _guard.Unfinished(rest.Length, _handshaken);
    }
}
