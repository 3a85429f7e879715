using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Sockets;

/// <summary>
/// Cuts a server's bytes into WebSocket frames as they arrive, however they are split, and keeps no payload: a piece is handed on where it
/// lies. Pure; one for each connection.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct FrameParser
{
    /// <summary>A frame longer than this is taken for a fault of the server (16 MiB).</summary>
    private const long Longest = 16 * 1024 * 1024;

    private Header _header;
    private long _left;
    private byte _have;
    private bool _open;

    public FrameOpcode Opcode { get; private set; }

    /// <summary>A frame was malformed: nothing more can be read.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>
    /// Reads on; false when all of <paramref name="input"/> is used up or <see cref="IsBroken"/>.
    /// </summary>
    /// <param name="piece">The next piece of the payload of a frame of <see cref="Opcode"/>; may be empty.</param>
    /// <param name="ends">The piece is the frame's last.</param>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> piece, out bool ends)
    {
        piece = default;
        ends = false;
        if (!_open && !TryOpen(ref input))
        {
            return false;
        }

        if (_left > 0 && input.IsEmpty)
        {
            return false;
        }

        var taken = (int)Math.Min(_left, input.Length);
        piece = input[..taken];
        input = input[taken..];
        _left -= taken;
        _open = _left > 0;
        ends = !_open;
        return true;
    }

    private bool TryOpen(ref ReadOnlySpan<byte> input)
    {
        Span<byte> header = _header;
        while (!input.IsEmpty && !IsBroken)
        {
            header[_have++] = input[0];
            input = input[1..];
            if (_have < 2)
            {
                continue;
            }

            var size = header[1] & 0x7f;
            if (_have < size switch { 126 => 4, 127 => 10, _ => 2 })
            {
                continue;
            }

            _have = 0;
            _left = size switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
                127 => BinaryPrimitives.ReadInt64BigEndian(header[2..]),
                _ => size,
            };
            Opcode = (FrameOpcode)(header[0] & 0x0f);
            // A server never masks and has agreed to no extension; SignalR's JSON is text.
            IsBroken = (header[0] & 0x70) != 0 || (header[1] & 0x80) != 0 || _left is < 0 or > Longest || !IsKnown(Opcode)
                || (Opcode >= FrameOpcode.Close && _left > 125);
            _open = !IsBroken;
            return _open;
        }

        return false;
    }

    private static bool IsKnown(FrameOpcode opcode) =>
        opcode is FrameOpcode.Text or FrameOpcode.Continuation or FrameOpcode.Close or FrameOpcode.Ping or FrameOpcode.Pong;

    [InlineArray(10)]
    private struct Header
    {
        private byte _first;
    }
}

/// <summary>The kinds of frames a server may send here.</summary>
internal enum FrameOpcode
{
    Continuation = 0,
    Text = 1,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
