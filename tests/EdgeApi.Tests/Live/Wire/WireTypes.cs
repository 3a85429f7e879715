using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Talks;

namespace Halle.Tests.Live.Wire;

/// <summary>Writes the browser's half of the contract from the server's, by reflection.</summary>
internal sealed class WireTypes
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly HashSet<Type> Texts = [typeof(string), typeof(RoomId), typeof(PersonId), typeof(ClientId), typeof(DateTimeOffset)];

    private static readonly HashSet<Type> Numbers = [typeof(int), typeof(long), typeof(double)];

    private readonly StringBuilder _out = new();
    private readonly SortedDictionary<string, Type> _types = new(StringComparer.Ordinal);

    public static string Write() => new WireTypes().WriteAll();

    private string WriteAll()
    {
        foreach (var root in RoomJson.Entities.Values.Concat(RoomJson.Commands.Values))
        {
            Collect(root);
        }

        foreach (var method in Methods(typeof(ILiveClient)).Concat(Methods(typeof(ILiveServer))))
        {
            foreach (var type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(Answer(method)))
            {
                Collect(type);
            }
        }

        Line("// Generated from src/EdgeApi/Live/Contract and src/Grains.Interfaces. Do not edit: change the C# contract, then run");
        Line("//   HALLE_UPDATE_WIRE=1 dotnet test --project tests/EdgeApi.Tests");
        Line("// A member that is null on the server is absent here. Times are ISO 8601 text, ids are text.");
        Line();
        Constants("rejectionCodes", "RejectionCode", Codes(typeof(RejectionCode)));
        Constants("closingCodes", "ClosingCode", Codes(typeof(ClosingCode)));
        Constants("reactions", "ReactionName", Reaction.All.Order(StringComparer.Ordinal));
        Constants("entityTypes", "EntityType", RoomJson.Entities.Keys.Order(StringComparer.Ordinal));
        Constants("commandTypes", "CommandType", RoomJson.Commands.Keys.Order(StringComparer.Ordinal));

        foreach (var type in _types.Values.Where(type => type.IsEnum))
        {
            Line($"export type {type.Name} = {string.Join(" | ", Enum.GetNames(type).Select(name => $"'{Camel(name)}'"))};");
        }

        Line();
        foreach (var type in _types.Values.Where(type => !type.IsEnum && !IsCommand(type)))
        {
            Interface(type);
        }

        Union("Entity", RoomJson.Entities);
        foreach (var type in _types.Values.Where(IsCommand))
        {
            Interface(type);
        }

        Union("RoomCommand", RoomJson.Commands);
        Calls("LiveClient", "What the server calls in the browser.", typeof(ILiveClient), "void");
        Calls("LiveServer", "What the browser calls at the server; the names are the ones to invoke.", typeof(ILiveServer), answer: null);
        return _out.ToString().TrimEnd('\n') + "\n";
    }

    private void Collect(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
            {
                Collect(argument);
            }

            return;
        }

        if (Texts.Contains(type) || Numbers.Contains(type) || type == typeof(bool) || type == typeof(JsonElement) || type == typeof(Entity) ||
            type == typeof(void) || !_types.TryAdd(type.Name, type) || type.IsEnum)
        {
            return;
        }

        foreach (var property in Properties(type))
        {
            Collect(property.PropertyType);
        }
    }

    private void Interface(Type type)
    {
        Line($"export interface {type.Name} {{");
        if (Name(type) is { } name)
        {
            Line($"  readonly type: '{name}';");
        }

        foreach (var property in Properties(type))
        {
            var optional = Nullability.Create(property).ReadState == NullabilityState.Nullable || HasDefault(type, property) ? "?" : "";
            Line($"  readonly {Camel(property.Name)}{optional}: {Of(type, property)};");
        }

        Line("}");
        Line();
    }

    private void Calls(string name, string what, Type contract, string? answer)
    {
        Line($"/** {what} */");
        Line($"export interface {name} {{");
        foreach (var method in Methods(contract))
        {
            var parameters = method.GetParameters().Select(parameter => $"{parameter.Name}: {Of(parameter.ParameterType)}");
            Line($"  {method.Name}({string.Join(", ", parameters)}): {answer ?? $"Promise<{Of(Answer(method))}>"};");
        }

        Line("}");
        Line();
    }

    private void Constants(string list, string union, IEnumerable<string> values)
    {
        Line($"export const {list} = [");
        foreach (var value in values)
        {
            Line($"  '{value}',");
        }

        Line("] as const;");
        Line($"export type {union} = (typeof {list})[number];");
        Line();
    }

    private void Union(string name, IReadOnlyDictionary<string, Type> members)
    {
        Line($"export type {name} =");
        var sorted = members.Values.Select(type => type.Name).Order(StringComparer.Ordinal).ToList();
        Line(string.Join('\n', sorted.Select(member => $"  | {member}")) + ";");
        Line();
    }

    private static string Of(Type owner, PropertyInfo property) => property.Name switch
    {
        nameof(Closing.Code) when owner == typeof(Closing) => nameof(ClosingCode),
        nameof(Closing.Code) when owner.Assembly == typeof(Closing).Assembly => nameof(RejectionCode),
        _ => Of(property.PropertyType),
    };

    private static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            return type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? $"readonly {Of(arguments[0])}[]"
                : type.GetGenericTypeDefinition() == typeof(ImmutableDictionary<,>) ? $"Readonly<Record<string, {Of(arguments[1])}>>"
                : throw new NotSupportedException($"{type} has no form on the wire.");
        }

        return Texts.Contains(type) ? "string"
            : Numbers.Contains(type) ? "number"
            : type == typeof(bool) ? "boolean"
            : type == typeof(JsonElement) ? nameof(RoomCommand)
            : type.Name;
    }

    private static Type Answer(MethodInfo method) =>
        method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(void);

    private static IEnumerable<MethodInfo> Methods(Type contract) => contract.GetMethods().OrderBy(method => method.MetadataToken);

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.DeclaringType == type ? 1 : 0)
            .ThenBy(property => property.MetadataToken);

    private static bool HasDefault(Type type, PropertyInfo property) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.HasDefaultValue && string.Equals(parameter.Name, property.Name, StringComparison.Ordinal));

    private static bool IsCommand(Type type) => type.IsSubclassOf(typeof(RoomCommand));

    private static string? Name(Type type) =>
        RoomJson.Entities.Concat(RoomJson.Commands).Where(pair => pair.Value == type).Select(pair => pair.Key).SingleOrDefault();

    private static IEnumerable<string> Codes(Type constants) =>
        constants.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private void Line(string text = "") => _out.Append(CultureInfo.InvariantCulture, $"{text}\n");
}
