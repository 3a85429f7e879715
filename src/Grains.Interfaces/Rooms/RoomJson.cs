using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Halle.Rooms;

/// <summary>
/// The one JSON dialect of Halle: commands from browsers, events in the journal, entities on the wire. Strict where it reads:
/// unknown and duplicate members, depth over 16 and wrong types are refused.
/// </summary>
public static class RoomJson
{
    public static readonly JsonSerializerOptions Options = Create();

    /// <summary>Dotted command name → type, from <c>[Alias]</c>.</summary>
    public static IReadOnlyDictionary<string, Type> Commands { get; } =
        Names(typeof(RoomCommand), type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias);

    /// <summary>Dotted event name → type, from <see cref="EventNameAttribute"/>.</summary>
    public static IReadOnlyDictionary<string, Type> Events { get; } =
        Names(typeof(RoomEvent), type => type.GetCustomAttribute<EventNameAttribute>()?.Name);

    /// <summary>Entity name → type, from <see cref="EntityNameAttribute"/>.</summary>
    public static IReadOnlyDictionary<string, Type> Entities { get; } =
        Names(typeof(Entity), type => type.GetCustomAttribute<EntityNameAttribute>()?.Name);

    public static string NameOf(RoomCommand command) => CommandNames[command.GetType()];

    public static string NameOf(Type command) => CommandNames[command];

    private static readonly Dictionary<Type, string> CommandNames = Commands.ToDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly Dictionary<Type, string> EntityNames = Entities.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static EntityKey KeyOf(Entity entity) => new(EntityNames[entity.GetType()], entity.Id);

    public static byte[] Write(IReadOnlyList<StoredEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, Options);

    public static StoredEvent[] ReadEvents(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<StoredEvent[]>(json, Options) ?? throw new JsonException("A commit is a list of events.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // Web defaults read "1" as 1; a strict contract does not.
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 16,
            // HTML is never built from this JSON; the strict default would write é as six bytes.
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameDerivedTypes, AllowAbsentNulls } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TextIdConverter<RoomId>(text => RoomId.TryParse(text, out var id) ? id : null, id => id.ToGrainKey()));
        options.Converters.Add(new TextIdConverter<PersonId>(text => PersonId.TryParse(text, out var id) ? id : null, id => id.Value));
        options.Converters.Add(new TextIdConverter<ClientId>(text => ClientId.TryParse(text, out var id) ? id : null, id => id.Value));
        options.MakeReadOnly();
        return options;
    }

    private static void NameDerivedTypes(JsonTypeInfo info)
    {
        var names = info.Type == typeof(RoomCommand) ? Commands
            : info.Type == typeof(RoomEvent) ? Events
            : info.Type == typeof(Entity) ? Entities
            : null;
        if (names is null)
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions
        {
            TypeDiscriminatorPropertyName = "type",
            UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization,
        };
        foreach (var (name, type) in names)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, name));
        }
    }

    // A null is not written, so what may be null may be absent; everything else is required.
    private static void AllowAbsentNulls(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property.IsRequired && (property.AssociatedParameter?.IsNullable ?? property.IsSetNullable))
            {
                property.IsRequired = false;
            }
        }
    }

    private static Dictionary<string, Type> Names(Type root, Func<Type, string?> name) =>
        root.Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(root) && !type.IsAbstract)
            .ToDictionary(
                type => name(type) ?? throw new InvalidOperationException($"{type} has no name."), type => type, StringComparer.Ordinal);

    private sealed class TextIdConverter<T>(Func<string?, T?> parse, Func<T, string> format) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && parse(reader.GetString()) is { } id
                ? id
                : throw new JsonException($"Not a {typeof(T).Name}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(format(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            parse(reader.GetString()) ?? throw new JsonException($"Not a {typeof(T).Name}.");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(format(value));
    }
}
