namespace Halle.Bench.SideBySide.Curves;

/// <summary>How cost grows with one thing, all else being the same.</summary>
/// <param name="Along">What grows, as the picture's axis says it.</param>
/// <param name="Scenario">At its largest; it names the kind of room.</param>
/// <param name="Points">From small to large.</param>
internal sealed record Curve(string Name, string Along, Scenario Scenario, IReadOnlyList<Point> Points)
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public static IReadOnlyList<Curve> All { get; } =
    [
        new(
            "readers",
            "readers of one room, 5 messages/s",
            new Scenario("readers", RoomKind.Booth, 1, 15_000, 5, Warm, Length),
            [.. new[] { 10, 100, 1_000, 5_000, 15_000 }.Select(readers => new Point(readers, readers, 1, 5))]),
        new(
            "rooms",
            "rooms of 10 readers, a message every 5 s in each",
            new Scenario("rooms", RoomKind.Class, 900, 10, 180, Warm, Length) { RoomByRoom = true },
            [.. new[] { 1, 10, 100, 300, 900 }.Select(rooms => new Point(rooms, rooms * 10, rooms, rooms / 5.0))]),
        new(
            "rate",
            "messages/s in one room of 1 000 readers",
            new Scenario("rate", RoomKind.Booth, 1, 1_000, 1, Warm, Length),
            [.. new[] { 1, 2, 5, 10, 20, 50, 90 }.Select(rate => new Point(rate, 1_000, 1, rate))]),
    ];

    /// <summary>Measures a server at each point, one after the other, while people come in.</summary>
    public async Task<Line> MeasureAsync(IContestant contestant, CancellationToken cancellationToken)
    {
        using var house = await House.OpenAsync(Scenario, contestant, enters: true, cancellationToken, people: Points[0].People);
        var line = new Line(contestant.Name, []);

        // Code is compiled on the first point; what that costs is no point of the curve.
        await house.WriteAsync(Points[0].MessagesPerSecond, 4 * Warm, cancellationToken, Points[0].Rooms);
        foreach (var point in Points)
        {
            await house.FillAsync(point.People, enters: true, cancellationToken);
            await house.WriteAsync(point.MessagesPerSecond, Warm, cancellationToken, point.Rooms);
            var result = await SteadyPlay.MeasureAsync(house, contestant.Name, Scenario, point.MessagesPerSecond, Length, cancellationToken, point.Rooms);
            Console.WriteLine(FormattableString.Invariant($"  {point.At,6} ") + Summary.Line(result));
            line.Points.Add(new Measured(
                point.At, Math.Round(result.ServerMicrosPerDelivery, 2), Math.Round(result.P99Ms, 1), Math.Round(result.KbPerConnection, 1), result.Expected - result.Delivered));
        }

        return line;
    }
}

/// <param name="At">On the axis.</param>
/// <param name="Rooms">In so many of them is written.</param>
internal sealed record Point(double At, int People, int Rooms, double MessagesPerSecond);

/// <summary>One server's curve.</summary>
internal sealed record Line(string Server, List<Measured> Points);

/// <param name="KbPerConnection">Null where the server's other memory is not known.</param>
internal sealed record Measured(double At, double MicrosPerDelivery, double P99Ms, double? KbPerConnection, long Missing);
