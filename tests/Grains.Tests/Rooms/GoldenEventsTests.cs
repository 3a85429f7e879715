using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>Events as they were stored once: one committed sample of each type, which every later program still reads.</summary>
public sealed class GoldenEventsTests
{
    public static TheoryData<string> Names => [.. RoomJson.Events.Keys.Order(StringComparer.Ordinal)];

    [Theory(DisplayName = "[RO7] A stored event of every type is still read, and nothing it says is lost")]
    [MemberData(nameof(Names))]
    public void A_stored_event_is_still_read(string name)
    {
        var path = Repository.PathTo("tests", "Grains.Tests", "Golden", name + ".json");
        if (!File.Exists(path))
        {
            // A new type gets its sample once; afterwards the file is never written again.
            Repository.Matches(path, Encoding.UTF8.GetString(RoomJson.Write([Sample(RoomJson.Events[name])])) + "\n");
        }

        var text = File.ReadAllText(path);
        var stored = Assert.Single(RoomJson.ReadEvents(Encoding.UTF8.GetBytes(text)));

        Assert.IsType(RoomJson.Events[name], stored.Event);
        GoldenJson.Contains(JsonNode.Parse(RoomJson.Write([stored]))!, JsonNode.Parse(text)!, name);
    }

    private static StoredEvent Sample(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var happened = (RoomEvent)constructor.Invoke([.. constructor.GetParameters().Select(Fill)]);
        return new StoredEvent(
            42, new DateTimeOffset(2026, 11, 23, 9, 30, 0, TimeSpan.Zero), Cast.Visitor(1).ToAuthor(), new ClientId("golden-client-1"), happened);
    }

    private static object? Fill(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type == typeof(string) ? parameter.Name is "Text" or "Reason" ? "Été comme hiver" : "7"
            : type == typeof(int) ? 3
            : type == typeof(long) ? 3L
            : type == typeof(bool) ? true
            : type == typeof(PersonId) ? Cast.Visitor(2).Person
            : type == typeof(RoomId) ? Cast.Booth
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero)
            : type == typeof(ImmutableArray<DateTimeOffset>) ? ImmutableArray.Create(new DateTimeOffset(2026, 11, 23, 13, 30, 0, TimeSpan.Zero))
            : type == typeof(ImmutableArray<string>) ? ImmutableArray.Create("Oui", "Non")
            : type.IsEnum ? Enum.ToObject(type, 1)
            : throw new NotSupportedException($"Teach this sample how to fill {parameter}.");
    }
}
