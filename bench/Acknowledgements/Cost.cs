using System.Diagnostics;

namespace Halle.Bench.Acknowledgements;

/// <summary>What this process spent while it was measured.</summary>
internal sealed class Cost
{
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly long _since = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_since);

    public TimeSpan Cpu => Environment.CpuUsage.TotalTime - _cpu;

    public double Kilobytes => (GC.GetTotalAllocatedBytes() - _allocated) / 1024.0;
}
