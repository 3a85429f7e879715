using System.Globalization;
using System.Text.RegularExpressions;

namespace Halle.Bench.SideBySide;

/// <summary>What is measured when nothing else is asked for, and how to ask for something else.</summary>
internal static partial class Scenarios
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("room", RoomKind.Booth, 1, 5_000, 10, WarmUp, Length),
        new("busy-room", RoomKind.Booth, 1, 5_000, 40, WarmUp, Length),
        new("ceiling", RoomKind.Booth, 1, 5_000, 40, WarmUp, TimeSpan.FromSeconds(8), Play.Ceiling),
        new("huge-room", RoomKind.Booth, 1, 15_000, 2, WarmUp, Length),
        // At 90 messages a second the runtime takes a minute until its compiler is done with what they run through; an event lasts days.
        new("classes", RoomKind.Class, 450, 33, 90, TimeSpan.FromSeconds(75), Length),
        // Two of everybody's pings, sent every 15 s.
        new("idle", RoomKind.Event, 1, 15_000, 0, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30)),
        new("presence-storm", RoomKind.Talk, 2, 5_000, 0, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), Play.Storm),
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

    [GeneratedRegex("^(?<kind>booth|class|event|talk):(?<rooms>[0-9]{1,4})x(?<readers>[0-9]{1,5}):(?<rate>[0-9]{1,4})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Own();
}
