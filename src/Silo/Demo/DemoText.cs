using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Halle.Programme;

namespace Halle.Demo;

/// <summary>What demo.json says: the zone as the public knows it of the real event, and talks of our own.</summary>
/// <param name="Jobs">Every job of the sites, said in English.</param>
internal sealed record DemoText(
    LocalText Name, ImmutableArray<Zone> Zones, ImmutableDictionary<string, string> Jobs, ImmutableArray<Site> Sites, ImmutableArray<DemoTalk> Talks)
{
    public static DemoText Read()
    {
        using var stream = typeof(DemoText).Assembly.GetManifestResourceStream("demo.json")
            ?? throw new InvalidOperationException("demo.json is not in the program.");
        return JsonSerializer.Deserialize<DemoText>(stream, Options) ?? throw new JsonException("demo.json is empty.");
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}

/// <param name="Start">Local time on the forum's Friday.</param>
internal sealed record DemoTalk(string Key, LocalText Title, TimeOnly Start, int Minutes);
