using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Halle.Live.Limits;

/// <summary>
/// Follows the frames of one WebSocket in the raw bytes, without keeping any: how many begin, whether one is half received, whether
/// one is of a kind or length that is never taken. Malformed ones are left to the WebSocket, which closes with the right code.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct SocketFrames(int longestFrame)
{
    /// <summary>Of a browser's ping: two bytes of header, four of mask, the message and its end mark.</summary>
    public const int PingBytes = 2 + 4 + 11;

    private const int Binary = 2;
    private const byte WholeText = 0x81;
    private const byte Masked = 0x80;
    private const byte RecordSeparator = 0x1e;

    private Header _header;
    private int _headerBytes;
    private long _payloadLeft;
    private bool _messageOpen;

    /// <summary>A frame or a fragmented message waits for its end.</summary>
    public readonly bool IsPartial => _headerBytes > 0 || _payloadLeft > 0 || _messageOpen;

    /// <summary>The bytes are one frame, and in it is the ping alone.</summary>
    public static bool IsPing(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != PingBytes || bytes[0] != WholeText || bytes[1] != (Masked | (PingBytes - 6)))
        {
            return false;
        }

        var mask = bytes[2..6];
        var payload = bytes[6..];
        for (var at = 0; at < payload.Length; at++)
        {
            if ((payload[at] ^ mask[at & 3]) != (at < Envelope.Ping.Length ? Envelope.Ping[at] : RecordSeparator))
            {
                return false;
            }
        }

        return true;
    }

    public SocketVerdict Feed(ReadOnlySpan<byte> bytes)
    {
        var verdict = default(SocketVerdict);
        while (!bytes.IsEmpty)
        {
            if (_payloadLeft > 0)
            {
                var taken = (int)Math.Min(_payloadLeft, bytes.Length);
                _payloadLeft -= taken;
                bytes = bytes[taken..];
                continue;
            }

            _header[_headerBytes++] = bytes[0];
            bytes = bytes[1..];
            if (_headerBytes == HeaderLength())
            {
                Begin(ref verdict);
            }
        }

        return verdict;
    }

    private readonly int HeaderLength() => _headerBytes < 2
        ? 2
        : 2 + ((_header[1] & 0x7f) switch { 126 => 2, 127 => 8, _ => 0 }) + ((_header[1] & 0x80) != 0 ? 4 : 0);

    private void Begin(ref SocketVerdict verdict)
    {
        var length = (_header[1] & 0x7f) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(((ReadOnlySpan<byte>)_header)[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(((ReadOnlySpan<byte>)_header)[2..]),
            var small => small,
        };
        _headerBytes = 0;
        _payloadLeft = Math.Max(0, length);
        var opcode = _header[0] & 0x0f;
        if (opcode < 8)
        {
            _messageOpen = (_header[0] & 0x80) == 0;
        }

        verdict = new SocketVerdict(
            verdict.Frames + 1, verdict.TooLong || length < 0 || length > longestFrame, verdict.Binary || opcode == Binary);
    }

    /// <summary>The longest there is: two bytes, eight of length, four of mask.</summary>
    [System.Runtime.CompilerServices.InlineArray(14)]
    private struct Header
    {
        private byte _first;
    }
}

/// <param name="Frames">How many began in these bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SocketVerdict(int Frames, bool TooLong, bool Binary);
