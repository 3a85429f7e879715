using System.Text.RegularExpressions;
using Halle.Shared;

namespace Halle.Tests.Telemetry;

/// <summary>Who watches an event reads docs/operations.md: it names each figure as <c>/metrics</c> does.</summary>
public sealed partial class OperationsDocumentTests
{
    private static readonly string Root = RunningEdge.RepositoryRoot();

    [Fact(DisplayName = "[LI50] Every figure of the code is explained in docs/operations.md, by the name it has at /metrics, and no other is")]
    public void Figures_are_explained()
    {
        var counted = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*Instruments.cs", SearchOption.AllDirectories)
            .SelectMany(file => Made().Matches(File.ReadAllText(file)))
            .Select(made => Exported(made.Groups["kind"].Value, made.Groups["name"].Value, made.Groups["unit"].Value))
            .Order(StringComparer.Ordinal)
            .ToList();
        var explained = Named().Matches(File.ReadAllText(Path.Combine(Root, "docs", "operations.md"))).Select(name => name.Value).Distinct(StringComparer.Ordinal);

        Assert.NotEmpty(counted);
        Assert.Equal(counted, explained.Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "[LI50] Figures are made where that test looks for them")]
    public void Figures_are_made_in_instruments()
    {
        var elsewhere = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("Instruments.cs", StringComparison.Ordinal) && Call().IsMatch(File.ReadAllText(file)));
        var unread = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*Instruments.cs", SearchOption.AllDirectories)
            .Where(file => Call().Count(File.ReadAllText(file)) != Made().Count(File.ReadAllText(file)));

        Assert.Empty(elsewhere);
        Assert.Empty(unread);
    }

    /// <summary>As the exporter writes it: a unit and what a counter is are part of the name, once.</summary>
    private static string Exported(string kind, string name, string unit)
    {
        var exported = name.Replace('.', '_');
        exported += unit is "s" ? "_seconds" : "";
        return exported + (kind is "Counter" or "ObservableCounter" ? "_total" : "");
    }

    [GeneratedRegex("""\.Create(?:Observable)?(?:Counter|UpDownCounter|Histogram|Gauge)\b""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Call();

    [GeneratedRegex(
        """\.Create(?<kind>(Observable)?(Counter|UpDownCounter|Histogram|Gauge))(<\w+>)?\(\s*"(?<name>halle\.[a-z_.]+)"(, \(\) => [^(),]+(\([^()]*\))?)?(, "(?<unit>s|By)")?[,)]""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Made();

    [GeneratedRegex("halle_(live|rooms|capacity|sign_in)_[a-z_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Named();
}
