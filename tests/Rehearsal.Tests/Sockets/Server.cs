using System.Buffers.Binary;
using System.Text;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Tests.Sockets;

/// <summary>What a server puts on the line, and reads from it.</summary>
internal static class Server
{
    public static byte[] Upgrade() => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nsec-websocket-accept: {VisitorTarget.Accept}\r\n\r\n");

    public static byte[] Text(string text, bool final = true) => Frame(FrameOpcode.Text, Encoding.UTF8.GetBytes(text), final);

    public static byte[] Frame(FrameOpcode opcode, byte[] payload, bool final = true)
    {
        byte first = (byte)((final ? 0x80 : 0) | (int)opcode);
        switch (payload.Length)
        {
            case < 126:
                return [first, (byte)payload.Length, .. payload];
            case <= ushort.MaxValue:
                return [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
            default:
                var length = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                return [first, 127, .. length, .. payload];
        }
    }

    public static IEnumerable<(FrameOpcode Opcode, byte[] Payload)> Unmask(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var opcode = (FrameOpcode)(bytes[at] & 0x0f);
            Assert.Equal(0x80, bytes[at] & 0xf0);
            Assert.Equal(0x80, bytes[at + 1] & 0x80);
            var length = bytes[at + 1] & 0x7f;
            at += 2;
            if (length == 126)
            {
                length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
                at += 2;
            }

            var mask = bytes.AsSpan(at, 4).ToArray();
            at += 4;
            yield return (opcode, [.. bytes.AsSpan(at, length).ToArray().Select((value, index) => (byte)(value ^ mask[index & 3]))]);
            at += length;
        }
    }
}
