using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Halle.Rooms;

/// <summary>What kind of place a room is; the kind chooses the room's parts.</summary>
[GenerateSerializer, Alias("halle.RoomKind")]
public enum RoomKind
{
    /// <summary>The one room everybody is in: announcements, breaker, event-wide sanctions, zone counts.</summary>
    Event,

    /// <summary>A stand of the zone.</summary>
    Booth,

    /// <summary>A talk of the forum.</summary>
    Talk,

    /// <summary>A registered class and its teacher.</summary>
    Class,
}

/// <summary>
/// Names one room, for example <c>booth:edf</c>. A key is 1 to 64 characters of <c>a-z 0-9 -</c>, so that it is
/// legal as a grain key, an Azure Table partition key and a URL segment alike, and has one canonical form.
/// </summary>
[GenerateSerializer, Immutable, Alias("halle.RoomId")]
public readonly record struct RoomId(RoomKind Kind, string Key)
{
    private static readonly SearchValues<char> KeySymbols = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The event's own room.</summary>
    public static readonly RoomId TheEvent = new(RoomKind.Event, "main");

    public static RoomId Booth(string key) => new(RoomKind.Booth, key);

    public static RoomId Talk(string key) => new(RoomKind.Talk, key);

    public static RoomId Class(string key) => new(RoomKind.Class, key);

    /// <summary>Reads <c>kind:key</c>; anything that is not in canonical form is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RoomId room)
    {
        room = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon <= 0 || !IsKey(text.AsSpan(colon + 1)))
        {
            return false;
        }

        RoomKind? kind = text.AsSpan(0, colon) switch
        {
            "event" => RoomKind.Event,
            "booth" => RoomKind.Booth,
            "talk" => RoomKind.Talk,
            "class" => RoomKind.Class,
            _ => null,
        };
        if (kind is null)
        {
            return false;
        }

        room = new RoomId(kind.Value, text![(colon + 1)..]);
        return true;
    }

    public static RoomId Parse(string text) =>
        TryParse(text, out var room) ? room : throw new FormatException($"'{text}' is not a room id.");

    /// <summary>The canonical text, used as grain key, partition key and on the wire.</summary>
    public string ToGrainKey() => Kind switch
    {
        RoomKind.Event => "event:" + Key,
        RoomKind.Booth => "booth:" + Key,
        RoomKind.Talk => "talk:" + Key,
        RoomKind.Class => "class:" + Key,
        _ => throw new InvalidOperationException("Unknown room kind."),
    };

    public override string ToString() => ToGrainKey();

    private static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length is >= 1 and <= 64 && !key.ContainsAnyExcept(KeySymbols) && key[0] != '-' && key[^1] != '-';
}
