using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Halle.Storage;

[assembly: AssemblyFixture(typeof(Halle.Tests.Azurite))]

namespace Halle.Tests;

/// <summary>A real Azurite of this test run's own, installed from npm at its first use.</summary>
public sealed class Azurite : IAsyncLifetime
{
    // Azurite's documented development account: a public constant, no secret.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Process? _process;
    private int _port;

    public AzureTableOptions NewOptions()
    {
        // Each test its own tables: their names are letters and digits.
        var suffix = Guid.NewGuid().ToString("N");
        return new AzureTableOptions
        {
            ConnectionString =
                $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://127.0.0.1:{_port}/devstoreaccount1;",
            JournalTable = "Journal" + suffix,
            GrainStateTable = "State" + suffix,
            KeyTable = "Keys" + suffix,
        };
    }

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "azurite");
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "table", "main.js");
        if (!File.Exists(program))
        {
            await RunAsync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        }

        _port = FreePort();
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        string[] arguments =
        [
            program, "--tableHost", "127.0.0.1", "--tablePort", _port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await tick.WaitForNextTickAsync(limit.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"Azurite ended with exit code {_process.ExitCode}.");
            }

            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                // Not up yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
    }

    private static async Task RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, WorkingDirectory = folder };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with exit code {process.ExitCode} in {folder}");
    }

    /// <summary>Below the ephemeral range, where a client's socket in TIME_WAIT cannot be in the way.</summary>
    private static int FreePort()
    {
        for (var port = 21_000 + (Environment.ProcessId % 5_000); ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
