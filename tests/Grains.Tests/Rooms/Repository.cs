namespace Halle.Tests.Rooms;

/// <summary>Files that are committed beside the code and checked by tests.</summary>
internal static class Repository
{
    public static string PathTo(params ReadOnlySpan<string> parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Halle.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine([folder?.FullName ?? throw new DirectoryNotFoundException("No Halle.slnx above the tests."), .. parts]);
    }

    /// <summary>With HALLE_WRITE=1 in the environment the file is written; otherwise it must already be so.</summary>
    public static void Matches(string path, string expected)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("HALLE_WRITE"), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{path} is missing: run the tests once with HALLE_WRITE=1 and review what is written.");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), expected);
    }
}
