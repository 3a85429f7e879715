using System.Collections.Immutable;
using System.Text.Json;
using Halle.Rooms;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using JsonException = System.Text.Json.JsonException;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Halle.Programme.Loading;

/// <summary>Reads a programme file, or says everything that is wrong with it: first its shape, by the schema; then what its parts say of each other.</summary>
public static class ProgrammeReader
{
    /// <summary>A thousand classes and their staff are 400 KB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private static readonly JsonSerializerOptions Strict = new(RoomJson.Options)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <param name="now">Invitations that are over, or hold too long, are refused.</param>
    public static async Task<(ProgrammeFile? File, ImmutableArray<ProgrammeFault> Faults)> ReadAsync(
        string text, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return (null, [new ProgrammeFault("too_large", "", 0, $"at most {MaxBytes / 1024 / 1024} MB")]);
        }

        JToken document;
        try
        {
            document = Parse(text);
        }
        catch (JsonReaderException error)
        {
            // Newtonsoft speaks of "path 'x', line y, position z" at the end of its message, which is told apart here.
            var end = error.Message.IndexOf(". Path '", StringComparison.Ordinal);
            return (null, [new ProgrammeFault("not_json", error.Path ?? "", error.LineNumber, end < 0 ? error.Message : error.Message[..end])]);
        }

        var schema = await ReadSchemaAsync(cancellationToken);
        var faults = schema.Validate(document).SelectMany(SchemaFaults.Of).OrderBy(fault => fault.Line).ToImmutableArray();
        if (faults.Length > 0)
        {
            return (null, faults);
        }

        try
        {
            var file = JsonSerializer.Deserialize<ProgrammeFile>(text, Strict) ?? throw new JsonException("Nothing was written.");
            faults = [.. ProgrammeRules.Check(file, now)
                .Select(fault => fault with { Line = (document.SelectToken(fault.Path) as IJsonLineInfo)?.LineNumber ?? 0 })
                .OrderBy(fault => fault.Line)];
            return faults.Length > 0 ? (null, faults) : (file, []);
        }
        catch (JsonException error)
        {
            // The schema lets nothing through that this reader does not take; if it ever does, it is told all the same.
            return (null, [new ProgrammeFault("wrong_type", error.Path ?? "", (int)(error.LineNumber ?? -1) + 1, error.Message)]);
        }
    }

    public static async Task<JsonSchema> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        using var stream = typeof(ProgrammeReader).Assembly.GetManifestResourceStream("programme.schema.json")
            ?? throw new InvalidOperationException("programme.schema.json is not in the program.");
        return await JsonSchema.FromJsonAsync(stream, cancellationToken);
    }

    private static JToken Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, MaxDepth = 16 };
        var document = JToken.Load(
            reader,
            new JsonLoadSettings
            {
                CommentHandling = CommentHandling.Ignore,
                LineInfoHandling = LineInfoHandling.Load,
                DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
            });
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonReaderException("Something stands behind the document", "", reader.LineNumber, reader.LinePosition, innerException: null);
            }
        }

        return document;
    }
}

/// <summary>The schema's findings in our codes and words.</summary>
internal static class SchemaFaults
{
    /// <summary>One finding for each thing that is wrong: what an entry of a list is wrong by, not that it is.</summary>
    public static IEnumerable<ProgrammeFault> Of(ValidationError error) => error switch
    {
        ChildSchemaValidationError { Kind: ValidationErrorKind.NotAnyOf } forms => OfTheMeant(forms),
        ChildSchemaValidationError { Errors.Count: > 0 } list => list.Errors.Values.SelectMany(inner => inner).SelectMany(Of),
        _ => [Read(error)],
    };

    /// <summary>Of several forms that a value may have, the faults of the one it was meant to have, which is told by its type.</summary>
    private static IEnumerable<ProgrammeFault> OfTheMeant(ChildSchemaValidationError forms) =>
        forms.Errors.Values.FirstOrDefault(faults => !faults.Any(fault => fault.Kind is ValidationErrorKind.StringExpected or ValidationErrorKind.ObjectExpected))
            is { } meant ? meant.SelectMany(Of) : [Read(forms)];

    private static ProgrammeFault Read(ValidationError error)
    {
        var (schema, path) = (error.Schema, (error.Path ?? "").TrimStart('#', '/').Replace("/", ".", StringComparison.Ordinal));
        var (code, expected) = error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => ("missing", $"'{error.Property}' is needed"),
            ValidationErrorKind.NoAdditionalPropertiesAllowed => (
                "unknown_member", $"no '{error.Property}' here; known: {string.Join(", ", schema.ActualProperties.Keys)}"),
            ValidationErrorKind.NotInEnumeration => ("not_allowed", $"one of {string.Join(", ", schema.Enumeration)}"),
            ValidationErrorKind.PatternMismatch => ("wrong_form", schema.Description ?? $"text like {schema.Pattern}"),
            ValidationErrorKind.StringTooLong => ("too_long", $"at most {schema.MaxLength} characters"),
            ValidationErrorKind.StringTooShort => ("empty", $"at least {schema.MinLength} characters"),
            ValidationErrorKind.NumberTooSmall or ValidationErrorKind.NumberTooBig => ("out_of_range", $"{schema.Minimum} to {schema.Maximum}"),
            ValidationErrorKind.TooManyItems => ("too_many", $"at most {schema.MaxItems}"),
            ValidationErrorKind.TooFewItems => ("missing", $"at least {schema.MinItems}"),
            ValidationErrorKind.ItemsNotUnique => ("duplicate", "each once"),
            ValidationErrorKind.DateTimeExpected => ("wrong_form", "a time with its offset, such as 2026-11-27T09:30:00+01:00"),
            _ => ("wrong_type", Describe(schema)),
        };
        return new ProgrammeFault(code, path, error.HasLineInfo ? error.LineNumber : 0, expected);
    }

    private static string Describe(JsonSchema schema) =>
        (schema.Type, schema.Description) switch
        {
            (JsonObjectType.None, { } forms) => forms,
            (var type, { } description) => $"{type.ToString().ToLowerInvariant()}: {description}",
            var (type, _) => type.ToString().ToLowerInvariant(),
        };
}
