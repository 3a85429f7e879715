using System.Text.Json;
using System.Text.Json.Serialization;

namespace Halle.Programme.Loading;

/// <summary>A trade in both languages (<c>{"fr": "soudeuse", "en": "welder"}</c>), or as one text, which is French.</summary>
/// <param name="En">Empty where the file says it in French only.</param>
[JsonConverter(typeof(JobEntryConverter))]
public sealed record JobEntry(string Fr, string En = "");

internal sealed class JobEntryConverter : JsonConverter<JobEntry>
{
    public override JobEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new JobEntry(reader.GetString()!);
        }

        var both = JsonSerializer.Deserialize<LocalText>(ref reader, options) ?? throw new JsonException("A trade is a text.");
        return new JobEntry(both.Fr, both.En);
    }

    public override void Write(Utf8JsonWriter writer, JobEntry value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new LocalText(value.Fr, value.En), options);
}
