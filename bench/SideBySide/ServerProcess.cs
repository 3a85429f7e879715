using System.Diagnostics;
using System.Globalization;

namespace Halle.Bench.SideBySide;

/// <summary>A server under measurement: its own process, so that its CPU time and memory are its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Linux counts CPU time in ticks of 1/100 s (USER_HZ), see proc(5).
    private const double TicksPerSecond = 100;

    // HALLE_BENCH_SERVER_DOTNET_gcServer=0 is DOTNET_gcServer=0 for the servers and not for the driver.
    private const string ForServers = "HALLE_BENCH_SERVER_";

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(
        string assembly, Uri address, IReadOnlyDictionary<string, string> environment, string readyPath, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(assembly);
        start.WorkingDirectory = Path.GetDirectoryName(assembly)!;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in start.Environment.Where(one => one.Key.StartsWith(ForServers, StringComparison.Ordinal)).ToList())
        {
            start.Environment[name[ForServers.Length..]] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"Cannot start {assembly}.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, address);
        try
        {
            await server.BecomesReadyAsync(assembly, readyPath, cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>User and system CPU time so far.</summary>
    public TimeSpan CpuTime()
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status"))
            .First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(5_000);
        }

        _process.Dispose();
    }

    private async Task BecomesReadyAsync(string assembly, string readyPath, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{assembly} ended with exit code {_process.ExitCode}.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri(readyPath, UriKind.Relative), cancellationToken);
                if (answer.StatusCode is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.NotFound)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not up yet.
            }

            await Task.Delay(200, cancellationToken);
        }
    }
}
