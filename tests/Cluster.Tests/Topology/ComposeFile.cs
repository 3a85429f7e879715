using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Halle.Cluster.Tests.Topology;

/// <summary><c>docker-compose.yml</c> as Compose reads it: anchors and merges resolved.</summary>
internal sealed class ComposeFile(JsonObject root)
{
    public JsonObject Root => root;

    public IEnumerable<string> Services => root["services"]!.AsObject().Select(service => service.Key);

    public static ComposeFile Read() => Parse(File.ReadAllText(Path.Combine(RunningCluster.Root, "docker-compose.yml")));

    /// <summary>What production has instead.</summary>
    public static ComposeFile ReadProduction() => Parse(File.ReadAllText(Path.Combine(RunningCluster.Root, "docker-compose.production.yml")));

    public static ComposeFile Parse(string yaml)
    {
        var reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var read = reader.Deserialize<object>(new MergingParser(new Parser(new StringReader(yaml))));
        return new ComposeFile(Convert(read)!.AsObject());
    }

    public JsonNode Service(string name) => root["services"]![name]!;

    /// <summary>As Compose does with a second file: settings by their names, lists one behind the other, anything else replaced.</summary>
    public ComposeFile With(ComposeFile other) => new(Merge(root, other.Root)!.AsObject());

    /// <summary>Everything a service is told: its files of settings, then its own.</summary>
    public SortedDictionary<string, string> SettingsOf(string name)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Service(name)["env_file"]?.AsArray() ?? [])
        {
            foreach (var line in File.ReadAllLines(Path.Combine(RunningCluster.Root, file!.GetValue<string>())))
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    var (key, value) = (line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
                    settings[key] = value is ['\'', .. var quoted, '\''] ? quoted : value;
                }
            }
        }

        foreach (var (key, value) in Service(name)["environment"]?.AsObject() ?? [])
        {
            settings[key] = value!.ToString();
        }

        return settings;
    }

    private static JsonNode? Merge(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (JsonObject mine, JsonObject more) => new JsonObject(mine.Select(pair => KeyValuePair.Create(
                pair.Key, more.ContainsKey(pair.Key) ? Merge(pair.Value, more[pair.Key]) : pair.Value?.DeepClone()))
            .Concat(more.Where(pair => !mine.ContainsKey(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))),
        (JsonArray mine, JsonArray more) => new JsonArray([.. mine.Concat(more).Select(item => item?.DeepClone())]),
        _ => other?.DeepClone(),
    };

    private static JsonNode? Convert(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key.ToString()!, Convert(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Convert)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
