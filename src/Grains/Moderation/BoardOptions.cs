using System.ComponentModel.DataAnnotations;

namespace Halle.Moderation;

/// <summary>How often rooms say how they stand, for the moderators' choice of what to read.</summary>
public sealed class BoardOptions
{
    public const string Section = "Halle:Board";

    /// <summary>The least time between two words of a room in which messages are held or reported again and again: a moderator needs no more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan WaitingEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two words before it is told that the first came to a class or the last went, and before a word that got lost is
    /// said again: a pupil who reloads is no news.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:01:00")]
    public TimeSpan PresenceEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a class with people says how many: 900 classes are 30 reports a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Who is in a class that fell silent is forgotten after so long: two repeats may get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:15:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(75);
}
