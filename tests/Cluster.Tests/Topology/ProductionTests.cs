using System.Diagnostics;
using System.Security.Cryptography;
using Halle.Clustering;
using Halle.Hosting;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace Halle.Cluster.Tests.Topology;

/// <summary><c>docker-compose.production.yml</c>: with the public name, the store and the password of Redis filled in, silos and edges take the settings; without, they refuse.</summary>
public sealed class ProductionTests
{
    private const string Store = "DefaultEndpointsProtocol=https;AccountName=fair;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    private const string RedisPassword = "0123456789abcdef";

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
        Assert.Contains(refused.Faults, fault => fault.Contains("redis_without_password", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[DE12] In production what is not given stops the start: no name, no account and no password has a value of its own")]
    public void Secrets_have_no_default()
    {
        var production = ComposeFile.ReadProduction();

        foreach (var name in production.Services.Where(IsOurs))
        {
            Assert.StartsWith("${HALLE_STORE:?", production.SettingsOf(name)["Halle__Storage__AzureTables__ConnectionString"], StringComparison.Ordinal);
            Assert.StartsWith("redis:6379,password=${HALLE_REDIS_PASSWORD:?", production.SettingsOf(name)["Halle__Cluster__Redis"], StringComparison.Ordinal);
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

    [Fact(DisplayName = "[DE12] [SI99] In production Redis keeps what development's keeps, asks for the password, and has it on no command line")]
    public async Task Redis_asks_for_the_password()
    {
        var stop = TestContext.Current.CancellationToken;
        var (development, production) = (ComposeFile.Read().Service("redis"), ComposeFile.Read().With(ComposeFile.ReadProduction()).Service("redis"));
        var words = production["command"]!.AsArray().Select(word => (string)word!).ToList();
        Assert.Equal(["sh", "/redis.sh", .. ((string)development["command"]!).Split(' ').Skip(1)], words);
        Assert.Contains("./deploy/redis.sh:/redis.sh:ro", production["volumes"]!.AsArray().Select(volume => (string)volume!));
        Assert.StartsWith("${HALLE_REDIS_PASSWORD:?", (string)production["environment"]!["REDISCLI_AUTH"]!, StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("halle-redis-");
        var host = $"127.{RandomNumberGenerator.GetInt32(81, 250)}.{RandomNumberGenerator.GetInt32(1, 250)}.21";
        var start = new ProcessStartInfo("sh", [Path.Combine(RunningCluster.Root, "deploy", "redis.sh"), .. words.Skip(2), "--bind", host, "--dir", folder.FullName])
        {
            Environment = { ["REDISCLI_AUTH"] = RedisPassword },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var redis = Process.Start(start)!;
        try
        {
            var log = "";
            while (!log.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                log += await redis.StandardOutput.ReadLineAsync(stop) ?? throw new InvalidOperationException(log);
            }

            var stranger = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(host + ":6379,abortConnect=true"));
            await using var member = await ConnectionMultiplexer.ConnectAsync(
                Filled(ComposeFile.ReadProduction().SettingsOf("silo1")["Halle__Cluster__Redis"]).Replace("redis:", host + ":", StringComparison.Ordinal));

            Assert.Contains("NOAUTH", stranger.ToString(), StringComparison.Ordinal);
            Assert.True(await member.GetDatabase().PingAsync() > TimeSpan.Zero);
            Assert.Equal("redis-server", Path.GetFileName(await File.ReadAllTextAsync($"/proc/{redis.Id}/comm", stop)).Trim());
            Assert.DoesNotContain(RedisPassword, await File.ReadAllTextAsync($"/proc/{redis.Id}/cmdline", stop), StringComparison.Ordinal);
        }
        finally
        {
            redis.Kill();
            await redis.WaitForExitAsync(CancellationToken.None);
            folder.Delete(recursive: true);
        }
    }

    [Theory(DisplayName = "[DE12] A password that means something in a connection string or in Redis' settings starts no Redis")]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("a,ssl=true")]
    [InlineData("a\nappendonly no")]
    public async Task Odd_passwords_are_refused(string password)
    {
        var start = new ProcessStartInfo("sh", [Path.Combine(RunningCluster.Root, "deploy", "redis.sh"), "--port", "0"])
        {
            Environment = { ["REDISCLI_AUTH"] = password },
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var redis = Process.Start(start)!;
        var told = await redis.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await redis.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, redis.ExitCode);
        Assert.Contains("password of Redis", told, StringComparison.Ordinal);
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
        _ => value.Replace("${HALLE_SITE:?the public name}", "fair.example", StringComparison.Ordinal)
            .Replace("${HALLE_REDIS_PASSWORD:?the password of Redis, letters and digits}", RedisPassword, StringComparison.Ordinal),
    };
}
