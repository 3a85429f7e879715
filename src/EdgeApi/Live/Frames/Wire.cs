using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Halle.Rooms;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Halle.Live.Frames;

/// <summary>Serialises a call to the browser once, in the form every connection writes as it is.</summary>
public static class Wire
{
    /// <summary>The only protocol spoken on <c>/live</c>.</summary>
    public const string ProtocolName = "json";

    private const byte RecordSeparator = 0x1e;
    private const byte WholeText = 0x81;
    private const int LongestShort = 125;
    private const byte SixteenBits = 126;
    private const byte SixtyFourBits = 127;

    /// <summary>SignalR's ping, as a whole frame.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = TextFrame("{\"type\":6}\u001e"u8);

    /// <summary>The answer to a handshake, as a whole frame.</summary>
    public static ReadOnlyMemory<byte> Handshake(string? error)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        HandshakeProtocol.WriteResponseMessage(error is null ? HandshakeResponseMessage.Empty : new HandshakeResponseMessage(error), buffer);
        return TextFrame(buffer.WrittenSpan);
    }

    public static WireMessage Call<T>(string target, T argument)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = RoomJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("type"u8, HubProtocolConstants.InvocationMessageType);
            writer.WriteString("target"u8, target);
            writer.WriteStartArray("arguments"u8);
            JsonSerializer.Serialize(writer, argument, RoomJson.Options);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.Write([RecordSeparator]);
        var frame = TextFrame(buffer.WrittenSpan);
        return new WireMessage(frame, frame.AsMemory(^buffer.WrittenCount..));
    }

    /// <summary>A whole unmasked text frame, as a server sends it (RFC 6455, section 5.2).</summary>
    public static byte[] TextFrame(ReadOnlySpan<byte> payload)
    {
        var header = payload.Length switch { <= LongestShort => 2, <= ushort.MaxValue => 4, _ => 10 };
        var frame = new byte[header + payload.Length];
        frame[0] = WholeText;
        switch (header)
        {
            case 2:
                frame[1] = (byte)payload.Length;
                break;
            case 4:
                frame[1] = SixteenBits;
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
                break;
            default:
                frame[1] = SixtyFourBits;
                BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
                break;
        }

        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }
}

/// <summary>One message to browsers, or two that go together, made once for all of them.</summary>
/// <param name="Frame">As whole WebSocket frames, one for each message.</param>
/// <param name="Bytes">What it is on the wire over any transport, end marks included.</param>
public sealed record WireMessage(ReadOnlyMemory<byte> Frame, ReadOnlyMemory<byte> Bytes)
{
    private SerializedHubMessage? _message;

    /// <summary>Bytes of the message itself, its end mark included.</summary>
    public int Size => Bytes.Length;

    /// <summary>For those whose transport only SignalR can write; made when the first of them is met.</summary>
    public SerializedHubMessage Message => _message ??= new SerializedHubMessage([new SerializedMessage(Wire.ProtocolName, Bytes)]);

    /// <summary>This one and the next behind it, in one write.</summary>
    public WireMessage With(WireMessage next) =>
        new((byte[])[.. Frame.Span, .. next.Frame.Span], (byte[])[.. Bytes.Span, .. next.Bytes.Span]);
}
