using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Halle.Cluster.Tests.Topology;

/// <summary>The compose file is valid, keeps to our rules of safety, and is what <c>eng/cluster.sh</c> starts.</summary>
public sealed class ComposeTests
{
    /// <summary>Where only a container needs it: the folders a program may write to.</summary>
    private static readonly string[] OfContainersOnly = ["XDG_DATA_HOME", "XDG_CONFIG_HOME"];

    /// <summary>Where only a test needs it: where an edge leaves the demo's links.</summary>
    private const string OfProcessesOnly = "HALLE_LINKS_FILE";

    /// <summary>Options that a place has to choose for itself: addresses and folders.</summary>
    private static readonly string[] OfThePlace = ["--tableHost", "--location", "--config"];

    private static readonly Dictionary<string, string> WithProxy = new(StringComparer.Ordinal) { ["HALLE_CLUSTER_PROXY"] = "on" };

    private static string SchemaFile => Path.Combine(RunningCluster.Root, "tests", "Cluster.Tests", "Topology", "compose-spec", "compose-spec.json");

    [Fact(DisplayName = "[DE1] Both compose files are valid by the schema of the Compose Specification, each alone and together")]
    public async Task Compose_files_are_valid()
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile, TestContext.Current.CancellationToken);
        var (development, production) = (ComposeFile.Read(), ComposeFile.ReadProduction());

        foreach (var file in new[] { development, production, development.With(production) })
        {
            var errors = schema.Validate(file.Root.ToJsonString());

            Assert.True(errors.Count == 0, string.Join('\n', errors.Select(error => error.ToString())));
        }
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

    [Fact(DisplayName = "[DE2] Both ways to start a cluster have the same services, settings as they are exported, commands, ports, kept folders and time to stop")]
    public async Task Script_and_compose_agree()
    {
        var compose = ComposeFile.Read();
        var script = await ScriptAsync(WithProxy);

        Assert.Equal(compose.Services.Order(StringComparer.Ordinal), script.Keys.Order(StringComparer.Ordinal));
        foreach (var name in compose.Services)
        {
            var told = compose.SettingsOf(name).Where(setting => !OfContainersOnly.Contains(setting.Key)).Select(setting => $"{setting.Key}={Resolved(setting, name, script)}");
            Assert.Equal(told.Order(StringComparer.Ordinal), Exported(script[name]).Order(StringComparer.Ordinal));
            Assert.Matches($@"(^|[\s:]){Assert.Single(script[name]["port"])}($|[\s/])", string.Join(' ', compose.Service(name)["healthcheck"]!["test"]!.AsArray()));
            Assert.Equal(await CommandAsync(compose, name), Words(Assert.Single(script[name]["command"])));
            Assert.Equal((string?)compose.Service(name)["stop_grace_period"], Assert.Single(script[name]["grace"]));
            Assert.Equal(name is "redis" or "azurite", script[name].Contains("keeps"));
            Assert.Equal(name is "redis" or "azurite" or "proxy", VolumesOf(compose, name).Any(volume => !volume.StartsWith('.')));
        }
    }

    [Fact(DisplayName = "[DE2] What everybody connects to is a service at the port that it is asked at, and what is published is the proxy's port where the script has it")]
    public void Ports_are_those_of_the_services()
    {
        var compose = ComposeFile.Read();

        Assert.Equal(["redis:6379"], Asked(compose, "Halle__Cluster__Redis"));
        Assert.Contains("TableEndpoint=http://azurite:10002/", Assert.Single(Asked(compose, "Halle__Storage__AzureTables__ConnectionString")), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:8080:8080", (string?)Assert.Single(compose.Service("proxy")["ports"]!.AsArray()));
        Assert.Equal(":8080", compose.SettingsOf("proxy")["HALLE_SITE"]);
    }

    [Fact(DisplayName = "[DE2] Without a proxy nothing is missing but what edges are told of it")]
    public async Task Script_without_a_proxy()
    {
        var (with, without) = (await ScriptAsync(WithProxy), await ScriptAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["HALLE_CLUSTER_PROXY"] = "off" }));

        foreach (var name in with.Keys)
        {
            string[] missing = name.StartsWith("edge", StringComparison.Ordinal)
                ? ["Halle__BehindProxy=true", "Halle__Origins__0=http://localhost:8080", "Halle__Proxies__0=127.0.0.1"]
                : [];
            Assert.Equal(missing, with[name]["setting"].Except(without[name]["setting"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
            Assert.Empty(without[name]["setting"].Except(with[name]["setting"], StringComparer.Ordinal));
        }
    }

    [Fact(DisplayName = "[DE2] The script says what is exported: what is set outside wins, and is there once")]
    public async Task Script_says_what_wins()
    {
        var script = await ScriptAsync(new Dictionary<string, string>(WithProxy, StringComparer.Ordinal) { ["Halle__Demo"] = "false", ["Halle__AdminUrl"] = "off" });

        Assert.All(script["edge1"]["setting"].Concat(script["silo1"]["setting"]), setting => Assert.DoesNotContain("AdminUrl=http", setting, StringComparison.Ordinal));
        Assert.Equal(["Halle__Demo=false"], script["edge1"]["setting"].Where(setting => setting.StartsWith("Halle__Demo=", StringComparison.Ordinal)));
    }

    [Fact(DisplayName = "[DE3] Every container is restarted, bounded, checked and unprivileged, and only the proxy is published")]
    public void Containers_are_bounded()
    {
        var (compose, recipe) = (ComposeFile.Read(), ImageRecipe.Read());
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
            Assert.True(service["build"]?["target"] is { } target ? user is null && IsUnprivileged(recipe.UserOf((string)target!)) : IsUnprivileged(user), name);
            Assert.Equal(string.Equals(name, "proxy", StringComparison.Ordinal), service["ports"] is not null);
        }
    }

    [Theory(DisplayName = "[DE3] An image that runs as root is noticed, whatever its other stages do")]
    [InlineData("USER app", null, true)]
    [InlineData("USER app", "USER root", false)]
    [InlineData("USER app", "USER 0:0", false)]
    [InlineData("RUN true", null, false)]
    public void Root_is_noticed(string below, string? above, bool sound)
    {
        var recipe = new ImageRecipe(["FROM somewhere AS runtime", below, "FROM runtime AS silo", above ?? "RUN true", "FROM somewhere AS other", "USER app"]);

        Assert.Equal(sound, IsUnprivileged(recipe.UserOf("silo")));
    }

    [Fact(DisplayName = "[DE11] No address that the engine chooses is one that a service was given, and edges believe the proxy's")]
    public void Given_addresses_stay_free()
    {
        var compose = ComposeFile.Read();
        var plan = Assert.Single(compose.Root["networks"]!["inside"]!["ipam"]!["config"]!.AsArray())!;
        var (all, chosen) = (IPNetwork.Parse((string)plan["subnet"]!), IPNetwork.Parse((string)plan["ip_range"]!));
        var given = compose.Services.Select(name => compose.Service(name)["networks"] is JsonObject own ? (string?)own["inside"]!["ipv4_address"] : null).OfType<string>().ToList();

        Assert.True(all.Contains(chosen.BaseAddress) && chosen.PrefixLength > all.PrefixLength);
        foreach (var address in given.Append((string)plan["gateway"]!))
        {
            Assert.True(all.Contains(IPAddress.Parse(address)), address);
            Assert.False(chosen.Contains(IPAddress.Parse(address)), address);
        }

        Assert.DoesNotContain((string)plan["gateway"]!, given);
        Assert.Equal(given, Asked(compose, "Halle__Proxies__0"));
    }

    [Fact(DisplayName = "[DE11] The proxy asks each edge twice a second whether it is there, and nothing a visitor sends counts against an edge")]
    public void Proxy_looks_often()
    {
        var lines = File.ReadLines(Path.Combine(RunningCluster.Root, "deploy", "Caddyfile")).Select(line => line.Trim()).ToList();

        Assert.Contains("health_uri /ready", lines);
        Assert.Contains("health_interval 500ms", lines);
        Assert.DoesNotContain(lines, line => Words(line) is ["fail_duration" or "max_fails" or "unhealthy_status" or "unhealthy_latency" or "unhealthy_request_count", ..]);
    }

    private static async Task<Dictionary<string, ILookup<string, string>>> ScriptAsync(IReadOnlyDictionary<string, string> environment)
    {
        var printed = await RunningCluster.ScriptAsync(environment, ["config"], TestContext.Current.CancellationToken);
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3))
            .GroupBy(words => words[0], StringComparer.Ordinal)
            .ToDictionary(lines => lines.Key, lines => lines.ToLookup(words => words[1], words => words[2], StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static IEnumerable<string> Exported(ILookup<string, string> service) =>
        service["setting"].Where(setting => !setting.StartsWith(OfProcessesOnly + "=", StringComparison.Ordinal));

    /// <summary>
    /// A setting as it is without containers: names are addresses; an edge's own loopback is its own address, and where a container listens on all of its
    /// addresses and is published on one, a process listens on that one.
    /// </summary>
    private static string Resolved(KeyValuePair<string, string> setting, string name, Dictionary<string, ILookup<string, string>> script)
    {
        var value = setting.Key is "HALLE_BIND" ? setting.Value.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal) : setting.Value;
        if (name.StartsWith("edge", StringComparison.Ordinal))
        {
            value = value.Replace("127.0.0.1", script[name]["address"].Single(), StringComparison.Ordinal).Replace("172.30.80.2", "127.0.0.1", StringComparison.Ordinal);
        }

        return script.Aggregate(value, (text, other) => Regex.Replace(text, $@"\b{other.Key}\b", other.Value["address"].Single(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
    }

    private static IEnumerable<string> Asked(ComposeFile compose, string setting) =>
        compose.Services.Select(name => compose.SettingsOf(name).GetValueOrDefault(setting)).OfType<string>().Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> VolumesOf(ComposeFile compose, string name) =>
        (compose.Service(name)["volumes"]?.AsArray() ?? []).Select(volume => volume!.GetValue<string>());

    private static bool IsUnprivileged(string? user) => user?.Split(':')[0] is not (null or "root" or "0");

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
