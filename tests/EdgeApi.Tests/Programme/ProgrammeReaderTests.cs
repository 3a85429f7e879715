using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Halle.Programme.Loading;
using Halle.Rooms;
using NJsonSchema;

namespace Halle.Tests.Programme;

/// <summary>What a programme file may say, and how it is told what is wrong.</summary>
public sealed class ProgrammeReaderTests
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Timeout => TestContext.Current.CancellationToken;

    internal static string ExamplePath => Path.Combine(Root(), "deploy", "event.example.json");

    [Fact(DisplayName = "[PL2] The example is good, comments and all")]
    public async Task Example_is_good()
    {
        var (file, faults) = await ProgrammeReader.ReadAsync(await File.ReadAllTextAsync(ExamplePath, Timeout), Now, Timeout);

        Assert.Empty(faults);
        Assert.Equal((2, 2, 1, 2, 4), (file!.Zones.Length, file.Sites.Length, file.Talks.Length, file.Classes.Length, file.Staff.Length));
    }

    [Fact(DisplayName = "[PL2] The schema and the reader know the same members, and ask for the same ones")]
    public async Task Schema_and_reader_agree()
    {
        var schema = await ProgrammeReader.ReadSchemaAsync(Timeout);
        var options = new JsonSerializerOptions(RoomJson.Options);
        var read = options.GetJsonSchemaAsNode(typeof(ProgrammeFile), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

        Assert.Equal(Members(read!, ""), Members(schema, "").ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, string, string, string> BadFiles => new()
    {
        { "not JSON", "\"zones\": [", "\"zones\": [[", "not_json", "" },
        { "a doubled member", "\"key\": \"port\",", "\"key\": \"port\", \"key\": \"port\",", "not_json", "" },
        { "a missing member", "\"key\": \"port\", ", "", "missing", "zones[0].key" },
        { "an unknown member", "\"zone\": \"port\",", "\"zone\": \"port\", \"zonne\": \"port\",", "unknown_member", "sites[0].zonne" },
        { "text for a number", "\"number\": 2", "\"number\": \"2\"", "wrong_type", "sites[1].number" },
        { "a broken number", "\"size\": 34", "\"size\": 34.5", "wrong_type", "classes[0].size" },
        { "a class without pupils", "\"size\": 34", "\"size\": 0", "out_of_range", "classes[0].size" },
        { "a class that is too large", "\"size\": 34", "\"size\": 46", "out_of_range", "classes[0].size" },
        { "a key with a capital", "\"key\": \"ouverture\"", "\"key\": \"Ouverture\"", "wrong_form", "talks[0].key" },
        { "an empty label", "\"label\": \"Chantier naval (exemple)\"", "\"label\": \"\"", "empty", "sites[0].label" },
        { "a number for a job", "\"mécanicien naval\"", "7", "wrong_type", "sites[0].jobs[1]" },
        { "a job without a word", "\"mécanicien naval\"", "\"\"", "empty", "sites[0].jobs[1]" },
        { "a job in French for both", ", \"en\": \"welder\"", "", "missing", "sites[0].jobs[0].en" },
        { "a job in German", "\"en\": \"welder\"", "\"en\": \"welder\", \"de\": \"Schweißerin\"", "unknown_member", "sites[0].jobs[0].de" },
        { "a job that is too long", "\"en\": \"welder\"", $"\"en\": \"{new string('w', 81)}\"", "too_long", "sites[0].jobs[0].en" },
        { "an office nobody has", "\"role\": \"moderator\"", "\"role\": \"pupil\"", "not_allowed", "staff[1].role" },
        { "a time without its offset", "\"startsAt\": \"2026-11-27T09:30:00+01:00\"", "\"startsAt\": \"demain\"", "wrong_form", "talks[0].startsAt" },
        { "a zone that is not there", "\"zone\": \"ateliers\"", "\"zone\": \"atelier\"", "unknown_zone", "sites[1].zone" },
        { "two sites of one key", "\"key\": \"chaudronnerie\"", "\"key\": \"chantier-naval\"", "duplicate", "sites[1].key" },
        { "two sites of one number", "\"number\": 2", "\"number\": 1", "duplicate", "sites[1].number" },
        { "two classes of one id", "\"id\": \"exemple-4eb\"", "\"id\": \"exemple-2nde3\"", "duplicate", "classes[1].id" },
        { "a talk that ends before it begins", "\"endsAt\": \"2026-11-27T10:00:00+01:00\"", "\"endsAt\": \"2026-11-27T09:00:00+01:00\"", "wrong_time", "talks[0].endsAt" },
        { "a class that closes before it opens", "\"size\": 28, \"opensAt\": \"2026-11-23", "\"size\": 28, \"opensAt\": \"2027-11-23", "wrong_time", "classes[1].closesAt" },
        { "a stand that is not there", "booth:chantier-naval", "booth:chantier-navale", "unknown_room", "staff[2].rooms[0]" },
        { "a teacher without a class", "\"rooms\": [\"class:exemple-2nde3\"], ", "", "wrong_rooms", "staff[3]" },
        { "a professional in a class", "talk:ouverture", "class:exemple-4eb", "wrong_rooms", "staff[2].rooms" },
        { "a moderator of a stand", "\"role\": \"moderator\",", "\"role\": \"moderator\", \"rooms\": [\"booth:chaudronnerie\"],", "wrong_rooms", "staff[1].rooms" },
        { "an invitation that is over", "\"role\": \"organiser\", \"expiresAt\": \"2026-12", "\"role\": \"organiser\", \"expiresAt\": \"2025-12", "wrong_time", "staff[0].expiresAt" },
        { "an invitation for a year", "\"role\": \"organiser\", \"expiresAt\": \"2026-12", "\"role\": \"organiser\", \"expiresAt\": \"2027-12", "wrong_time", "staff[0].expiresAt" },
        { "a professional at a crooked time", "\"from\": \"2026-11-24T14:00", "\"from\": \"2026-11-24T14:10", "wrong_time", "sites[0].hours[0].from" },
        { "a professional until before", "\"until\": \"2026-11-24T16:30", "\"until\": \"2026-11-24T13:30", "wrong_time", "sites[0].hours[0].until" },
        { "a professional for days", "\"until\": \"2026-11-24T16:30", "\"until\": \"2026-11-26T16:30", "wrong_time", "sites[0].hours[0].until" },
        { "a script for a film", "/media/chantier.mp4", "javascript:alert(1)", "unsafe_address", "sites[0].media[0].url" },
        { "a plain http film", "/media/chantier.mp4", "http://example.org/f.mp4", "unsafe_address", "sites[0].media[0].url" },
    };

    [Theory(DisplayName = "[PL1] A bad file is refused with a code, the line, the path and what was expected")]
    [MemberData(nameof(BadFiles))]
    public async Task Bad_file_is_refused(string what, string good, string bad, string code, string path)
    {
        var example = await File.ReadAllTextAsync(ExamplePath, Timeout);
        var at = example.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at > 0, $"{what}: the example has no {good}");
        var line = example[..at].Count(letter => letter == '\n') + 1;

        var (file, faults) = await ProgrammeReader.ReadAsync(example[..at] + bad + example[(at + good.Length)..], Now, Timeout);

        Assert.Null(file);
        var fault = faults[0];
        Assert.Equal((what, code), (what, fault.Code));
        Assert.NotEmpty(fault.Expected);
        Assert.True(fault.Line > 0, $"{what}: no line");
        if (path.Length > 0)
        {
            Assert.InRange(fault.Line, line - 7, line + 2);
            Assert.Equal((what, path), (what, Assert.Single(faults).Path));
        }
    }

    [Theory(DisplayName = "[PL1] What is no programme at all is refused too")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{} {}")]
    [InlineData("\"\\uD800\"")]
    [InlineData("<xml/>")]
    public async Task No_programme(string text)
    {
        var (file, faults) = await ProgrammeReader.ReadAsync(text, Now, Timeout);

        Assert.Null(file);
        Assert.NotEmpty(faults);
    }

    [Fact(DisplayName = "[PL1] Every fault is told at once, in the file's order")]
    public async Task Every_fault_at_once()
    {
        var example = await File.ReadAllTextAsync(ExamplePath, Timeout);

        var (_, faults) = await ProgrammeReader.ReadAsync(
            example.Replace("\"zone\": \"port\"", "\"zone\": \"plage\"", StringComparison.Ordinal).Replace("talk:ouverture", "talk:fermeture", StringComparison.Ordinal)
                .Replace("class:exemple-2nde3", "class:autre", StringComparison.Ordinal),
            Now,
            Timeout);

        Assert.Equal(["unknown_zone", "unknown_room", "unknown_room"], faults.Select(fault => fault.Code));
        Assert.True(faults[0].Line < faults[1].Line && faults[1].Line < faults[2].Line);
    }

    private static IEnumerable<string> Members(JsonSchema schema, string path)
    {
        var actual = schema.ActualSchema;
        actual = actual.AllOf.FirstOrDefault()?.ActualSchema ?? actual;
        if (actual.Item is { } item)
        {
            return Members(item, path + "[]");
        }

        return actual.ActualProperties.SelectMany(member =>
            Members(member.Value, $"{path}.{member.Key}").Prepend($"{path}.{member.Key}{(actual.RequiredProperties.Contains(member.Key) ? "!" : "")}"));
    }

    private static List<string> Members(JsonNode schema, string path)
    {
        var found = new List<string>();
        Visit(schema, path);
        found.Sort(StringComparer.Ordinal);
        return found;

        void Visit(JsonNode node, string at)
        {
            node = Resolve(node);
            if (node["items"] is { } items)
            {
                Visit(items, at + "[]");
                return;
            }

            var required = node["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
            foreach (var (name, member) in node["properties"]?.AsObject() ?? [])
            {
                found.Add($"{at}.{name}{(required.Contains(name) ? "!" : "")}");
                Visit(member!, $"{at}.{name}");
            }
        }

        // A type that comes twice is named by where it came first: #/properties/zones/items/…
        JsonNode Resolve(JsonNode node)
        {
            if (node is not JsonObject || (string?)node["$ref"] is not { } reference)
            {
                return node;
            }

            return reference.Split('/')[1..].Aggregate(schema, (current, step) => current is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : current[step]!);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Halle.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
