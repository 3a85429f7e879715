using System.Globalization;

namespace Halle.Capacity;

/// <summary>How many files and sockets the process may have open.</summary>
internal static class DescriptorLimit
{
    /// <summary>Of systems that do not say: what many of them allow, and enough for one edge.</summary>
    private const int Unknown = 20_000;

    /// <summary>The soft limit, which the runtime has raised to the hard one at its start.</summary>
    public static int Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(File.ReadLines("/proc/self/limits")) : Unknown;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <param name="lines">Of <c>/proc/PID/limits</c>.</param>
    public static int Parse(IEnumerable<string> lines)
    {
        var fields = lines.FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [_, _, _, var soft, ..]
            ? int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue
            : Unknown;
    }
}
