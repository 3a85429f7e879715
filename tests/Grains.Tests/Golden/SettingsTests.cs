using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Halle.Hosting;
using Halle.Rooms;
using Halle.Silo;
using Halle.Storage;
using Halle.Tests.Rooms;

namespace Halle.Tests.Golden;

/// <summary>An operator has no source: every setting stands in the docs, as it is in the code.</summary>
public sealed partial class SettingsTests
{
    private static readonly Assembly[] Ours =
        [typeof(EdgeOptions).Assembly, typeof(HalleStorageOptions).Assembly, typeof(RoomOptions).Assembly, typeof(AzureTableOptions).Assembly];

    private static readonly Dictionary<string, XElement> Summaries = Ours
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);

    [Fact(DisplayName = "[SI97] docs/settings.md is every setting there is, with default, bounds and reason")]
    public void The_docs_are_the_settings() => Repository.Matches(Repository.PathTo("docs", "settings.md"), Document());

    [Fact(DisplayName = "[SI97] No setting is without a description")]
    public void No_setting_is_without_a_description() =>
        Assert.Empty(Sections().SelectMany(section => Settings(section.Name, section.Type)).Where(setting => setting.What.Length == 0).Select(setting => setting.Name));

    private static IEnumerable<(string Name, Type Type)> Sections() => Ours
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
        .Select(type => (Name: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string, Type: type))
        .Where(section => section.Name is not null)
        .Select(section => (section.Name!.StartsWith(EdgeOptions.Section, StringComparison.Ordinal) ? section.Name : EdgeOptions.Section + ":" + section.Name, section.Type))
        .OrderBy(section => section.Item1, StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Default, string Bounds, string What)> Settings(string section, Type type)
    {
        var defaults = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties().Where(IsSetting))
        {
            yield return (
                section + ":" + property.Name,
                Show(property.GetValue(defaults)),
                property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{Show(range.Minimum)} to {Show(range.Maximum)}"
                    : property.GetCustomAttribute<MinLengthAttribute>() is { } length ? $"at least {length.Length} characters" : "",
                Summaries.TryGetValue($"P:{type.FullName}.{property.Name}", out var summary) ? Plain(summary) : "");
        }
    }

    private static bool IsSetting(PropertyInfo property) => property.CanWrite || typeof(IEnumerable).IsAssignableFrom(property.PropertyType);

    private static string Show(object? value) => value switch
    {
        null or "" => "none",
        string text => $"`{text}`",
        TimeSpan { Milliseconds: 0 } time => $"`{time:c}`",
        TimeSpan time => $"`{time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0')}`",
        IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>().Select(Show)) : "none",
        bool or Enum => $"`{value.ToString()!.ToLowerInvariant()}`",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture)!,
        _ => string.Join(", ", value.GetType().GetProperties().Select(part => $"{part.Name} {Show(part.GetValue(value))}")),
    };

    private static string Plain(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement element when element.Attribute("cref") is { } cref => $"`{cref.Value[(cref.Value.LastIndexOf('.') + 1)..]}`",
                XElement element when element.Attribute("langword") is { } word => $"`{word.Value}`",
                XElement element => element.Value,
                _ => node.ToString(),
            });
        }

        return Space().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Document()
    {
        var text = new StringBuilder(
            "# Settings\n\nEvery setting of the program, from the code: a test keeps this page as it is there. What most deployments set, and the variables that are no settings, is in [operations](operations.md).\n"
            + "In the environment `:` is `__`: `Halle__Live__Linger=00:01:00`. Times are hours, minutes and seconds. What is out of bounds ends the start.\n");
        foreach (var (section, type) in Sections())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n");
            if (Summaries.TryGetValue("T:" + type.FullName, out var summary))
            {
                text.Append(Plain(summary)).Append("\n\n");
            }

            text.Append("| setting | default | bounds | what |\n|---|---|---|---|\n");
            foreach (var (name, value, bounds, what) in Settings(section, type))
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{name[(section.Length + 1)..]}` | {value} | {bounds} | {what} |\n");
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Space();
}
