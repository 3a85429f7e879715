using System.Net;
using Halle.Clustering;
using Halle.Hosting;
using Microsoft.Extensions.Configuration;

namespace Halle.Tests.Clustering;

/// <summary>What a process of a cluster may start with.</summary>
public sealed class ClusterSettingsTests
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=fair;AccountKey=ZmFpcg==;EndpointSuffix=core.windows.net";
    private const string Azurite = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=ZmFpcg==;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;";

    private const string Password = "wellenreiter";

    [Fact(DisplayName = "[SI20] A silo starts in Production with Redis, an account over https and a private address")]
    public void Silo_in_production()
    {
        var settings = SiloSettings.Read(With(), development: false);

        Assert.Equal(IPAddress.Parse("10.1.2.3"), settings.Cluster.Address);
        Assert.Equal("redis.example:6379", Assert.Single(settings.Cluster.Redis.EndPoints).ToString()!.Split('/')[^1]);
    }

    [Theory(DisplayName = "[SI99] Production refuses a Redis without a password, in silos and edges; Development does not, nor where one says that nobody else reaches it")]
    [InlineData("redis.example:6379")]
    [InlineData("redis.example:6379,password=")]
    [InlineData("redis.example:6379,user=halle")]
    public void Redis_without_a_password(string redis)
    {
        var refusals = new[]
        {
            Assert.Throws<StartUpException>(() => SiloSettings.Read(With(("Cluster:Redis", redis)), development: false)),
            Assert.Throws<StartUpException>(() => ClusterSettings.Read(With(("Cluster:Redis", redis)), isSilo: false, development: false)),
        };

        foreach (var fault in refusals.Select(refusal => Assert.Single(refusal.Faults)))
        {
            Assert.StartsWith("Halle:Cluster:Redis has no password (redis_without_password)", fault, StringComparison.Ordinal);
            Assert.Contains("Halle:Cluster:RedisWithoutPassword", fault, StringComparison.Ordinal);
        }

        Assert.True(string.IsNullOrEmpty(SiloSettings.Read(With(("Cluster:Redis", redis)), development: true).Cluster.Redis.Password));
        Assert.True(SiloSettings.Read(With(("Cluster:Redis", redis), ("Cluster:RedisWithoutPassword", "true")), development: false).Cluster.Options.RedisWithoutPassword);
    }

    [Fact(DisplayName = "[SI99] The password of Redis is used, and quoted in no refusal")]
    public void The_password_is_not_quoted()
    {
        var refused = Assert.Throws<StartUpException>(() => SiloSettings.Read(
            With(("Cluster:Redis", $"redis.example:6379,password={Password},nonsense=1"), ("Cluster:Votes", "0")), development: false));

        Assert.Equal(2, refused.Faults.Count);
        Assert.DoesNotContain(Password, refused.Message, StringComparison.Ordinal);
        Assert.Equal(Password, SiloSettings.Read(With(), development: false).Cluster.Redis.Password);
    }

    [Fact(DisplayName = "[SI20] An edge needs no address of its own, and Development takes Azurite")]
    public void Edge_in_development()
    {
        var settings = ClusterSettings.Read(
            With(("Cluster:Address", "203.0.113.7"), ("Storage:AzureTables:ConnectionString", Azurite)), isSilo: false, development: true);

        Assert.Null(settings.Address);
    }

    public static TheoryData<string, string, string> RefusedInProduction => new()
    {
        { "ConnectionString is the development account", "Storage:AzureTables:ConnectionString", Azurite },
        { "ConnectionString is the development account", "Storage:AzureTables:ConnectionString", "UseDevelopmentStorage=true" },
        { "ConnectionString uses plain http", "Storage:AzureTables:ConnectionString", Account.Replace("https", "http", StringComparison.Ordinal) },
    };

    [Theory(DisplayName = "[SI20] Production refuses the development account and plain http, and never quotes the key")]
    [MemberData(nameof(RefusedInProduction))]
    public void Refused_in_production(string told, string key, string value)
    {
        var refused = Assert.Throws<StartUpException>(() => SiloSettings.Read(With((key, value)), development: false));

        Assert.Contains(told, Assert.Single(refused.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("ZmFpcg", refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> RefusedAnywhere => new()
    {
        { "Halle:Cluster:Redis", "Cluster:Redis", "" },
        { "Halle:Cluster:Redis", "Cluster:Redis", "redis:6379,nonsense=1" },
        { "Halle:Cluster:Name", "Cluster:Name", "Not a name" },
        { "Halle:Cluster:Address", "Cluster:Address", "203.0.113.7" },
        { "Halle:Cluster:Address", "Cluster:Address", "0.0.0.0" },
        { "Halle:Cluster:Address", "Cluster:Address", "2001:db8::1" },
        { "Halle:Cluster:SiloPort", "Cluster:SiloPort", "70000" },
        { "Halle:Cluster:GatewayPort", "Cluster:GatewayPort", "11111" },
        { "Halle:Cluster:ProbeTimeout", "Cluster:ProbeTimeout", "00:00:00.010" },
        { "Halle:Cluster:MissedProbes", "Cluster:MissedProbes", "0" },
        { "Halle:Cluster:Votes", "Cluster:Votes", "0" },
        { "Halle:Cluster:TableRefresh", "Cluster:TableRefresh", "00:10:00" },
        { "Halle:Cluster:GatewayRefresh", "Cluster:GatewayRefresh", "00:00:00" },
        { "Halle:Storage:BackEnd", "Storage:BackEnd", "Sqlite" },
        { "ConnectionString is empty", "Storage:AzureTables:ConnectionString", "" },
        { "ConnectionString cannot be read", "Storage:AzureTables:ConnectionString", "AccountKey=ZmFpcg==" },
        { "JournalTable", "Storage:AzureTables:JournalTable", "halle-journal" },
        { "KeyTable", "Storage:AzureTables:KeyTable", "" },
        { "RequestTimeoutSeconds", "Storage:AzureTables:RequestTimeoutSeconds", "0" },
        { "Halle:AdminUrl", "AdminUrl", "http://203.0.113.7:5091" },
        { "Halle:AdminUrl", "AdminUrl", "off" },
    };

    [Theory(DisplayName = "[SI20] A cluster's setting that means nothing, cannot work or opens a port to strangers is refused everywhere")]
    [MemberData(nameof(RefusedAnywhere))]
    public void Refused_anywhere(string told, string key, string value)
    {
        var refused = Assert.Throws<StartUpException>(() => SiloSettings.Read(With((key, value)), development: true));

        Assert.Contains(told, Assert.Single(refused.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("ZmFpcg", refused.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "[SI20] All faults of a silo are told at once")]
    public void All_faults_are_told()
    {
        var refused = Assert.Throws<StartUpException>(() =>
            SiloSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Halle:AdminUrl", "off")]).Build(), development: false));

        // The admin address, Redis, the back end.
        Assert.Equal(3, refused.Faults.Count);
    }

    private static IConfigurationRoot With(params ReadOnlySpan<(string Key, string Value)> changes)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Halle:Cluster:Redis"] = "redis.example:6379,password=" + Password,
            ["Halle:Cluster:Address"] = "10.1.2.3",
            ["Halle:Storage:BackEnd"] = "AzureTables",
            ["Halle:Storage:AzureTables:ConnectionString"] = Account,
        };
        foreach (var (key, value) in changes)
        {
            values["Halle:" + key] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }
}
