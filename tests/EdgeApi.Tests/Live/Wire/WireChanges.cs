using System.Text.RegularExpressions;

namespace Halle.Tests.Live.Wire;

/// <summary>Compares two versions of the generated <c>wire.ts</c>: a page and an edge may each be the older one during an upgrade.</summary>
internal static partial class WireChanges
{
    /// <returns>Every change that one of the two sides, being older, would not understand.</returns>
    public static IEnumerable<string> Breaking(string released, string now)
    {
        var (before, after) = (Read(released), Read(now));
        foreach (var (name, parts) in before)
        {
            if (!after.TryGetValue(name, out var there))
            {
                yield return $"{name} is gone";
                continue;
            }

            foreach (var gone in parts.Except(there, StringComparer.Ordinal))
            {
                yield return $"{name}: {gone} is gone";
            }

            foreach (var demanded in there.Except(parts, StringComparer.Ordinal).Where(part => part.StartsWith("readonly ", StringComparison.Ordinal) && !part.Contains("?: ", StringComparison.Ordinal)))
            {
                yield return $"{name}: {demanded} is new and not optional";
            }
        }
    }

    /// <summary>The members of interfaces, the values of lists, the alternatives of types, by the name they are exported under.</summary>
    private static Dictionary<string, List<string>> Read(string file)
    {
        var exports = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? open = null;
        foreach (var line in file.Split('\n').Select(line => line.Trim()))
        {
            if (Export().Match(line) is { Success: true } export)
            {
                exports[export.Groups["name"].Value] = open = [.. export.Groups["rest"].Value.Split(" | ").Select(Part).Where(part => part.Length > 0)];
            }
            else if (line is "" or "}" or "] as const;")
            {
                open = null;
            }
            else
            {
                open?.Add(Part(line));
            }
        }

        return exports;
    }

    private static string Part(string text) => text.Trim(' ', '|', ';', ',', '{', '[');

    [GeneratedRegex(@"^export (interface|type|const) (?<name>\w+) ?=?(?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Export();
}
