using System.ComponentModel.DataAnnotations;

namespace Halle.Event;

/// <summary>How long silos may go on without a word of the event's room.</summary>
public sealed class EventOptions
{
    public const string Section = "Halle:Event";

    /// <summary>
    /// A silo that has heard nothing for so long refuses what the public writes, and an event-wide mute waits for at most so long for a silo
    /// that does not answer. Longer than two renewals, short enough that a mute is acknowledged soon after a silo's death.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:01:00")]
    public TimeSpan WatchLease { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a silo renews its watch: a third of the lease.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan WatchRenewal { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A room that has not told its status for so long counts as empty.</summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:05:00")]
    public TimeSpan SiteLease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A change of a site's count by less than a tenth is told after so long at the latest. With 45 busy sites that is one or two of them a
    /// second instead of all, to everybody who is there.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan SiteCountsSettle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Counts of sites told in a minute, each with about 110 bytes to everybody who is there; 20 may go at once after a calm, and what stands around
    /// those told together weighs as much as one. 40 keep an idle visitor's line under 6 KB a minute; where all 45 sites change, each is told every 80 s.
    /// </summary>
    [Range(1, 100_000)]
    public int SiteCountsAMinute { get; set; } = 40;

    /// <summary>
    /// How often the event's room looks whether the programme plans other times, and asks booths it has heard nothing of: the organiser
    /// who changed it sees it change. One question to the programme, which is answered with nothing when it is the same.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:10:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);
}
