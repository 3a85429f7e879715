using System.Diagnostics;

namespace Halle.Cluster.Tests.Topology;

/// <summary>Without a container engine: each stage of the recipe copies what is built in it.</summary>
public sealed class ImageTests
{
    private const string Source = "/source";

    [Fact(DisplayName = "[DE10] The web client is built from exactly what its stage copies, and to where the next one takes it from", Timeout = 180_000)]
    public async Task Client_is_built_from_what_is_copied()
    {
        var stop = TestContext.Current.CancellationToken;
        var recipe = ImageRecipe.Read();
        var folder = Directory.CreateTempSubdirectory("halle-image-");
        try
        {
            var client = recipe["client"];
            var at = client.Of("WORKDIR").Single()[0];
            Copy(client, at, folder.FullName);
            Directory.CreateSymbolicLink(Path.Combine(Inside(folder.FullName, at), "node_modules"), Path.Combine(RunningCluster.Root, "src", "WebClient", "node_modules"));

            var (code, output) = await RunAsync(Inside(folder.FullName, at), client.Of("RUN").Last(), stop);

            Assert.True(code == 0, output);
            var taken = Assert.Single(recipe["build"].Of("COPY"), copy => copy[0] is "--from=client")[1];
            Assert.True(File.Exists(Path.Combine(Inside(folder.FullName, taken), "index.html")), output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact(DisplayName = "[DE10] Silo and edge are built from all of src that is not built itself, and from all that their projects take from elsewhere")]
    public void Programs_are_built_from_what_is_copied()
    {
        var context = new BuildContext();
        var made = new[] { "bin", "obj", "node_modules", "wwwroot" };
        string[] shared = [".editorconfig", "Directory.Build.props", "Directory.Packages.props", "global.json", "eng/BannedSymbols.txt", "eng/BannedSymbols.Grains.txt"];
        var needed = Directory.EnumerateFiles(Path.Combine(RunningCluster.Root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RunningCluster.Root, file))
            .Where(file => !file.Split('/').Any(made.Contains))
            .Concat(shared)
            .ToList();

        Assert.Equal(["COPY", ".", "."], ImageRecipe.Read()["build"].Lines.First(line => line[0] is "COPY"));
        Assert.Contains("src/EdgeApi/packages.lock.json", needed);
        Assert.All(shared, file => Assert.True(File.Exists(Path.Combine(RunningCluster.Root, file)), file));
        Assert.DoesNotContain(needed, context.Leaves);
        Assert.True(context.Leaves("src/EdgeApi/bin/Debug/net10.0/Halle.EdgeApi.dll"));
        Assert.True(context.Leaves("data/halle.db"));

        // The operator's secrets would stay in a layer.
        Assert.True(context.Leaves(".env"));
    }

    private static void Copy(ImageRecipe.Stage stage, string at, string folder)
    {
        var context = new BuildContext();
        foreach (var words in stage.Of("COPY"))
        {
            var to = words[^1];
            foreach (var from in words[..^1])
            {
                context.Copy(from, to is "." or "./" ? Inside(folder, at) + "/" : Inside(folder, to));
            }
        }
    }

    private static string Inside(string folder, string path)
    {
        Assert.StartsWith(Source, path, StringComparison.Ordinal);
        return Path.Join(folder, path);
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string[] words, CancellationToken stop)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, output + await errors);
    }
}
