using System.Text.Json.Nodes;
using NJsonSchema;

namespace Halle.Cluster.Tests.Topology;

/// <summary>The compose file is valid, keeps to our rules of safety, and is what <c>eng/cluster.sh</c> starts.</summary>
public sealed class ComposeTests
{
    /// <summary>Where only a container needs it: the folders a program may write to.</summary>
    private static readonly string[] OfContainersOnly = ["XDG_DATA_HOME", "XDG_CONFIG_HOME"];

    /// <summary>Options that a place has to choose for itself: addresses and folders.</summary>
    private static readonly string[] OfThePlace = ["--tableHost", "--location", "--config"];

    private static string SchemaFile => Path.Combine(RunningCluster.Root, "tests", "Cluster.Tests", "Topology", "compose-spec", "compose-spec.json");

    [Fact(DisplayName = "[DE1] The compose file is valid by the schema of the Compose Specification")]
    public async Task Compose_file_is_valid()
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);

        var errors = schema.Validate(ComposeFile.Read().Root.ToJsonString());

        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => error.ToString())));
    }

    [Theory(DisplayName = "[DE1] The schema test notices a misspelt key, a wrong type and an unknown condition")]
    [InlineData("restart: unless-stopped", "restrat: unless-stopped")]
    [InlineData("ports: [", "ports: 8080 # [")]
    [InlineData("condition: service_healthy", "condition: service_happy")]
    public async Task Invalid_files_are_noticed(string sound, string spoiled)
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);
        var yaml = (await File.ReadAllTextAsync(Path.Combine(RunningCluster.Root, "docker-compose.yml"), TestContext.Current.CancellationToken))
            .Replace(sound, spoiled, StringComparison.Ordinal);
        Assert.Contains(spoiled, yaml, StringComparison.Ordinal);

        Assert.NotEmpty(schema.Validate(ComposeFile.Parse(yaml).Root.ToJsonString()));
    }

    [Fact(DisplayName = "[DE2] Both ways to start a cluster have the same services, settings, commands and ports")]
    public async Task Script_and_compose_agree()
    {
        var compose = ComposeFile.Read();
        var script = await ScriptAsync();

        Assert.Equal(compose.Services.Order(StringComparer.Ordinal), script.Keys.Order(StringComparer.Ordinal));
        foreach (var name in compose.Services)
        {
            var told = compose.SettingsOf(name).Where(setting => !OfContainersOnly.Contains(setting.Key)).Select(setting => $"{setting.Key}={setting.Value}");
            Assert.Equal(told, script[name]["setting"].Order(StringComparer.Ordinal));
            Assert.Contains(Assert.Single(script[name]["port"]), HealthOf(compose, name), StringComparison.Ordinal);
            Assert.Equal(await CommandAsync(compose, name), Words(Assert.Single(script[name]["command"])));
        }
    }

    [Fact(DisplayName = "[DE3] Every container is restarted, bounded, checked and unprivileged, and only the proxy is published")]
    public void Containers_are_bounded()
    {
        var compose = ComposeFile.Read();
        foreach (var name in compose.Services)
        {
            var service = compose.Service(name);
            Assert.Equal("unless-stopped", (string?)service["restart"]);
            Assert.Equal(["ALL"], service["cap_drop"]!.AsArray().Select(capability => (string?)capability));
            Assert.Contains("no-new-privileges:true", service["security_opt"]!.AsArray().Select(option => (string?)option));
            Assert.True((bool?)service["read_only"], name);
            Assert.NotNull(service["healthcheck"]);
            Assert.NotNull(service["deploy"]!["resources"]!["limits"]!["memory"]);
            Assert.Null(service["privileged"]);

            // Images of ours say who they are in their recipe, the others here.
            var user = (string?)service["user"];
            Assert.True(service["build"] is not null ? user is null : user is not (null or "root" or "0"), name);
            Assert.Equal(string.Equals(name, "proxy", StringComparison.Ordinal), service["ports"] is not null);
        }

        var recipe = File.ReadAllText(Path.Combine(RunningCluster.Root, "deploy", "Dockerfile"));
        Assert.Contains("USER $APP_UID", recipe, StringComparison.Ordinal);
        Assert.Contains("USER node", recipe, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, ILookup<string, string>>> ScriptAsync()
    {
        var printed = await RunningCluster.ScriptAsync(new Dictionary<string, string>(StringComparer.Ordinal), ["config"], TestContext.Current.CancellationToken);
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3))
            .GroupBy(words => words[0], StringComparer.Ordinal)
            .ToDictionary(lines => lines.Key, lines => lines.ToLookup(words => words[1], words => words[2], StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string HealthOf(ComposeFile compose, string name) =>
        // Redis is asked by its own program, which knows the port of Redis.
        string.Equals(name, "redis", StringComparison.Ordinal) ? "6379" : string.Join(' ', compose.Service(name)["healthcheck"]!["test"]!.AsArray());

    /// <summary>Of the compose file, or else the entry point of the image's recipe, without what each place chooses for itself.</summary>
    private static async Task<IReadOnlyList<string>> CommandAsync(ComposeFile compose, string name)
    {
        if (compose.Service(name)["command"] is { } command)
        {
            var words = Words(command.ToString());
            return [.. words.Where((word, at) => !OfThePlace.Contains(word) && (at == 0 || !OfThePlace.Contains(words[at - 1])))];
        }

        var target = (string)compose.Service(name)["build"]!["target"]!;
        var recipe = await File.ReadAllLinesAsync(Path.Combine(RunningCluster.Root, "deploy", "Dockerfile"), TestContext.Current.CancellationToken);
        var entry = recipe.SkipWhile(line => !line.EndsWith(" AS " + target, StringComparison.Ordinal)).First(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal));
        return [JsonNode.Parse(entry["ENTRYPOINT".Length..])![1]!.GetValue<string>()];
    }

    private static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
