using System.ComponentModel.DataAnnotations;

namespace Halle.Rooms;

/// <summary>Bounds of one room's shell. Times are measured monotonically.</summary>
public sealed class RoomOptions
{
    public const string Section = "Halle:Rooms";

    /// <summary>Commands waiting for the store in one room. 200 is more than one commit carries and few enough to drain in a second.</summary>
    [Range(1, 10_000)]
    public int MaxPending { get; set; } = 200;

    /// <summary>Age of the oldest waiting command from which on new ones are refused: whoever waits longer has left.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan MaxPendingAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a caller waits for its commit before it is told that the outcome is unknown. Below the 3 s after which a call counts as
    /// lost on its way: a store that is away is not asked for the same thing twice.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:02.900")]
    public TimeSpan AckWait { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>When to ask again after a refusal for want of the store.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause between two attempts to reach a store that does not answer; the first pause is a sixteenth of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.016", "00:01:00")]
    public TimeSpan StoreBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the store while a room opens; afterwards callers are refused and a later call tries again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:25")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a room that could not be opened answers so before it tries again; at least a second, or a broken room spins.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReopenAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long after its opening a room looks whether another activation has written meanwhile. A silo that was cut off may store for a moment after its rooms were opened
    /// elsewhere, and in a quiet room nobody would see that until somebody writes. 10 s: twice what such a silo has gone on for in any run.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Events between two snapshots: what an activation has to replay at most, give or take a commit. In a room so busy that it remembers more
    /// than twelve times as many commands, a twelfth of those.</summary>
    [Range(1, 100_000)]
    public int SnapshotEvery { get; set; } = 200;

    /// <summary>An edge that says nothing for so long is gone, with everybody it reported. Two heartbeats of 5 s may get lost; and with the ticks that
    /// notice and tell it, no ghost lives longer than 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:05:00")]
    public TimeSpan EdgeLease { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The pace of pulses: browsers need no more than one a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan PulseEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a room that is not empty repeats its status to the event's room, which forgets it after 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:14")]
    public TimeSpan SiteHeartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of commits that may wait for one edge; above it the feed ends and the edge subscribes again, with a snapshot.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxFeedBacklog { get; set; } = 1024 * 1024;

    /// <summary>Bytes of the newest commits kept for edges that come back.</summary>
    [Range(0, 64 * 1024 * 1024)]
    public int RecentCommits { get; set; } = 256 * 1024;
}
