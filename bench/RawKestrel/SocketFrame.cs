using System.Buffers.Binary;

namespace Halle.Bench.RawKestrel;

/// <summary>A whole unmasked text frame, as a server sends it (RFC 6455, section 5.2).</summary>
internal static class SocketFrame
{
    public static byte[] Text(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > ushort.MaxValue)
        {
            throw new ArgumentException("Longer than this peer ever sends.", nameof(payload));
        }

        var head = payload.Length < 126 ? 2 : 4;
        var frame = new byte[head + payload.Length];
        frame[0] = 0x81;
        if (head == 2)
        {
            frame[1] = (byte)payload.Length;
        }
        else
        {
            frame[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        }

        payload.CopyTo(frame.AsSpan(head));
        return frame;
    }
}
