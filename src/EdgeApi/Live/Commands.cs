using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Halle.Rooms;

namespace Halle.Live;

/// <summary>Reads a command from a browser as strictly as the contract is written. Pure.</summary>
internal static class Commands
{
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out RoomCommand? command)
    {
        command = null;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        try
        {
            command = json.Deserialize<RoomCommand>(RoomJson.Options);
            return command is not null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            // Unknown type or member, wrong type, half a surrogate pair: all the same to the sender.
            return false;
        }
    }
}
