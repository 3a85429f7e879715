namespace Halle.Cluster.Tests.Driving;

/// <param name="Server">Whose page the browser shows: its Origin and Host.</param>
/// <param name="Address">Where its bytes go: the server itself, or a fault proxy before it.</param>
public sealed record EdgeDoor(Uri Server, Uri Address);

/// <summary>A time without the server, in microseconds of the recorder's clock.</summary>
public sealed record Gap(long LostAt, long BackAt)
{
    public double Seconds => (BackAt - LostAt) / 1_000_000.0;
}

/// <summary>How a client behaves where browsers differ from impatient programs.</summary>
public sealed record LiveClientOptions
{
    /// <summary>Tried in turn, as a proxy in front of the edges does for a browser. Empty: the server it signed in at.</summary>
    public IReadOnlyList<EdgeDoor> Doors { get; init; } = [];

    /// <summary>No answer to a command for so long is "unknown".</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Milliseconds before an attempt: its number from 0, what the server asked for, and the client's own chance.</summary>
    public Func<int, int?, Random, int> Backoff { get; init; } = static (_, _, random) => random.Next(50, 400);

    /// <summary>The browser's own backoff, as src/WebClient/src/live/backoff.ts has it.</summary>
    public static int AsBrowser(int attempt, int? askedMs, Random random) =>
        (int)(random.NextDouble() * (attempt == 0 ? askedMs ?? 2_000 : Math.Min(30_000, 2_000 * Math.Pow(2, attempt))));
}
