using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halle.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Halle.Tests.Rooms;

/// <summary>
/// What grains have stored, as bytes: one committed sample of each state and released version (NAME.VERSION.base64, and beside it what it says). A state
/// that changes gets a sample more, with the next version; an old one is never written again.
/// </summary>
public sealed class GoldenStatesTests
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Repository.PathTo("tests", "Grains.Tests", "Golden", "states");

    /// <summary>The state of each grain that has one.</summary>
    private static Dictionary<string, Type> States => typeof(Room).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IGrainBase)))
        .SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        .Select(parameter => parameter.ParameterType)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IPersistentState<>))
        .Select(type => type.GetGenericArguments()[0])
        .Distinct()
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static TheoryData<string> Samples =>
    [
        .. States.Keys.Select(name => name + ".1")
            .Union(Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.base64").Select(file => Path.GetFileNameWithoutExtension(file)) : [], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    [Theory(DisplayName = "[DE14] A stored state of each version is still read, nothing it says is lost, and nothing it could not say yet is missing")]
    [MemberData(nameof(Samples))]
    public async Task A_stored_state_is_still_read(string sample)
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var storage = new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>());
        var type = States[sample.Split('.')[0]];
        var (bytes, says) = (Path.Combine(Folder, sample + ".base64"), Path.Combine(Folder, sample + ".json"));
        if (!File.Exists(bytes))
        {
            var made = StoredSample.Of(type);
            Repository.Matches(bytes, Convert.ToBase64String(Call(storage, nameof(storage.Serialize), type, made) is BinaryData data ? data : throw new NotSupportedException()) + "\n");
            Repository.Matches(says, JsonSerializer.Serialize(made, type, Plain) + "\n");
        }

        var stop = TestContext.Current.CancellationToken;
        var stored = new BinaryData(Convert.FromBase64String(await File.ReadAllTextAsync(bytes, stop)));
        var read = Call(storage, nameof(storage.Deserialize), type, stored)!;

        GoldenJson.Contains(JsonSerializer.SerializeToNode(read, type)!, JsonNode.Parse(await File.ReadAllTextAsync(says, stop))!, sample);
        Assert.Empty(Missing(read, type.Name));
    }

    [Fact(DisplayName = "[DE14] A member that an older state could not have is noticed when nothing may be there and nothing is")]
    public void Missing_members_are_noticed()
    {
        Assert.Equal(["it.Name", "it.Rooms", "it.Inner[0].Name"], Missing(new Late(null!, default, null, [new Late(null!, [], null, [])]), "it"));
    }

    private static object? Call(OrleansGrainStorageSerializer storage, string method, Type type, object argument) =>
        typeof(OrleansGrainStorageSerializer).GetMethod(method)!.MakeGenericMethod(type).Invoke(storage, [argument]);

    private static IEnumerable<string> Missing(object value, string at)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0 && property.SetMethod is not null))
        {
            var (name, member) = ($"{at}.{property.Name}", property.GetValue(value));
            if (member is null ? nullability.Create(property).ReadState == NullabilityState.NotNull : IsDefault(member))
            {
                yield return name;
            }
            else if (member is IEnumerable list and not (string or byte[]))
            {
                foreach (var missing in list.Cast<object>().SelectMany((item, index) => IsOurs(item) ? Missing(item, $"{name}[{index}]") : []))
                {
                    yield return missing;
                }
            }
            else if (member is not null && IsOurs(member))
            {
                foreach (var missing in Missing(member, name))
                {
                    yield return missing;
                }
            }
        }
    }

    private static bool IsDefault(object member) =>
        member.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            && (bool)type.GetProperty(nameof(ImmutableArray<>.IsDefault))!.GetValue(member)!;

    private static bool IsOurs(object value) => value.GetType() is { IsEnum: false } type && type.Namespace?.StartsWith("Halle", StringComparison.Ordinal) == true;

    private sealed record Late(string Name, ImmutableArray<string> Rooms, string? Maybe, ImmutableArray<Late> Inner);
}
