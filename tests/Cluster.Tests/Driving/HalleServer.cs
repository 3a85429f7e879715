using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Halle.Cluster.Tests.Driving;

/// <summary>
/// The real server as a process of its own, in its embedded shape on SQLite: started as an operator starts it, and killed as no operator
/// would. Restarts keep port and data.
/// </summary>
public sealed class HalleServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("halle-test-");
    private readonly ConcurrentQueue<string> _log = [];
    private readonly List<double> _startTimes = [];
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process? _process;

    private HalleServer(int port, IReadOnlyDictionary<string, string> settings)
    {
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _settings = settings;
    }

    public Uri Address { get; }

    /// <summary>Seconds from each process start to ready.</summary>
    public IReadOnlyList<double> StartTimes => _startTimes;

    public IEnumerable<string> Log => _log;

    /// <summary>The file the server writes its sign-in links to.</summary>
    public string LinksFile => Path.Combine(_data.FullName, "links.json");

    public static async Task<HalleServer> StartAsync(
        CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = new HalleServer(FreePort(), settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        await server.RestartAsync(cancellationToken);
        return server;
    }

    /// <summary>SIGKILL: the process gets no chance to write anything more.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        var dll = Path.Combine(Repository(), "src/EdgeApi/bin", Configuration, "net10.0/Halle.EdgeApi.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(Repository(), "src/EdgeApi"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(dll);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["HALLE_LINKS_FILE"] = LinksFile;
        start.Environment["Halle__Storage__Sqlite__Path"] = Path.Combine(_data.FullName, "halle.db");
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{dll} did not start.");
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync(_process, cancellationToken);
        _startTimes.Add(clock.Elapsed.TotalSeconds);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        _data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Configuration =>
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    private async Task WaitUntilReadyAsync(Process process, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited || waited.Elapsed > ReadyWithin)
            {
                var how = process.HasExited
                    ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}")
                    : $"was not ready in {ReadyWithin.TotalSeconds} s";
                throw new InvalidOperationException($"The server {how}. Its last words:\n{string.Join('\n', _log.TakeLast(40))}");
            }

            try
            {
                using var ready = await http.GetAsync(new Uri("/ready", UriKind.Relative), cancellationToken);
                if (ready.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // It is still starting.
            }

            await poll.WaitForNextTickAsync(cancellationToken);
        }
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            _log.Enqueue(line);
            while (_log.Count > 2_000 && _log.TryDequeue(out _))
            {
                // The oldest lines go.
            }
        }
    }

    /// <summary>Below the range the kernel takes client ports from: a client's socket in TIME_WAIT cannot hold it then.</summary>
    private static int FreePort()
    {
        for (var port = 21_000 + (Environment.ProcessId % 5_000); port < 32_000; port++)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("There is no free port.");
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Halle.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
