using System.Globalization;
using System.Text.RegularExpressions;

namespace Halle.Tests.Rooms;

/// <summary>The list of bad input is only worth something as long as every row of it is a test.</summary>
public sealed partial class BadInputsDocTests
{
    [Fact(DisplayName = "[BI1] Every row of docs/bad-inputs.md has a test that carries its id and one of its rules")]
    public void Every_row_has_a_test()
    {
        var names = Directory.EnumerateFiles(Repository.PathTo("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .SelectMany(file => File.ReadLines(file))
            .Where(line => line.Contains("DisplayName = \"", StringComparison.Ordinal))
            .Select(line => (Rules: Rules(line), Rows: Rows(line)))
            .ToList();
        var rows = File.ReadLines(Repository.PathTo("docs", "bad-inputs.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && Rule().IsMatch(line.Split('|')[^2]))
            .Select(line => line.Split('|'))
            .SelectMany(cells => (cells.Length > 5 ? Rows(cells[1]) : [""]).Select(row => (Row: row, Rules: Rule().Matches(cells[^2]).Select(rule => rule.Value).ToArray())))
            .ToList();

        Assert.InRange(rows.Count, 100, 1_000);
        Assert.Equal([], rows
            .Where(row => !names.Any(name => name.Rules.Overlaps(row.Rules) && (row.Row.Length == 0 || name.Rows.Contains(row.Row))))
            .Select(row => $"{row.Row} ({string.Join(", ", row.Rules)}) has no test"));
        Assert.Equal([], rows.Where(row => row.Row.Length > 0).GroupBy(row => row.Row, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => $"{group.Key} stands there twice"));
    }

    private static HashSet<string> Rules(string name) => [.. Carried().Matches(name).Select(match => match.Groups["rule"].Value)];

    /// <summary><c>C05</c>, and all of <c>C05–C10</c>.</summary>
    private static HashSet<string> Rows(string text) =>
    [
        .. RowIds().Matches(text).SelectMany(match =>
        {
            var digits = match.Groups["first"].Value;
            var first = int.Parse(digits, CultureInfo.InvariantCulture);
            var last = match.Groups["last"].Success ? int.Parse(match.Groups["last"].Value, CultureInfo.InvariantCulture) : first;
            return Enumerable.Range(first, last - first + 1)
                .Select(number => match.Groups["letter"].Value + number.ToString(CultureInfo.InvariantCulture).PadLeft(digits.Length, '0'));
        }),
    ];

    [GeneratedRegex(@"\b[A-Z]{2}[0-9]+\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\[(?<rule>[A-Z]{2}[0-9]+)\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Carried();

    [GeneratedRegex(@"\b(?<letter>[WECNJKAGFS])(?<first>[0-9]{1,2})(?:\u2013[A-Z]?(?<last>[0-9]{1,2}))?\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RowIds();
}
