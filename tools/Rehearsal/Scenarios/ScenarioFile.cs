using System.Text.Json;
using System.Text.Json.Serialization;

namespace Halle.Rehearsal.Scenarios;

/// <summary>Reads scenarios as strictly as they are written.</summary>
internal static class ScenarioFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    /// <summary>Those that come with the program.</summary>
    public static IEnumerable<string> Names => Directory.Exists(Folder)
        ? Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
        : [];

    /// <param name="nameOrPath">One of <see cref="Names"/>, or a file.</param>
    /// <exception cref="CannotRunException">There is none, or it says something that means nothing.</exception>
    public static Scenario Read(string nameOrPath)
    {
        var path = Path.Combine(Folder, nameOrPath + ".json");
        path = File.Exists(path) ? path : nameOrPath;
        if (!File.Exists(path))
        {
            throw new CannotRunException($"There is no scenario '{nameOrPath}'. Known: {string.Join(", ", Names)}; or give a file.");
        }

        try
        {
            var scenario = JsonSerializer.Deserialize<Scenario>(File.ReadAllText(path), Json)
                ?? throw new CannotRunException($"Scenario '{nameOrPath}' is empty.");
            return Faults(scenario).FirstOrDefault() is { } fault
                ? throw new CannotRunException($"Scenario '{nameOrPath}': {fault}")
                : scenario;
        }
        catch (JsonException error)
        {
            throw new CannotRunException($"Scenario '{nameOrPath}' cannot be read: {error.Message}");
        }
    }

    private static IEnumerable<string> Faults(Scenario scenario)
    {
        if (scenario.Seconds is not (> 0 and <= 86_400))
        {
            yield return "'seconds' must lie between 0 and 86400.";
        }

        if (scenario.Crowds.Count == 0)
        {
            yield return "it has no crowd.";
        }

        if (scenario.Poll is not null && scenario.Talks.Count == 0)
        {
            yield return "a poll needs a talk in 'talks'.";
        }

        if (scenario.Objectives.StoredShare is not (null or (>= 0 and <= 1)))
        {
            yield return "'storedShare' lies between 0 and 1.";
        }

        foreach (var crowd in scenario.Crowds)
        {
            if (crowd.Total <= 0)
            {
                yield return $"crowd '{crowd.Name}' is empty: give 'people', or 'classes' and 'perClass' for pupils.";
            }

            if (crowd.As != CrowdRole.Pupil && crowd.Rooms.Contains("class", StringComparer.Ordinal))
            {
                yield return $"crowd '{crowd.Name}': only pupils have a class.";
            }

            foreach (var (what, doing) in crowd.Doings())
            {
                if (doing.Share is not (>= 0 and <= 1) || doing.Every <= 0)
                {
                    yield return $"crowd '{crowd.Name}', '{what}': 'share' lies between 0 and 1, 'every' above 0.";
                }

                if (doing.Room is { } room && (room < 0 || room >= crowd.Rooms.Count))
                {
                    yield return $"crowd '{crowd.Name}', '{what}': there is no room {room}.";
                }
            }
        }
    }

    public static IEnumerable<(string What, Doing Doing)> Doings(this Crowd crowd) =>
        new (string, Doing?)[]
        {
            ("write", crowd.Write), ("ask", crowd.Ask), ("vote", crowd.Vote), ("react", crowd.React), ("poll", crowd.Poll), ("visit", crowd.Visit),
        }.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!));
}
