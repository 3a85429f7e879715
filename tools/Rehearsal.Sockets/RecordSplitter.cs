using System.Buffers;

namespace Halle.Rehearsal.Sockets;

/// <summary>
/// Puts SignalR's records together: they end with 0x1E and may be cut anywhere. A whole record is handed on where it lies; only one that
/// is cut is copied, into a rented buffer that goes back when it is whole.
/// </summary>
internal struct RecordSplitter
{
    private const byte End = 0x1e;

    private byte[]? _begun;
    private int _length;

    /// <summary>The next whole record; false when the rest of <paramref name="input"/> is kept for later.</summary>
    /// <param name="record">Good until the next call.</param>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> record)
    {
        var end = input.IndexOf(End);
        if (end < 0)
        {
            Keep(input);
            input = default;
            record = default;
            return false;
        }

        if (_length == 0)
        {
            record = input[..end];
        }
        else
        {
            Keep(input[..end]);
            record = _begun.AsSpan(0, _length);
            _length = 0;
        }

        input = input[(end + 1)..];
        return true;
    }

    /// <summary>Gives the buffer back when nothing waits in it; call it when the records are read.</summary>
    public void Release()
    {
        if (_begun is not null && _length == 0)
        {
            ArrayPool<byte>.Shared.Return(_begun);
            _begun = null;
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var needed = _length + bytes.Length;
        if (_begun is null || _begun.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _length * 2));
            if (_begun is not null)
            {
                _begun.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_begun);
            }

            _begun = larger;
        }

        bytes.CopyTo(_begun.AsSpan(_length));
        _length = needed;
    }
}
