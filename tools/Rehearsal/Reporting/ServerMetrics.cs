using System.Globalization;

namespace Halle.Rehearsal.Reporting;

/// <summary>Reads a server's CPU time and memory from its metrics (Prometheus text), of all its processes together.</summary>
internal sealed class ServerMetrics(IReadOnlyList<Uri> addresses) : IDisposable
{
    private const string Cpu = "dotnet_process_cpu_time_seconds_total";
    private const string Memory = "dotnet_process_memory_working_set_bytes";
    private const string Heap = "dotnet_gc_last_collection_memory_committed_size_bytes";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public bool IsKnown => addresses.Count > 0;

    /// <summary>Null when one of them does not answer.</summary>
    public async Task<ServerSample?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!IsKnown)
        {
            return null;
        }

        try
        {
            var each = await Task.WhenAll(addresses.Select(async address =>
            {
                var text = await _http.GetStringAsync(address, cancellationToken);
                return new ProcessSample(address, Sum(text, Cpu), Sum(text, Memory), Sum(text, Heap));
            }));
            return new ServerSample(each);
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>One metric of all processes together, whatever its labels.</summary>
    public async Task<double> ReadSumAsync(string metric, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        foreach (var address in addresses)
        {
            sum += Sum(await _http.GetStringAsync(address, cancellationToken), metric);
        }

        return sum;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>All lines of a metric, whatever their labels.</summary>
    internal static double Sum(string text, string metric) => text.Split('\n')
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal) && line.Length > metric.Length && line[metric.Length] is '{' or ' ')
        .Select(line => line[(line.IndexOf('}', StringComparison.Ordinal) is >= 0 and var end ? end + 1 : metric.Length)..].Trim().Split(' ')[0])
        .Sum(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0);
}

/// <summary>All of a server's processes at one moment.</summary>
internal sealed record ServerSample(IReadOnlyList<ProcessSample> Each)
{
    public double CpuSeconds => Each.Sum(one => one.CpuSeconds);

    public double ResidentBytes => Each.Sum(one => one.ResidentBytes);
}

/// <param name="CpuSeconds">User and system, since the process began.</param>
/// <param name="CommittedBytes">The managed heap's.</param>
internal sealed record ProcessSample(Uri Address, double CpuSeconds, double ResidentBytes, double CommittedBytes);
