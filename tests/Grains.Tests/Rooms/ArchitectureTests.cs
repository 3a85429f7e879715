using System.Reflection;
using System.Reflection.Emit;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Tests.Rooms;

/// <summary>Rules are plain C#: everything a part can reach is read, down to the instructions.</summary>
public sealed class ArchitectureTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Grains = typeof(Room).Assembly;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    [Fact(DisplayName = "[RO8] No rule reaches Orleans, tasks, clocks, randomness, logs, files or the network")]
    public void No_rule_reaches_the_world()
    {
        var rules = Reachable();

        var reached = rules.SelectMany(type => Members(type).SelectMany(member => Used(member).Select(used => (member, used))))
            .Where(pair => IsOfTheWorld(pair.used))
            .Select(pair => $"{pair.member.DeclaringType}.{pair.member.Name} uses {pair.used.DeclaringType ?? pair.used}.{pair.used.Name}")
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(reached);
        Assert.True(rules.Count > 40, $"Only {rules.Count} types were reached.");
        Assert.Contains(typeof(MessageText), rules);
    }

    [Fact(DisplayName = "[RO8] The reader of instructions sees what it looks for")]
    public void The_reader_sees_a_clock()
    {
        var method = typeof(ArchitectureTests).GetMethod(nameof(ReadsAClock), All)!;

        Assert.Contains(Used(method), IsOfTheWorld);
    }

    private static long ReadsAClock() => TimeProvider.System.GetTimestamp();

    private static HashSet<Type> Reachable()
    {
        var reached = new HashSet<Type>();
        var next = new Queue<Type>(Grains.GetTypes().Where(type => type.IsAssignableTo(typeof(IRoomPart)))
            .Concat([typeof(Room), typeof(RoomFactory), typeof(DisplayName)]));
        while (next.TryDequeue(out var type))
        {
            type = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
            if (type.Assembly != Grains || !reached.Add(type))
            {
                continue;
            }

            foreach (var used in type.GetNestedTypes(All).Concat(Members(type).SelectMany(Used).SelectMany(Types)))
            {
                next.Enqueue(used);
            }
        }

        return reached;
    }

    private static IEnumerable<MemberInfo> Members(Type type) =>
        type.GetMembers(All).Where(member => member is MethodBase or FieldInfo);

    private static IEnumerable<MemberInfo> Used(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        MethodBase method => [.. method.GetParameters().Select(parameter => parameter.ParameterType), .. Returned(method), .. Instructions(method)],
        _ => [],
    };

    private static IEnumerable<Type> Returned(MethodBase method) => method is MethodInfo info ? [info.ReturnType] : [];

    private static IEnumerable<Type> Types(MemberInfo member) =>
        member is Type type ? [type, .. type.GenericTypeArguments] : member.DeclaringType is { } declaring ? [declaring, .. declaring.GenericTypeArguments] : [];

    private static IEnumerable<MemberInfo> Instructions(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            yield break;
        }

        var (ofType, ofMethod) = (method.DeclaringType!.GetGenericArguments(), method is MethodInfo ? method.GetGenericArguments() : []);
        for (var at = 0; at < code.Length;)
        {
            var value = (int)code[at++];
            value = value == 0xFE ? (value << 8) | code[at++] : value;
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    // The compiler's own iterators ask which thread they are on, to be cheap for a single reader.
    private static bool IsEnvironment(MemberInfo member, Type type) =>
        type == typeof(Environment) && !string.Equals(member.Name, "get_CurrentManagedThreadId", StringComparison.Ordinal);

    private static bool IsOfTheWorld(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType!;
        var space = type.Namespace ?? "";
        return space.StartsWith("Orleans", StringComparison.Ordinal)
            || space.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            || space is "System.IO" or "System.Diagnostics"
            || space.StartsWith("System.Net", StringComparison.Ordinal)
            || (space.StartsWith("System.Threading", StringComparison.Ordinal) && type != typeof(System.Threading.Interlocked))
            || type == typeof(TimeProvider) || type == typeof(Random) || IsEnvironment(member, type) || type == typeof(Console)
            || (type == typeof(Guid) && string.Equals(member.Name, nameof(Guid.NewGuid), StringComparison.Ordinal))
            || ((type == typeof(DateTime) || type == typeof(DateTimeOffset)) && member.Name is "get_Now" or "get_UtcNow" or "get_Today");
    }
}
