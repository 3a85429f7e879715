using System.Globalization;
using System.Text.RegularExpressions;

namespace Halle.Bench.SideBySide;

/// <summary>What is measured when nothing else is asked for, and how to ask for something else.</summary>
internal static partial class Scenarios
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("room", RoomKind.Booth, 1, 5_000, 10, WarmUp, Length),
        new("busy-room", RoomKind.Booth, 1, 5_000, 40, WarmUp, Length),
        new("audience", RoomKind.Booth, 1, 15_000, 2, WarmUp, Length),
        new("classes", RoomKind.Class, 450, 28, 90, WarmUp, Length),
        new("idle", RoomKind.Event, 1, 15_000, 0, WarmUp, Length),
    ];

    /// <summary>One of <see cref="All"/> by its name, or KIND:ROOMSxREADERS:RATE, as <c>booth:1x1000:10</c>; null for anything else.</summary>
    public static Scenario? Find(string name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal))
        ?? (Own().Match(name) is { Success: true } match
            ? new Scenario(
                name,
                Enum.Parse<RoomKind>(match.Groups["kind"].Value, ignoreCase: true),
                Number(match, "rooms"),
                Number(match, "readers"),
                Number(match, "rate"),
                WarmUp,
                Length)
            : null);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<kind>booth|class|event):(?<rooms>[0-9]{1,4})x(?<readers>[0-9]{1,5}):(?<rate>[0-9]{1,4})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Own();
}
