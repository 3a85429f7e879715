using System.Text.Json;
using System.Text.Json.Serialization;

namespace Halle.Hosting;

/// <summary>Where to come in, for people on the console and for programs in a file.</summary>
/// <param name="Address">The public side.</param>
/// <param name="Admin">Metrics and dashboard; null when they are off.</param>
/// <param name="ClassCode">Of the demo class, in canonical form.</param>
/// <param name="ClassKey">Its room is <c>class:KEY</c>.</param>
/// <param name="Links">By role: visitor, class, professional, moderator, organiser, teacher. Empty without the demo.</param>
public sealed record SignInLinks(
    string Address, string? Admin, string? ClassCode, string? ClassKey, IReadOnlyDictionary<string, string> Links)
{
    /// <summary>Names a file that gets the links as JSON once the process is ready.</summary>
    public const string FileVariable = "HALLE_LINKS_FILE";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly (string Role, string Label)[] Labels =
    [
        ("visitor", "Visiteur / visitor"),
        ("class", "Élève, avec le code de la classe / pupil, with the class code"),
        ("teacher", "Enseignant·e / teacher"),
        ("professional", "Professionnel·le / professional"),
        ("moderator", "Modération / moderator"),
        ("organiser", "Organisation / organiser"),
    ];

    public static SignInLinks None(IServiceProvider services) => new(
        services.GetRequiredService<OwnOrigins>().Public,
        services.GetRequiredService<EdgeSettings>().AdminUrl?.GetLeftPart(UriPartial.Authority),
        ClassCode: null,
        ClassKey: null,
        new Dictionary<string, string>(StringComparer.Ordinal));

    public void Print(TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"  Halle est ouverte / Halle is open:  {Address}");
        foreach (var (role, label) in Labels)
        {
            if (Links.TryGetValue(role, out var link))
            {
                to.WriteLine();
                to.WriteLine($"  {label}");
                to.WriteLine($"    {link}");
            }
        }

        if (ClassCode is not null)
        {
            to.WriteLine();
            to.WriteLine($"  Code de la classe / class code:  {Shown(ClassCode)}");
        }

        if (Admin is not null)
        {
            to.WriteLine();
            to.WriteLine($"  Mesures et tableau de bord / metrics and dashboard:  {Admin}/metrics  {Admin}/dashboard");
        }

        to.WriteLine();
        to.WriteLine("  Ctrl+C pour fermer / to close");
        to.WriteLine();
        to.Flush();
    }

    private static string Shown(string code) => Classrooms.ClassCode.TryParse(code, out var read) ? read.Shown : code;

    /// <summary>The file is there whole or not at all: it is written aside and moved into place.</summary>
    public async Task WriteAsync(string path)
    {
        var aside = path + ".part";
        await File.WriteAllTextAsync(aside, JsonSerializer.Serialize(this, Json));
        File.Move(aside, path, overwrite: true);
    }
}
