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

    [Fact(DisplayName = "[RO9] Every rule these tests name is in docs/rules.md, and every rule of chat, text, moderation and rooms has a test")]
    public void Every_rule_has_a_test()
    {
        var named = typeof(RulesDocTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<FactAttribute>())
            .SelectMany(fact => Number().Matches(fact.DisplayName ?? "").Select(match => match.Groups["rule"].Value))
            .Where(number => number[..2] is "CH" or "TX" or "MO" or "RO")
            .ToHashSet(StringComparer.Ordinal);
        var written = Written().Matches(Rules).Select(match => match.Groups["rule"].Value).Where(number => number[..2] is "CH" or "TX" or "MO" or "RO");

        Assert.Equal(written.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<rule>[A-Z]{2}[0-9]+)\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^- \*\*(?<rule>[A-Z]{2}[0-9]+)\*\*", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Written();
}
