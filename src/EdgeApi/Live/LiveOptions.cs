using System.ComponentModel.DataAnnotations;
using Halle.Live.Frames;

namespace Halle.Live;

/// <summary>The live half of the edge.</summary>
public sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Exact origins (<c>https://fair.example</c>) that may connect beside the page's own. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>What a program without a browser sends as <c>Halle-Service-Token</c> instead of an Origin; at least 32 characters.
    /// Default: none, so every connection needs an Origin.</summary>
    [MinLength(32)]
    public string? ServiceToken { get; set; }

    /// <summary>The shortest time between two frames of a room. Default 250 ms: 4 a second are read as "at once".</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan FrameTick { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long a call that comes alone waits for others to be taken with it. Default 20 ms: nobody sees them in a chat, and at a hundred calls a second three go
    /// together. 0: none waits. Under load none does either.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.100")]
    public TimeSpan GatherCalls { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Steps a resume reaches back. Default 1 024: over 4 minutes of the busiest room, hours of a quiet one.</summary>
    [Range(1, 100_000)]
    public int RingSteps { get; set; } = 1_024;

    /// <summary>Touched entities those steps hold in all. Default 16 384: about 1 MiB a room at most.</summary>
    [Range(1, 1_000_000)]
    public int RingKeys { get; set; } = 16_384;

    /// <summary>Entities a catch-up frame may carry before it becomes a reset. Default 1 000.</summary>
    [Range(1, 10_000)]
    public int MergedEntities { get; set; } = 1_000;

    /// <summary>Messages in a reset. Default 200: what a client keeps on screen.</summary>
    [Range(1, 1_000)]
    public int SnapshotMessages { get; set; } = 200;

    /// <summary>Stored events kept for those who read back where others did in the last minute, of all rooms of this edge. Default 50 000: some 40 MB when they are all there; 0 keeps none.</summary>
    [Range(0, 10_000_000)]
    public int HistoryEvents { get; set; } = 50_000;

    /// <summary>How long a room without readers stays. Default 30 s: visitors wander between stands.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a lost connection still counts as present. Default 10 s: a reload is no departure.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:15")]
    public TimeSpan FlapGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The shortest time between two presence reports of a room. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:05")]
    public TimeSpan ReportEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time between two presence reports. Default 5 s: the lease of 12 s outlives two that get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long entering waits for the room's grain. Default 3 s: as long as a call that may have been lost with its silo is waited for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan EnterTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Rooms one connection may read. Default 20: a moderator's desk with a dozen, the event's and the one in view.</summary>
    [Range(1, 100)]
    public int RoomsPerConnection { get; set; } = 20;

    /// <summary>A write that is not taken for so long ends the connection. Default 10 s: a train's tunnel is over, and nobody follows a chat further behind.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes WebSockets out of Kestrel, so that an idle visitor costs a socket and little else (docs/decisions/0023). Default true. Where TLS ends in this
    /// process, over the other transports, and when false, SignalR carries the connection: the same rules, several times the memory.
    /// </summary>
    public bool OwnSockets { get; set; } = true;

    /// <summary>Bytes that wait for one connection over SignalR. Default 32 KiB: two full frames of a busy room; what is later comes by the cursor.</summary>
    [Range(4_096, 1_048_576)]
    public long TransportBuffer { get; set; } = 32 * 1024;

    /// <summary>From the order to stop until browsers are told. Default 2.5 s: proxies look at <c>/ready</c> every 2 s (ours twice a
    /// second), and must send nobody back here.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan GoingAwayNotice { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Browsers leave spread over this time when the edge stops, each served until it leaves. Default 5 s: with the notice and the
    /// farewell 10 s of the 30 a process has to stop in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:15")]
    public TimeSpan GoingAwaySpread { get; set; } = TimeSpan.FromSeconds(5);

    public FrameRingLimits Ring() => new(RingSteps, RingKeys, MergedEntities, SnapshotMessages);
}
