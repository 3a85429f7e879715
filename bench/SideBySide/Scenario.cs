namespace Halle.Bench.SideBySide;

/// <summary>What kind of room Halle plays; its peers know one kind only.</summary>
internal enum RoomKind
{
    Booth,
    Class,
    Event,
    Talk,
}

internal enum Play
{
    /// <summary>So many messages a second for so long.</summary>
    Steady,

    /// <summary>More and more messages a second, until they are late.</summary>
    Ceiling,

    /// <summary>Everybody enters a room within <see cref="Scenario.Length"/>; nobody writes.</summary>
    Storm,
}

/// <summary>So many rooms with so many readers each, so many messages a second in all of them together, for so long.</summary>
/// <param name="MessagesPerSecond">Of a search for the ceiling: where it begins.</param>
internal sealed record Scenario(
    string Name, RoomKind Kind, int Rooms, int ReadersPerRoom, double MessagesPerSecond, TimeSpan WarmUp, TimeSpan Length, Play Play = Play.Steady)
{
    /// <summary>Deliveries later than this are not what anybody wants; the search for the ceiling ends there.</summary>
    public const double LateMs = 500;

    /// <summary>A room is full before anybody enters the next.</summary>
    public bool RoomByRoom { get; init; }

    public int Readers => Play == Play.Storm ? ReadersPerRoom : Rooms * ReadersPerRoom;

    public bool IsFor(IContestant contestant) => Play != Play.Storm || contestant.HasPresence;

    public Task<Result> RunAsync(IContestant contestant, CancellationToken cancellationToken) => Play switch
    {
        Play.Ceiling => CeilingPlay.RunAsync(this, contestant, cancellationToken),
        Play.Storm => StormPlay.RunAsync(this, contestant, cancellationToken),
        _ => SteadyPlay.RunAsync(this, contestant, cancellationToken),
    };
}

/// <param name="Closed">Readers the server hung up on.</param>
/// <param name="IdleMicros">Server CPU per connection and second, whatever it was spent on.</param>
/// <param name="RecordsPerReader">What the server sent in all, presence and counts included.</param>
/// <param name="KbPerConnection">Growth of the server's resident memory from started to the end of the measurement, per connection.</param>
/// <param name="GrainCalls">While a tenth of the readers entered, and while all did; null where nothing is counted.</param>
internal sealed record Result(
    string Name,
    int Messages,
    long Delivered,
    long Expected,
    long Closed,
    double ServerMicrosPerDelivery,
    double IdleMicros,
    double P50Ms,
    double P99Ms,
    double DeliveriesPerSecond,
    double RecordsPerReader,
    double KbPerConnection,
    double ConnectSeconds,
    (long Tenth, long All)? GrainCalls = null);
