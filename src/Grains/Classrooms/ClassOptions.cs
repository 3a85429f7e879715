using System.ComponentModel.DataAnnotations;

namespace Halle.Classrooms;

/// <summary>How often classes say how they stand, for the moderators' list of classes, and how long they keep what is said in them.</summary>
public sealed class ClassOptions
{
    public const string Section = "Halle:Classes";

    /// <summary>The least time between two words of a class in which messages are held or reported again and again: a moderator needs no more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:10")]
    public TimeSpan WaitingEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two words before it is told that the first came or the last went, and before one that got lost is said
    /// again: a pupil who reloads is no news.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:01:00")]
    public TimeSpan PresenceEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a class with people says how many: 900 classes are 30 reports a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Who is in a class that fell silent is forgotten after so long: two repeats may get lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:15:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>
    /// How long a message in a class is kept. Default 30 days: the event's week, and time for a teacher, a parent or a school to come back to something that was
    /// said in it. 1 s to 400 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "400.00:00:00")]
    public TimeSpan KeepMessages { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often all classes are looked at for messages that are over. Default 6 h: a message is kept for that much longer at most. 100 ms to a day.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ExpireEvery { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Time between two classes that are looked at: 900 classes take four minutes, and the rooms that people are in notice nothing. 0 to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ExpirePace { get; set; } = TimeSpan.FromMilliseconds(250);
}
