using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Halle.Shared;

/// <summary>How to start one.</summary>
public sealed record RunningEdgeOptions
{
    /// <summary>ASPNETCORE_ENVIRONMENT.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>Where the database lives; null: a new folder that goes with the process. Give the same one again to restart on its data.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Null: a free one below the ephemeral ports. Give the same one again when clients are to find it after a restart.</summary>
    public int? Port { get; init; }

    /// <summary>Metrics and dashboard, on a free port of their own.</summary>
    public bool Admin { get; init; } = true;

    /// <summary>Further settings as environment variables: <c>Halle__Demo</c>, <c>Logging__LogLevel__Default</c> …</summary>
    public ImmutableDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Arguments of the program: <c>programme</c>, <c>load</c> …</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>From start to ready.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// The real server, as its own process, as built in <c>src/EdgeApi</c>: on a free port, with a database of its own, ready when
/// <see cref="StartAsync"/> returns. Stops politely, or is killed. Linux and macOS.
/// </summary>
public sealed class RunningEdge : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output;
    private readonly bool _ownsData;

    private RunningEdge(Process process, StringBuilder output, string dataFolder, bool ownsData, int port, JsonElement links)
    {
        _process = process;
        _output = output;
        _ownsData = ownsData;
        DataFolder = dataFolder;
        Port = port;
        Address = new Uri(links.GetProperty("address").GetString()!);
        Admin = links.TryGetProperty("admin", out var admin) ? new Uri(admin.GetString()!) : null;
        ClassCode = links.TryGetProperty("classCode", out var code) ? code.GetString() : null;
        ClassKey = links.TryGetProperty("classKey", out var key) ? key.GetString() : null;
        Links = links.GetProperty("links").EnumerateObject()
            .ToImmutableDictionary(link => link.Name, link => link.Value.GetString()!, StringComparer.Ordinal);
    }

    public Uri Address { get; }

    /// <summary>What a page of this server sends as its Origin.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public Uri? Admin { get; }

    public int Port { get; }

    public string DataFolder { get; }

    /// <summary>Of the demo class, canonical.</summary>
    public string? ClassCode { get; }

    /// <summary>The demo class's room is <c>class:KEY</c>.</summary>
    public string? ClassKey { get; }

    /// <summary>By role: visitor, class, professional, moderator, organiser, teacher.</summary>
    public ImmutableDictionary<string, string> Links { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything written to both streams so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What stands after the <c>#</c> of a role's invitation.</summary>
    public string TokenOf(string role) => Links[role][(Links[role].IndexOf('#', StringComparison.Ordinal) + 1)..];

    public static async Task<RunningEdge> StartAsync(RunningEdgeOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new RunningEdgeOptions();
        while (true)
        {
            try
            {
                return await StartAtAsync(options, options.Port ?? FreePort(), cancellationToken);
            }
            catch (InvalidOperationException taken) when (options.Port is null && taken.Message.Contains(" is taken:", StringComparison.Ordinal))
            {
                // Another test's server took it after it had been found free: another one.
            }
        }
    }

    private static async Task<RunningEdge> StartAtAsync(RunningEdgeOptions options, int port, CancellationToken cancellationToken)
    {
        var ownsData = options.DataFolder is null;
        var data = options.DataFolder ?? Directory.CreateTempSubdirectory("halle-edge-").FullName;
        var linksFile = Path.Combine(data, $"links-{port}.json");
        File.Delete(linksFile);
        var (process, output) = Launch(options, data, port, linksFile);
        var watch = Stopwatch.StartNew();
        try
        {
            while (!File.Exists(linksFile))
            {
                if (process.HasExited || watch.Elapsed > options.Patience)
                {
                    throw new InvalidOperationException(
                        $"EdgeApi {(process.HasExited ? $"ended with exit code {process.ExitCode}" : $"was not ready after {options.Patience}")}:"
                        + System.Environment.NewLine + TextOf(output));
                }

                await Task.Delay(50, cancellationToken);
            }

            var links = JsonDocument.Parse(await File.ReadAllTextAsync(linksFile, cancellationToken)).RootElement;
            return new RunningEdge(process, output, data, ownsData, port, links);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Starts it on the data and the port it is given, and kills it after so long, whatever it was at.</summary>
    public static async Task KillWhileStartingAsync(RunningEdgeOptions options, TimeSpan after, CancellationToken cancellationToken = default)
    {
        var (data, port) = (options.DataFolder!, options.Port!.Value);
        var (process, _) = Launch(options, data, port, Path.Combine(data, $"links-{port}.json"));
        using (process)
        {
            try
            {
                await Task.Delay(after, cancellationToken);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>Starts it where it is expected to refuse, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(RunningEdgeOptions options, CancellationToken cancellationToken = default)
    {
        var data = options.DataFolder ?? Directory.CreateTempSubdirectory("halle-edge-").FullName;
        var port = options.Port ?? FreePort();
        var (process, output) = Launch(options, data, port, Path.Combine(data, "links.json"));
        using (process)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.Patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException error)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException(
                    $"EdgeApi was still running after {options.Patience}:" + System.Environment.NewLine + TextOf(output), error);
            }

            return (process.ExitCode, TextOf(output));
        }
    }

    /// <summary>Asks it to end, then waits; true when it ended by itself within 15 s.</summary>
    /// <param name="signal">TERM, or INT as Ctrl+C sends it.</param>
    public async Task<bool> StopAsync(string signal = "TERM")
    {
        if (_process.HasExited)
        {
            return true;
        }

        using (var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>SIGKILL: what a power cut of the process alone looks like.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine("The server: " + Output);
        if (_ownsData)
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    /// <summary>A port nobody listens on, below 32768: one above may be taken by an outgoing connection at any time.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(12_000, 32_000);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    private static (Process Process, StringBuilder Output) Launch(RunningEdgeOptions options, string data, int port, string linksFile)
    {
        // As it is handed out, where a folder with it is named; else as it was built.
        var published = Environment.GetEnvironmentVariable("HALLE_PUBLISHED");
        var project = published ?? Path.Combine(RepositoryRoot(), "src", "EdgeApi");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(published ?? Path.Combine(project, "bin", Configuration(), "net10.0"), "Halle.EdgeApi.dll"));
        foreach (var argument in options.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = options.Environment;
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Halle__AdminUrl"] = options.Admin ? $"http://127.0.0.1:{FreePort()}" : "off";
        start.Environment["Halle__Storage__Sqlite__Path"] = Path.Combine(data, "halle.db");
        start.Environment["HALLE_LINKS_FILE"] = linksFile;

        // A machine that is busy with other tests would send visitors away (503 full); what is left out under load has tests of its own.
        start.Environment["Halle__Capacity__FirstDelay"] = "00:00:05";
        foreach (var (name, value) in options.Settings)
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, output);
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    private static string TextOf(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }

    public static string RepositoryRoot()
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

    /// <summary>The tests and the server are built alike.</summary>
    private static string Configuration() =>
        typeof(RunningEdge).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
}
