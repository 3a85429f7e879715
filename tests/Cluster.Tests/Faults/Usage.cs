using System.Globalization;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>What a process holds, by the kernel's account.</summary>
internal sealed record Usage(double Mebibytes, double Handles, double Threads)
{
    /// <summary>MiB that the last collection left in the old generations.</summary>
    public double Heap { get; init; }

    /// <summary>MiB that the collector had of the system at its last collection, for what is alive and for what is to come.</summary>
    public double Committed { get; init; }

    public static Usage Of(int pid)
    {
        var status = File.ReadLines($"/proc/{pid}/status").Select(line => line.Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).ToLookup(words => words[0], words => words[^1] is "kB" ? words[^2] : words[^1]);
        return new Usage(
            double.Parse(status["VmRSS"].First(), CultureInfo.InvariantCulture) / 1024,
            Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length,
            double.Parse(status["Threads"].First(), CultureInfo.InvariantCulture));
    }

    /// <summary>User and system time of a process so far; the kernel counts it in hundredths of a second (proc(5)).</summary>
    public static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }

    /// <summary>Of a straight line through the samples, per minute.</summary>
    public static Usage Slope(IEnumerable<(double At, Usage Usage)> samples)
    {
        var all = samples.ToList();
        return new Usage(
            Trend.Slope([.. all.Select(sample => (sample.At, sample.Usage.Mebibytes))]),
            Trend.Slope([.. all.Select(sample => (sample.At, sample.Usage.Handles))]),
            Trend.Slope([.. all.Select(sample => (sample.At, sample.Usage.Threads))]))
        {
            Heap = Trend.Slope([.. all.Select(sample => (sample.At, sample.Usage.Heap))]),
            Committed = Trend.Slope([.. all.Select(sample => (sample.At, sample.Usage.Committed))]),
        };
    }

    public override string ToString() => $"{Mebibytes:0.0} MiB ({Committed:0.0} of the collector, {Heap:0.0} in old generations), {Handles:0.0} handles, {Threads:0.0} threads";
}
