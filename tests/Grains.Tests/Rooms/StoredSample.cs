using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>Something in every member of a stored type.</summary>
internal static class StoredSample
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 9, 30, 0, TimeSpan.Zero);

    public static object Of(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Of(inner)
        : type == typeof(string) ? "Été comme hiver"
        : type == typeof(int) ? 3
        : type == typeof(long) ? 3L
        : type == typeof(bool) ? true
        : type == typeof(byte[]) ? Enumerable.Range(0, 32).Select(number => (byte)number).ToArray()
        : type == typeof(DateTimeOffset) ? At
        : type == typeof(TimeSpan) ? TimeSpan.FromMinutes(5)
        : type == typeof(RoomId) ? Cast.Booth
        : type == typeof(PersonId) ? Cast.Visitor(1).Person
        : type.IsEnum ? Enum.ToObject(type, 1)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? ListOf(type.GetGenericArguments()[0])
        : Made(type);

    private static object ListOf(Type item)
    {
        var items = Array.CreateInstance(item, 2);
        items.SetValue(Of(item), 0);
        items.SetValue(Of(item), 1);
        return typeof(ImmutableArray).GetMethods()
            .Single(method => method.Name is nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item)
            .Invoke(null, [items])!;
    }

    private static object Made(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length) ?? throw new NotSupportedException($"Teach this sample how to make a {type}.");
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(IdAttribute), inherit: false)))
        {
            property.SetValue(made, Of(property.PropertyType));
        }

        return made;
    }
}
