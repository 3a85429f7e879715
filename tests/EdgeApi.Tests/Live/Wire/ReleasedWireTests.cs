using System.Runtime.CompilerServices;

namespace Halle.Tests.Live.Wire;

/// <summary>
/// What browsers and edges say to each other: a page stays open over an upgrade, and a new page may reach an edge that is still the old one.
/// Every released version's <c>wire.ts</c> stays in <c>Golden/wire</c>.
/// </summary>
public sealed class ReleasedWireTests
{
    private const string Released = """
        export const codes = [
          'busy',
        ] as const;

        export type Level = 'info' | 'important';

        export interface Page {
          readonly more: boolean;
          readonly code?: string;
        }

        export type Any =
          | Page
          | Level;
        """;

    public static TheoryData<string> Releases => [.. Directory.GetFiles(Folder(), "*.ts").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory(DisplayName = "[OP11] [R23] Pages of each released version and edges of this one understand each other, and the other way round")]
    [MemberData(nameof(Releases))]
    public async Task Nothing_that_was_released_has_changed(string release)
    {
        var stop = TestContext.Current.CancellationToken;

        var released = await File.ReadAllTextAsync(Path.Combine(Folder(), release), stop);

        Assert.Empty(WireChanges.Breaking(released, WireTypes.Write()));
    }

    [Theory(DisplayName = "[OP11] What is taken away, changed or newly demanded is noticed; what is added beside it may be")]
    [InlineData("  'busy',\n", "", "codes: 'busy' is gone")]
    [InlineData("'info' | 'important'", "'info'", "Level: 'important' is gone")]
    [InlineData("more: boolean", "more: number", "Page: readonly more: boolean is gone")]
    [InlineData("more: boolean;", "more: boolean;\n  readonly next: string;", "Page: readonly next: string is new and not optional")]
    [InlineData("export interface Page", "export interface Sheet", "Page is gone")]
    [InlineData("  | Level", "", "Any: Level is gone")]
    [InlineData("more: boolean;", "more: boolean;\n  readonly next?: string;", null)]
    [InlineData("  'busy',\n", "  'busy',\n  'calm',\n", null)]
    public void Changes_are_noticed(string from, string to, string? noticed)
    {
        var now = Released.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Released, now);

        var breaking = WireChanges.Breaking(Released, now).ToList();

        Assert.Equal(noticed is null, breaking.Count == 0);
        Assert.True(noticed is null || breaking.Contains(noticed, StringComparer.Ordinal), string.Join('\n', breaking));
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "Golden", "wire"));
}
