using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Halle.Hosting;
using Halle.Silo;
using Halle.Storage;
using StackExchange.Redis;

namespace Halle.Clustering;

/// <summary>The cluster's settings after they were checked and read.</summary>
/// <param name="Address">This silo's address; null in an edge, which nobody connects to.</param>
public sealed record ClusterSettings(HalleClusterOptions Options, ConfigurationOptions Redis, IPAddress? Address)
{
    /// <summary>What whoever starts a process of a cluster in Production is told.</summary>
    internal const string NoPassword = "Halle:Cluster:Redis has no password (redis_without_password): whoever reaches it can add silos to the cluster or empty it. "
        + "Write host:port,password=…; or set Halle:Cluster:RedisWithoutPassword where only silos and edges can reach it.";

    /// <summary>Reads what a process of a cluster needs from the configuration.</summary>
    /// <exception cref="StartUpException">Every fault, each naming its setting.</exception>
    public static ClusterSettings Read(IConfiguration configuration, bool isSilo, bool development)
    {
        var faults = new List<string>();
        var settings = TryRead(
            configuration.GetSection(HalleClusterOptions.Section).Get<HalleClusterOptions>() ?? new HalleClusterOptions(),
            configuration.GetSection(HalleStorageOptions.Section).Get<HalleStorageOptions>() ?? new HalleStorageOptions(),
            configuration.GetSection(AzureTableOptions.Section).Get<AzureTableOptions>() ?? new AzureTableOptions(),
            isSilo,
            development,
            faults);
        return settings ?? throw new StartUpException(faults);
    }

    /// <summary>Null when there are faults, which are added to <paramref name="faults"/>.</summary>
    public static ClusterSettings? TryRead(
        HalleClusterOptions options, HalleStorageOptions storage, AzureTableOptions tables, bool isSilo, bool development, List<string> faults)
    {
        var before = faults.Count;
        var redis = ReadRedis(options, development, faults);
        CheckNumbers(options, faults);
        CheckStore(storage, tables, development, faults);
        var address = isSilo ? ReadAddress(options.Address, faults) : null;
        return faults.Count == before ? new ClusterSettings(options, redis!, address) : null;
    }

    private static ConfigurationOptions? ReadRedis(HalleClusterOptions options, bool development, List<string> faults)
    {
        var text = options.Redis;
        if (text.Length == 0)
        {
            faults.Add("Halle:Cluster:Redis is empty: silos and edges find each other there; for example redis:6379.");
            return null;
        }

        try
        {
            var redis = ConfigurationOptions.Parse(text);
            redis.ClientName = "halle";
            if (redis.EndPoints.Count == 0)
            {
                faults.Add("Halle:Cluster:Redis names no host.");
            }
            else if (!development && !options.RedisWithoutPassword && string.IsNullOrEmpty(redis.Password))
            {
                faults.Add(NoPassword);
            }

            return redis;
        }
        catch (ArgumentException error)
        {
            faults.Add($"Halle:Cluster:Redis cannot be read: {error.Message}");
            return null;
        }
    }

    private static void CheckNumbers(HalleClusterOptions options, List<string> faults)
    {
        Require(Regex.IsMatch(options.Name, "^[a-z0-9-]{1,40}$", RegexOptions.None, TimeSpan.FromSeconds(1)), $"{nameof(options.Name)} is 1 to 40 of a-z, 0-9 and '-'");
        Require(options.SiloPort is > 0 and < 65_536, $"{nameof(options.SiloPort)} is a port");
        Require(options.GatewayPort is > 0 and < 65_536 && options.GatewayPort != options.SiloPort, $"{nameof(options.GatewayPort)} is a port of its own");
        Require(options.ProbeTimeout >= TimeSpan.FromSeconds(0.2) && options.ProbeTimeout <= TimeSpan.FromSeconds(30), $"{nameof(options.ProbeTimeout)} is 0.2 to 30 s");
        Require(options.MissedProbes is >= 1 and <= 10, $"{nameof(options.MissedProbes)} is 1 to 10");
        Require(options.Votes is >= 1 and <= 10, $"{nameof(options.Votes)} is 1 to 10");
        Require(IsRefresh(options.TableRefresh), $"{nameof(options.TableRefresh)} is 1 s to 1 min");
        Require(IsRefresh(options.GatewayRefresh), $"{nameof(options.GatewayRefresh)} is 1 s to 1 min");

        void Require(bool holds, string what)
        {
            if (!holds)
            {
                faults.Add($"Halle:Cluster:{what}.");
            }
        }

        static bool IsRefresh(TimeSpan time) => time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromMinutes(1);
    }

    private static void CheckStore(HalleStorageOptions storage, AzureTableOptions tables, bool development, List<string> faults)
    {
        if (storage.BackEnd != StorageBackEnd.AzureTables)
        {
            faults.Add($"Halle:Storage:BackEnd is {storage.BackEnd}: one file serves one process; a cluster needs AzureTables.");
            return;
        }

        if (!tables.NamesTables)
        {
            faults.Add(AzureTableOptions.NamesFault);
        }

        if (!tables.IsPatient)
        {
            faults.Add(AzureTableOptions.PatienceFault);
        }

        var text = tables.ConnectionString;
        if (text.Length == 0)
        {
            faults.Add("Halle:Storage:AzureTables:ConnectionString is empty: it names the account of journal, programme and keys.");
            return;
        }

        if (!development
            && (text.Contains("devstoreaccount1", StringComparison.OrdinalIgnoreCase) || text.Contains("UseDevelopmentStorage", StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add("Halle:Storage:AzureTables:ConnectionString is the development account: its key is public, and Azurite may lose what was acknowledged.");
            return;
        }

        try
        {
            var address = new TableServiceClient(text).Uri;
            if (!development && address.Scheme is not "https")
            {
                faults.Add("Halle:Storage:AzureTables:ConnectionString uses plain http.");
            }
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            // The message of a bad connection string may quote it, and with it the key.
            faults.Add("Halle:Storage:AzureTables:ConnectionString cannot be read.");
        }
    }

    private static IPAddress? ReadAddress(string text, List<string> faults)
    {
        try
        {
            return PrivateAddress.Find(
                "Halle:Cluster:Address", text.Length == 0 ? Dns.GetHostName() : text, "silo and gateway ports have no authentication");
        }
        catch (StartUpException refused)
        {
            faults.AddRange(refused.Faults);
            return null;
        }
    }
}
