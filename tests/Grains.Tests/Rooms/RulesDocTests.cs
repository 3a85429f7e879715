using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

public sealed partial class RulesDocTests
{
    private static readonly string Rules = File.ReadAllText(Repository.PathTo("docs", "rules.md"));

    [Fact(DisplayName = "[RO9] Every refusal's code is explained in docs/rules.md, and no other")]
    public void Every_code_is_explained()
    {
        var codes = typeof(RejectionCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var section = Rules[Rules.IndexOf("## Refusals", StringComparison.Ordinal)..Rules.IndexOf("## Closings", StringComparison.Ordinal)];

        Assert.Equal(codes.Order(StringComparer.Ordinal), Row().Matches(section).Select(row => row.Groups["code"].Value).Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "[RO9] Every number a test carries is a rule of docs/rules.md, and every rule there has a test")]
    public void Every_rule_has_a_test()
    {
        var carried = Tests().SelectMany(file => File.ReadLines(file)).Where(line => TestName().IsMatch(line))
            .SelectMany(line => Number().Matches(line).Select(match => match.Groups["rule"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var written = Written().Matches(Rules).SelectMany(line => NumbersOf(line.Groups["rules"].Value)).ToList();

        Assert.Equal([], carried.Except(written, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(rule => $"{rule} is carried by a test and is no rule"));
        Assert.Equal([], written.Except(carried, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(rule => $"{rule} has no test"));
        Assert.Equal([], written.GroupBy(rule => rule, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Key} is written twice"));
    }

    [Fact(DisplayName = "[RO9] Every test in a browser and every test of the web client carries the number of a rule")]
    public void Every_test_has_a_rule()
    {
        var without = Files(Path.Combine("tests", "EndToEnd.Tests"), "*.cs").Concat(OfTheWebClient()).SelectMany(file =>
            BeginningOfTest().Matches(File.ReadAllText(file)).Where(test => !test.Groups["rule"].Success)
                .Select(test => $"{Path.GetFileName(file)}: {test.Value.Trim()}…"));

        Assert.Equal([], without);
    }

    private static IEnumerable<string> Tests() => Files("tests", "*.cs").Concat(OfTheWebClient());

    private static IEnumerable<string> OfTheWebClient() => Files(Path.Combine("src", "WebClient", "src"), "*.test.ts*");

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Repository.PathTo(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    /// <summary>Of a table's first cell: <c>SI1</c>, <c>ST54, ST55</c> or <c>ST50–ST53</c>.</summary>
    private static IEnumerable<string> NumbersOf(string cell) => cell.Split(',').SelectMany(part =>
    {
        var ends = part.Trim().Split('\u2013');
        var (group, first, last) = (ends[0][..2], int.Parse(ends[0].AsSpan(2), CultureInfo.InvariantCulture), int.Parse(ends[^1].AsSpan(2), CultureInfo.InvariantCulture));
        return Enumerable.Range(first, last - first + 1).Select(number => $"{group}{number}");
    });

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();

    // A test's name, in C# and in TypeScript.
    [GeneratedRegex(@"DisplayName = ""|^\s*(?:test|it)(?:\.each\([^)]*\))?\('", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TestName();

    // Up to the number its name begins with, in C# and in TypeScript, where a table of cases may stand before the name.
    [GeneratedRegex(
        """^\s*(?:\[(?:Fact|Theory)\b(?:\(DisplayName = "(?<rule>\[[A-Z]{2}[0-9]+\])?)?|(?:test|it)(?:\.(?!each\b)\w+)*(?:\.each\((?:(?!\)\(\s*['"`]).)*\))?\((?:\s*['"`](?<rule>\[[A-Z]{2}[0-9]+\])?)?)""",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BeginningOfTest();

    // Without a number it is no rule either, and is told.
    [GeneratedRegex(@"\[(?<rule>[A-Z]{2}[0-9]*)\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^(?:- \*\*(?<rules>[A-Z]{2}[0-9]+)\*\*|\| (?<rules>[A-Z]{2}[0-9]+(?:(?:\u2013|, )[A-Z]{2}[0-9]+)*) \|)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Written();
}
