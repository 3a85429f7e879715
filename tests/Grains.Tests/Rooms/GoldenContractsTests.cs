using System.Reflection;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>
/// What silos and edges say to each other, and what grains store: during an upgrade one of them is a version older, and what is stored may be of any.
/// Every released version's list stays in <c>Golden/contracts</c> and <c>Golden/states</c>; what is on it may be added to, never changed.
/// </summary>
public sealed class GoldenContractsTests
{
    private static readonly Dictionary<string, Assembly> Described = new(StringComparer.Ordinal)
    {
        ["contracts"] = typeof(IRoomGrain).Assembly,
        ["states"] = typeof(Room).Assembly,
    };

    [Theory(DisplayName = "[DE6] [DE14] [R23] Every grain call and every serialised member of each released version is still understood")]
    [InlineData("contracts")]
    [InlineData("states")]
    public void Nothing_that_was_released_has_changed(string list)
    {
        var folder = Repository.PathTo("tests", "Grains.Tests", "Golden", list);
        var now = Describe(Described[list]).ToHashSet(StringComparer.Ordinal);
        var first = Path.Combine(folder, "1.txt");
        if (!File.Exists(first))
        {
            Repository.Matches(first, string.Join('\n', now.Order(StringComparer.Ordinal)) + "\n");
        }

        foreach (var release in Directory.GetFiles(folder, "*.txt"))
        {
            var broken = File.ReadAllLines(release).Where(line => line.Length > 0 && !now.Contains(line)).ToList();
            Assert.True(broken.Count == 0, $"Of {Path.GetFileName(release)} these no longer hold:\n{string.Join('\n', broken)}");
        }
    }

    [Fact(DisplayName = "[DE6] The list of contracts notices a member that changed its place or type, and a call that changed its name")]
    public void Changes_are_noticed()
    {
        var lines = Describe(typeof(GoldenContractsTests).Assembly).ToHashSet(StringComparer.Ordinal);

        Assert.Contains("halle.tests.Sample 0 Int64", lines);
        Assert.Contains("halle.tests.Sample 1 String", lines);
        Assert.DoesNotContain("halle.tests.Sample 0 String", lines);
        Assert.Contains("halle.tests.ISample.Ask(Int64) Task<String>", lines);
    }

    private static IEnumerable<string> Describe(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => AliasOf(type) is not null && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute))))
        {
            var alias = AliasOf(type);
            if (type.IsEnum)
            {
                foreach (var value in Enum.GetValuesAsUnderlyingType(type))
                {
                    yield return $"{alias} {value} {Enum.GetName(type, value)}";
                }
            }
            else if (type.IsInterface)
            {
                foreach (var method in type.GetMethods().Where(method => AliasOf(method) is not null))
                {
                    yield return $"{alias}.{AliasOf(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}";
                }
            }
            else
            {
                foreach (var line in Members(type))
                {
                    yield return $"{alias} {line}";
                }
            }
        }
    }

    /// <summary>A record's members are numbered by their place in its constructor, others by their attribute.</summary>
    private static IEnumerable<string> Members(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).FirstOrDefault();
        var places = (constructor?.GetParameters() ?? []).Select((parameter, at) => (At: (uint)at, Type: parameter.ParameterType));
        var numbered = type.GetProperties()
            .Where(property => property.GetCustomAttribute<IdAttribute>() is not null)
            .Select(property => (At: property.GetCustomAttribute<IdAttribute>()!.Id, Type: property.PropertyType));
        return places.Concat(numbered).Select(member => $"{member.At} {Name(member.Type)}");
    }

    private static string Name(Type type) =>
        type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : AliasOf(type) ?? type.Name;

    /// <summary>Some have an older name beside theirs.</summary>
    private static string? AliasOf(MemberInfo member) =>
        member.GetCustomAttributes<AliasAttribute>(inherit: false).Select(attribute => attribute.Alias).Order(StringComparer.Ordinal).FirstOrDefault();
}

[GenerateSerializer, Alias("halle.tests.Sample")]
internal sealed record GoldenSample(long Number, string Text);

[Alias("halle.tests.ISample")]
internal interface IGoldenSample : IGrainObserver
{
    [Alias("Ask")]
    Task<string> Ask(long number);
}
