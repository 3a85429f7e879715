using Halle.Clustering;
using Halle.Hosting;
using Microsoft.Extensions.Configuration;

namespace Halle.Cluster.Tests.Topology;

/// <summary><c>docker-compose.production.yml</c>: with the public name and the store filled in, silos and edges take the settings; without, they refuse.</summary>
public sealed class ProductionTests
{
    private const string Store = "DefaultEndpointsProtocol=https;AccountName=fair;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    public static TheoryData<string> Programs => [.. ComposeFile.Read().Services.Where(IsOurs)];

    [Theory(DisplayName = "[DE12] In production every silo and edge starts with what the two compose files say, and none does with development's values")]
    [MemberData(nameof(Programs))]
    public void Settings_are_those_of_production(string name)
    {
        var (development, production) = (ComposeFile.Read(), ComposeFile.Read().With(ComposeFile.ReadProduction()));

        Read(name, production.SettingsOf(name), isDevelopment: false);
        var refused = Assert.Throws<StartUpException>(() => Read(name, development.SettingsOf(name), isDevelopment: false));

        Assert.Equal("Production", production.SettingsOf(name)["ASPNETCORE_ENVIRONMENT"]);
        Assert.Contains(refused.Faults, fault => fault.Contains("ConnectionString", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[DE12] In production what is not given stops the start: no name and no account has a value of its own")]
    public void Secrets_have_no_default()
    {
        var production = ComposeFile.ReadProduction();

        foreach (var name in production.Services.Where(IsOurs))
        {
            Assert.StartsWith("${HALLE_STORE:?", production.SettingsOf(name)["Halle__Storage__AzureTables__ConnectionString"], StringComparison.Ordinal);
        }

        Assert.StartsWith("${HALLE_SITE:?", production.SettingsOf("proxy")["HALLE_SITE"], StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[DE12] In production the proxy is published with https, asked where it answers without a name, and keeps its certificates; Azurite is not there")]
    public void Proxy_is_public()
    {
        var (production, recipe) = (ComposeFile.Read().With(ComposeFile.ReadProduction()), ImageRecipe.Read());
        var proxy = production.Service("proxy");

        // The one on loopback is the operator's.
        Assert.Equal(["127.0.0.1:8080:8080", "80:80", "443:443"], proxy["ports"]!.AsArray().Select(port => (string)port!));
        Assert.Contains("http://127.0.0.1:8080/ready", proxy["healthcheck"]!["test"]!.AsArray().Select(word => (string)word!));
        Assert.Contains("{$HALLE_SITE::8080}, http://127.0.0.1:8080 {", File.ReadLines(Path.Combine(RunningCluster.Root, "deploy", "Caddyfile")));

        var kept = production.SettingsOf("proxy")["XDG_DATA_HOME"];
        Assert.Contains($"proxy:{kept}", proxy["volumes"]!.AsArray().Select(volume => (string)volume!));
        Assert.DoesNotContain(kept, proxy["tmpfs"]!.AsArray().Select(folder => (string)folder!));
        var owner = recipe["proxy"].Of("USER").Single()[0];
        Assert.Contains(recipe["proxy"].Of("RUN"), words => string.Join(' ', words).EndsWith($"chown {owner} {kept}", StringComparison.Ordinal));

        Assert.Equal(["development"], production.Service("azurite")["profiles"]!.AsArray().Select(profile => (string)profile!));
        foreach (var name in production.Services.Where(name => production.Service(name)["depends_on"]?["azurite"] is not null))
        {
            Assert.False((bool?)production.Service(name)["depends_on"]!["azurite"]!["required"], name);
        }
    }

    private static bool IsOurs(string name) => name.StartsWith("silo", StringComparison.Ordinal) || name.StartsWith("edge", StringComparison.Ordinal);

    private static void Read(string name, IEnumerable<KeyValuePair<string, string>> settings, bool isDevelopment)
    {
        // A name has no address where no engine gave it one.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(
                setting.Key is "ASPNETCORE_URLS" ? "Halle:Urls" : setting.Key.Replace("__", ":", StringComparison.Ordinal),
                (string?)Filled(setting.Value).Replace(name, "10.0.0.1", StringComparison.Ordinal))))
            .Build();
        if (name.StartsWith("silo", StringComparison.Ordinal))
        {
            SiloSettings.Read(configuration, isDevelopment);
            return;
        }

        ClusterSettings.Read(configuration, isSilo: false, isDevelopment);
        EdgeSettings.Read(configuration.GetSection(EdgeOptions.Section).Get<EdgeOptions>()!, isDevelopment);
    }

    /// <summary>As Compose fills in what comes from the environment.</summary>
    private static string Filled(string value) => value switch
    {
        ['$', '{', .. var named] when named.StartsWith("HALLE_STORE", StringComparison.Ordinal) => Store,
        _ => value.Replace("${HALLE_SITE:?the public name}", "fair.example", StringComparison.Ordinal),
    };
}
