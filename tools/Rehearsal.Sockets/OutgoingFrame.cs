using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Halle.Rehearsal.Sockets;

/// <summary>Writes what a visitor sends: one masked frame each, into a buffer of the thread.</summary>
internal static class OutgoingFrame
{
    /// <summary>Room for the longest header, so that payload and header lie in one piece.</summary>
    private const int HeaderRoom = 14;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _payload;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static uint _mask;

    /// <summary>A call with a number to be answered by. The result is good until the thread writes again.</summary>
    public static Span<byte> Call(int id, string target, ReadOnlySpan<object?> arguments)
    {
        var (payload, writer) = Begin();
        writer.WriteStartObject();
        writer.WriteNumber("type"u8, 1);
        Span<char> digits = stackalloc char[11];
        id.TryFormat(digits, out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
        writer.WriteString("invocationId"u8, digits[..length]);
        writer.WriteString("target"u8, target);
        writer.WriteStartArray("arguments"u8);
        foreach (var argument in arguments)
        {
            JsonSerializer.Serialize(writer, argument, argument?.GetType() ?? typeof(object), Json);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        payload.Write((ReadOnlySpan<byte>)[0x1e]);
        return Close(payload, FrameOpcode.Text);
    }

    public static Span<byte> Of(FrameOpcode opcode, ReadOnlySpan<byte> content)
    {
        var (payload, _) = Begin();
        payload.Write(content);
        return Close(payload, opcode);
    }

    private static Span<byte> Close(ArrayBufferWriter<byte> buffer, FrameOpcode opcode)
    {
        // The buffer is this thread's own; what is masked in place is written anew next time.
        var all = MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        var length = all.Length - HeaderRoom;
        var header = length switch { < 126 => 6, <= ushort.MaxValue => 8, _ => 14 };
        var frame = all[(HeaderRoom - header)..];
        frame[0] = (byte)(0x80 | (int)opcode);
        switch (header)
        {
            case 6:
                frame[1] = (byte)(0x80 | length);
                break;
            case 8:
                frame[1] = 0x80 | 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)length);
                break;
            default:
                frame[1] = 0x80 | 127;
                BinaryPrimitives.WriteInt64BigEndian(frame[2..], length);
                break;
        }

        var mask = frame.Slice(header - 4, 4);
        var content = frame[header..];
        NextMask(mask);
        for (var at = 0; at < content.Length; at++)
        {
            content[at] ^= mask[at & 3];
        }

        return frame;
    }

    private static (ArrayBufferWriter<byte> Payload, Utf8JsonWriter Writer) Begin()
    {
        _payload ??= new ArrayBufferWriter<byte>(1024);
        _payload.ResetWrittenCount();
        _payload.GetSpan(HeaderRoom);
        _payload.Advance(HeaderRoom);
        _writer ??= new Utf8JsonWriter(_payload);
        _writer.Reset();
        return (_payload, _writer);
    }

    /// <summary>A mask protects proxies from pages that choose the bytes; a rehearsal chooses none, so a plain xorshift does.</summary>
    private static void NextMask(Span<byte> mask)
    {
        _mask = _mask == 0 ? (uint)Environment.TickCount | 1 : _mask;
        _mask ^= _mask << 13;
        _mask ^= _mask >> 17;
        _mask ^= _mask << 5;
        BinaryPrimitives.WriteUInt32LittleEndian(mask, _mask);
    }
}
