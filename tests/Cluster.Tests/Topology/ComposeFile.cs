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

    public static ComposeFile Parse(string yaml)
    {
        var reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var read = reader.Deserialize<object>(new MergingParser(new Parser(new StringReader(yaml))));
        return new ComposeFile(Convert(read)!.AsObject());
    }

    public JsonNode Service(string name) => root["services"]![name]!;

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
                    settings[line[..line.IndexOf('=', StringComparison.Ordinal)]] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
                }
            }
        }

        foreach (var (key, value) in Service(name)["environment"]?.AsObject() ?? [])
        {
            settings[key] = value!.ToString();
        }

        return settings;
    }

    private static JsonNode? Convert(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key.ToString()!, Convert(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Convert)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
