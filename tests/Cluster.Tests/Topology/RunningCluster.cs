using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Halle.Shared;

namespace Halle.Cluster.Tests.Topology;

/// <summary>
/// The cluster of <c>eng/cluster.sh</c> as processes of this test's own: addresses, data and logs are shared with nobody, and everything ends
/// with the test, or with the test's process.
/// </summary>
public sealed class RunningCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("halle-cluster-");
    private IReadOnlyDictionary<string, string> _settings;
    private bool _keep;

    private RunningCluster(Func<string, IReadOnlyDictionary<string, string>> settings)
    {
        // All of 127.0.0.0/8 is this machine: a network of our own is free of other people's ports.
        Network = string.Create(
            CultureInfo.InvariantCulture, $"127.{RandomNumberGenerator.GetInt32(81, 250)}.{RandomNumberGenerator.GetInt32(1, 250)}");
        _settings = settings(Network);
    }

    /// <summary>The first three numbers of all its addresses.</summary>
    public string Network { get; }

    /// <summary>The repository's own folder.</summary>
    public static string Root { get; } = FindRoot();

    public Uri Edge1 => new($"http://{Network}.31:8080");

    public Uri Edge2 => new($"http://{Network}.32:8080");

    /// <param name="settings">Further settings of silos and edges, as environment variables.</param>
    /// <param name="names">Services of docker-compose.yml.</param>
    public static Task<RunningCluster> StartAsync(
        IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] names) =>
        StartAsync(_ => settings, cancellationToken, names);

    /// <param name="settings">Given the network's first three numbers: settings of silos and edges, and of <c>eng/cluster.sh</c> itself.</param>
    public static async Task<RunningCluster> StartAsync(
        Func<string, IReadOnlyDictionary<string, string>> settings, CancellationToken cancellationToken, params string[] names)
    {
        var cluster = new RunningCluster(settings);
        try
        {
            await cluster.RunAsync(["up", .. names], cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What tells a process where this cluster's store is.</summary>
    /// <param name="tables">Begins the tables' names; empty: those that the cluster was started with.</param>
    public IReadOnlyDictionary<string, string> StoreSettings(string tables = "")
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Halle__Storage__BackEnd"] = "AzureTables",
            ["Halle__Storage__AzureTables__ConnectionString"] = AccountAt($"http://{Network}.22:10002/devstoreaccount1"),
        };
        if (tables.Length > 0)
        {
            settings["Halle__Storage__AzureTables__JournalTable"] = tables + "Journal";
            settings["Halle__Storage__AzureTables__GrainStateTable"] = tables + "State";
            settings["Halle__Storage__AzureTables__KeyTable"] = tables + "Keys";
        }

        return settings;
    }

    /// <summary>Settings for what is started from now on.</summary>
    public void Change(IReadOnlyDictionary<string, string> settings) =>
        _settings = _settings.Concat(settings).GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal);

    /// <summary>The account and key that Azurite documents for everybody.</summary>
    public static string AccountAt(string endpoint) =>
        File.ReadLines(Path.Combine(Root, "deploy", "cluster.env"))
            .Single(line => line.StartsWith("Halle__Storage__AzureTables__ConnectionString=", StringComparison.Ordinal))
            .Split('=', 2)[1]
            .Replace("http://azurite:10002/devstoreaccount1", endpoint, StringComparison.Ordinal);

    /// <summary>An invitation's link, as the edge that opened the demo gave it out.</summary>
    public string LinkOf(string role)
    {
        using var links = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "edge1.links.json")));
        return links.RootElement.GetProperty("links").GetProperty(role).GetString()!;
    }

    /// <summary>The class code of the demo, as the edge that opened it gave it out.</summary>
    public string ClassCode
    {
        get
        {
            using var links = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "edge1.links.json")));
            return links.RootElement.GetProperty("classCode").GetString()!;
        }
    }

    /// <summary>Runs the program of a service once more, with the service's settings, and answers what it printed.</summary>
    public Task<string> RunOnceAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(["run", name, .. arguments], cancellationToken);

    /// <summary>The demo event is there, and its links were given out.</summary>
    public Task FilledAsync(CancellationToken cancellationToken)
    {
        var links = Path.Combine(_folder.FullName, "edge1.links.json");
        return Eventually.BecomesTrueAsync(() => File.Exists(links), "edge1 gives out its links", () => "nothing", TimeSpan.FromSeconds(30), cancellationToken);
    }

    /// <summary>SIGKILL, and it stays away until <see cref="UpAsync(string, CancellationToken)"/>.</summary>
    public Task KillAsync(string name, CancellationToken cancellationToken) => RunAsync(["kill", name], cancellationToken);

    /// <summary>SIGTERM, and waits for its end.</summary>
    public Task DownAsync(string name, CancellationToken cancellationToken) => RunAsync(["down", name], cancellationToken);

    public Task UpAsync(string name, CancellationToken cancellationToken) => RunAsync(["up", name], cancellationToken);

    /// <summary>Starts what is not running and waits until it is ready.</summary>
    public Task UpAsync(IEnumerable<string> names, CancellationToken cancellationToken) => RunAsync(["up", .. names], cancellationToken);

    /// <summary>The process as it runs now.</summary>
    public int PidOf(string name) =>
        int.Parse(File.ReadAllText(Path.Combine(_folder.FullName, name + ".pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Sends STOP, CONT, TERM … to the process.</summary>
    public async Task SignalAsync(string name, string signal)
    {
        if (!Directory.Exists($"/proc/{PidOf(name)}"))
        {
            return;
        }

        using var kill = Process.Start("kill", ["-" + signal, PidOf(name).ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Leaves the logs where they are, because the test failed.</summary>
    public string KeepLogs()
    {
        _keep = true;
        return _folder.FullName;
    }

    public string LogOf(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name + ".log"));

    public async ValueTask DisposeAsync()
    {
        await RunAsync(["down"], CancellationToken.None);
        if (!_keep)
        {
            _folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs <c>eng/cluster.sh</c> and answers what it printed.</summary>
    public static async Task<string> ScriptAsync(
        IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("eng/cluster.sh");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"eng/cluster.sh {string.Join(' ', arguments)} ended with exit code {process.ExitCode}: {await output}{await errors}");
    }

    private Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => ScriptAsync(
        new Dictionary<string, string>(_settings, StringComparer.Ordinal)
        {
            // As for a single edge: a busy machine must not send a test's visitors away.
            ["Halle__Capacity__FirstDelay"] = _settings.GetValueOrDefault("Halle__Capacity__FirstDelay", "00:00:05"),
            ["HALLE_CLUSTER_DIR"] = _folder.FullName,
            ["HALLE_CLUSTER_NET"] = Network,
            ["HALLE_CLUSTER_PROXY"] = "off",
            ["HALLE_CLUSTER_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["HALLE_BUILD"] = "no",
            ["HALLE_CONFIGURATION"] = typeof(RunningCluster).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug",
        },
        arguments,
        cancellationToken);

    private static string FindRoot()
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
