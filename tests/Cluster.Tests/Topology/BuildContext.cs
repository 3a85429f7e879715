using System.Text.RegularExpressions;

namespace Halle.Cluster.Tests.Topology;

/// <summary>What a build of an image gets to see of the repository: everything that <c>.dockerignore</c> does not leave out.</summary>
internal sealed class BuildContext
{
    private readonly Regex _left = new(
        string.Join('|', File.ReadLines(Path.Combine(RunningCluster.Root, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#').Select(Pattern)),
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <param name="path">From the repository's folder, with slashes.</param>
    public bool Leaves(string path) => _left.IsMatch(path);

    /// <summary>As COPY does: a folder's content, or a file.</summary>
    public void Copy(string from, string to)
    {
        var source = Path.Combine(RunningCluster.Root, from);
        if (!Directory.Exists(source))
        {
            // Into a folder, or under a name of its own.
            var target = to.EndsWith('/') ? Path.Combine(to, Path.GetFileName(from)) : to;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target, overwrite: true);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var path = Path.GetRelativePath(RunningCluster.Root, entry.FullName);
            if (!Leaves(path) && !Leaves(path + "/"))
            {
                Copy(path, Path.Combine(to, entry.Name));
            }
        }
    }

    private static string Pattern(string line)
    {
        var anywhere = line.StartsWith("**/", StringComparison.Ordinal);
        return (anywhere ? "(^|/)" : "^") + Regex.Escape(line[(anywhere ? 3 : 0)..].TrimEnd('/')) + "(/|$)";
    }
}
