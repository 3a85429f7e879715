using System.Reflection;
using Halle.Shared;
using Halle.Status;

namespace Halle.Tests.Status;

public sealed class StatusWordsTests
{
    [Fact(DisplayName = "[OP5] Every problem the server can name is said in both languages, with what to do about it")]
    public async Task Every_problem_has_words()
    {
        var words = await File.ReadAllLinesAsync(
            Path.Combine(RunningEdge.RepositoryRoot(), "src", "WebClient", "src", "i18n", "status.ts"), TestContext.Current.CancellationToken);
        var codes = typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes.SelectMany(code => (string[])[$"  p_{code}: '", $"  p_{code}_do: '"]), key =>
            Assert.Equal(2, words.Count(line => line.StartsWith(key, StringComparison.Ordinal))));
    }
}
