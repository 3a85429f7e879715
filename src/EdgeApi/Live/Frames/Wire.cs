using System.Buffers;
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
        var bytes = buffer.WrittenSpan.ToArray();
        return new WireMessage(new SerializedHubMessage([new SerializedMessage(ProtocolName, bytes)]), bytes);
    }
}

/// <param name="Bytes">What it is on the wire, its end mark included.</param>
public sealed record WireMessage(SerializedHubMessage Message, ReadOnlyMemory<byte> Bytes)
{
    public int Size => Bytes.Length;
}
