namespace Halle.Cluster.Tests.Topology;

/// <summary><c>deploy/Dockerfile</c>, as far as these tests ask: its stages with their lines.</summary>
internal sealed class ImageRecipe(IEnumerable<string> lines)
{
    private readonly List<Stage> _stages = [.. Stages(lines)];

    public static ImageRecipe Read() => new(File.ReadLines(Path.Combine(RunningCluster.Root, "deploy", "Dockerfile")));

    public Stage this[string name] => _stages.Single(stage => string.Equals(stage.Name, name, StringComparison.Ordinal));

    /// <summary>Whom a stage's programs run as: its own last word, or that of the stage it begins with. Of an image that is not ours nobody here knows.</summary>
    public string? UserOf(string name)
    {
        var stage = this[name];
        return stage.Of("USER").LastOrDefault()?[0] ?? (_stages.Exists(other => string.Equals(other.Name, stage.From, StringComparison.Ordinal)) ? UserOf(stage.From) : null);
    }

    private static IEnumerable<Stage> Stages(IEnumerable<string> lines)
    {
        var stage = default(Stage);
        foreach (var words in lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is not ["FROM", var from, "AS", var name])
            {
                stage?.Lines.Add(words);
                continue;
            }

            if (stage is not null)
            {
                yield return stage;
            }

            stage = new Stage(name, from, []);
        }

        yield return stage!;
    }

    /// <param name="Lines">Each in words, its instruction first.</param>
    internal sealed record Stage(string Name, string From, List<string[]> Lines)
    {
        /// <summary>What stands behind an instruction, each time it is given.</summary>
        public IEnumerable<string[]> Of(string instruction) =>
            Lines.Where(line => string.Equals(line[0], instruction, StringComparison.Ordinal)).Select(line => line[1..]);
    }
}
