using System.Buffers;
using System.Text.Json;
using Halle.Live.Contract;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Halle.Live.Limits;

internal enum EnvelopeVerdict
{
    Usual,

    /// <summary>Nothing an honest client sends; SignalR ignores or answers it, and it is counted.</summary>
    Odd,
}

/// <summary>Tells what browsers send from what they never do: calls of the contract's methods, pings and a close. Pure.</summary>
internal static class Envelope
{
    private static readonly HashSet<string> Methods =
        typeof(ILiveServer).GetMethods().Select(method => method.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>What every client sends every 15 s, to the byte.</summary>
    public static ReadOnlySpan<byte> Ping => "{\"type\":6}"u8;

    public static EnvelopeVerdict Judge(in ReadOnlySequence<byte> message)
    {
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 16 });
            return IsUsual(ref reader) ? EnvelopeVerdict.Usual : EnvelopeVerdict.Odd;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return EnvelopeVerdict.Odd;
        }
    }

    private static bool IsUsual(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        int? type = null;
        string? target = null;
        var members = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!members.Add(name) || !reader.Read())
            {
                return false;
            }

            switch (name)
            {
                case "type" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number):
                    type = number;
                    break;
                case "target" when reader.TokenType == JsonTokenType.String:
                    target = reader.GetString();
                    break;
                case "invocationId" when reader.TokenType == JsonTokenType.String:
                case "arguments" when reader.TokenType == JsonTokenType.StartArray:
                case "error" or "allowReconnect":
                    reader.Skip();
                    break;
                default:
                    return false;
            }
        }

        return type switch
        {
            HubProtocolConstants.InvocationMessageType => target is not null && Methods.Contains(target) && members.Contains("invocationId"),
            HubProtocolConstants.PingMessageType => members.Count == 1,
            HubProtocolConstants.CloseMessageType => true,
            _ => false,
        };
    }
}
