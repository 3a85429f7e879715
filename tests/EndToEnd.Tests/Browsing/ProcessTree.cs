using System.Diagnostics;
using System.Globalization;

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>A program with everything it started, as Linux counts it in <c>/proc</c>.</summary>
public sealed class ProcessTree
{
    /// <summary>Kernel ticks a second, the same on every Linux that .NET runs on.</summary>
    private const double TicksASecond = 100;

    private readonly int _root;

    private ProcessTree(int root) => _root = root;

    /// <summary>The first process that was started with this argument.</summary>
    public static ProcessTree StartedWith(string argument) => new(All().First(id => CommandLineOf(id).Contains(argument, StringComparison.Ordinal)));

    public static ProcessTree Of(int id) => new(id);

    /// <summary>Seconds of processor, user and system, that all of them have used. One that ended since takes its seconds along.</summary>
    public double ProcessorSeconds()
    {
        var stats = All().Select(StatOf).OfType<(int Id, int Parent, long Ticks)>().ToList();
        HashSet<int> within = [];
        HashSet<int> next = [_root];
        while (next.Count > 0)
        {
            within.UnionWith(next);
            next = [.. stats.Where(stat => next.Contains(stat.Parent) && !within.Contains(stat.Id)).Select(stat => stat.Id)];
        }

        return stats.Where(stat => within.Contains(stat.Id)).Sum(stat => stat.Ticks) / TicksASecond;
    }

    private static IEnumerable<int> All() => Process.GetProcesses().Select(one =>
    {
        using (one)
        {
            return one.Id;
        }
    }).Order();

    private static string CommandLineOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static (int Id, int Parent, long Ticks)? StatOf(int id)
    {
        try
        {
            // The name is in brackets and may hold anything: what follows the last one is plain.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Number(int at) => long.Parse(fields[at], CultureInfo.InvariantCulture);
            return (id, (int)Number(1), Number(11) + Number(12));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
