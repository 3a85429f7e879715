using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Halle.Classrooms;

namespace Halle.Programme.Loading;

/// <summary>
/// The secrets of an event as tables for schools and staff: <c>classes.csv</c> with every class and its code, <c>invitations-TIME.csv</c> with
/// the links that are new, which are shown nowhere else and never again. Readable for the account that wrote them alone.
/// </summary>
public sealed class CodeSheets(DirectoryInfo folder, DateTimeOffset now)
{
    // A cell that begins like a formula is none: these files are opened in spreadsheets. The mark in front tells those of UTF-8.
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    public string ClassesPath => Path.Combine(folder.FullName, "classes.csv");

    public string InvitationsPath => Path.Combine(folder.FullName, $"invitations-{now.ToUniversalTime():yyyyMMdd-HHmmss}.csv");

    public Task WriteClassesAsync(ImmutableArray<ClassRegistration> classes, CancellationToken cancellationToken) => WriteAsync(
        ClassesPath,
        classes.Select(one => new ClassRow(one.Reference ?? "", one.Label, one.Size, Shown(one.Code), one.OpensAt, one.ClosesAt)),
        cancellationToken);

    /// <summary>Nothing is written when there are none.</summary>
    public Task WriteInvitationsAsync(
        ImmutableArray<(PlannedInvite Invite, string Link)> invitations, ImmutableArray<ClassRegistration> classes, CancellationToken cancellationToken) =>
        invitations.IsEmpty ? Task.CompletedTask : WriteAsync(
            InvitationsPath,
            invitations.Select(one => new InvitationRow(
                one.Invite.Reference,
                one.Invite.Terms.Name,
                one.Invite.Terms.Role.ToString().ToLowerInvariant(),
                string.Join(' ', one.Invite.Terms.Own.Select(room => ProgrammePlan.NameOf(room, classes))),
                one.Link,
                one.Invite.Terms.SingleUse,
                one.Invite.Terms.ExpiresAt)),
            cancellationToken);

    private static string Shown(string code) => ClassCode.TryParse(code, out var read) ? read.Shown : code;

    private static async Task WriteAsync<T>(string path, IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await using var text = new StreamWriter(file, Utf8, leaveOpen: true);
        await using var csv = new CsvWriter(text, Csv);
        csv.Context.TypeConverterOptionsCache.GetOptions<DateTimeOffset>().Formats = ["yyyy-MM-ddTHH:mm:sszzz"];
        await csv.WriteRecordsAsync(rows, cancellationToken);
        await csv.FlushAsync();
        await text.FlushAsync(cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private sealed record ClassRow(string Id, string Label, int Size, string Code, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

    private sealed record InvitationRow(
        string Id, string Name, string Role, string Rooms, string Link, bool SingleUse, DateTimeOffset ExpiresAt);
}
