using System.Text;
using System.Text.Json.Nodes;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>Snapshots as they were stored once: of each kind of room one of each version (1: receipts as a list, 2: in columns), which every later program still reads.</summary>
public sealed class GoldenSnapshotsTests
{
    private static readonly RoomId[] Rooms = [RoomId.TheEvent, Cast.Booth, Cast.Talk, Cast.Class];
    private static readonly RoomSettings Settings = new();

    public static TheoryData<RoomKind, int> Samples => new([.. Rooms.SelectMany(room => new (RoomKind, int)[] { (room.Kind, 1), (room.Kind, 2) })]);

    [Theory(DisplayName = "[DE14] A stored snapshot of each version is still read, with all that it says of the room and of commands it remembers")]
    [MemberData(nameof(Samples))]
    public void A_stored_snapshot_is_still_read(RoomKind kind, int version)
    {
        var id = Rooms.Single(room => room.Kind == kind);
        var path = Repository.PathTo("tests", "Grains.Tests", "Golden", "snapshots", $"{kind.ToString().ToLowerInvariant()}.{version}.json");
        if (!File.Exists(path))
        {
            Repository.Matches(path, Sample(id, version) + "\n");
        }

        var golden = JsonNode.Parse(File.ReadAllText(path))!;

        var room = RoomFactory.Load(id, Settings, Encoding.UTF8.GetBytes(File.ReadAllText(path)));

        Assert.Equal(version, (int)golden["version"]!);
        Assert.Equal((long)golden["seq"]!, room.Seq);
        var now = JsonNode.Parse(room.Save())!;
        GoldenJson.Contains(now["parts"]!, golden["parts"]!, $"{kind}.{version}");
        if (golden["remembered"] is { } columns)
        {
            GoldenJson.Contains(now["remembered"]!, columns, $"{kind}.{version}");
        }

        foreach (var receipt in golden["receipts"]!.AsArray())
        {
            Assert.Equal((long)receipt!["seq"]!, room.FindReceipt(new PersonId((string)receipt["sender"]!), new ClientId((string)receipt["clientId"]!)));
        }

        Assert.NotEqual(0, room.Remembered);
    }

    private static string Sample(RoomId id, int version)
    {
        var (room, events) = (RoomFactory.Create(id, Settings), Events(id.Kind));
        foreach (var happened in events)
        {
            room.Apply(happened, new Changes());
        }

        var saved = JsonNode.Parse(room.Save())!;
        if (version == 1)
        {
            saved["version"] = 1;
            saved.AsObject().Remove("remembered");
            saved["receipts"] = new JsonArray([.. events.Select(happened => new JsonObject
            {
                ["sender"] = happened.By.Id.Value,
                ["clientId"] = happened.ClientId!.Value.Value,
                ["seq"] = happened.Seq,
                ["at"] = happened.At,
            })]);
        }

        return saved.ToJsonString(RoomJson.Options);
    }

    /// <summary>
    /// One of each type, as the samples of events have them: they speak of the seventh, of questions here of the eighth. What takes something away comes before what leaves something, so that
    /// at the end every part has something to say.
    /// </summary>
    private static List<StoredEvent> Events(RoomKind kind)
    {
        var all = Directory.GetFiles(Repository.PathTo("tests", "Grains.Tests", "Golden"), "*.json")
            // Of itself: no room merges a question into the same one.
            .Where(file => Path.GetFileName(file) is not "question.merged.json")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), Read, StringComparer.Ordinal);
        string[] first = [.. Enumerable.Repeat("chat.posted", 6), kind == RoomKind.Talk ? "poll.drafted" : "chat.posted", "question.asked"];
        string[] named = [.. first, .. all.Keys.Except(first, StringComparer.Ordinal).OrderBy(name => TakesAway(name) ? 0 : 1).ThenBy(name => name, StringComparer.Ordinal), "chat.posted"];
        return [.. named.Select((name, index) => all[name] with { Seq = index + 1, ClientId = new ClientId($"golden-client-{index + 1}") })];
    }

    /// <summary>Of the talk of these samples: its question is the eighth, its poll has two options.</summary>
    private static StoredEvent Read(string file) => RoomJson.ReadEvents(Encoding.UTF8.GetBytes(
        File.ReadAllText(file).Replace("\"question\":\"7\"", "\"question\":\"8\"", StringComparison.Ordinal).Replace("\"option\":3", "\"option\":1", StringComparison.Ordinal))).Single();

    private static bool TakesAway(string name) => name.Split('.')[1] is
        "withdrawn" or "removed" or "revoked" or "resumed" or "forgetting" or "forgot" or "ended" or "unpinned" or "unvoted" or "undone" or "rejected" or "archived";
}
