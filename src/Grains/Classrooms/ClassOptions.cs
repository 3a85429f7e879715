using System.ComponentModel.DataAnnotations;

namespace Halle.Classrooms;

/// <summary>How long classes keep what is said in them.</summary>
public sealed class ClassOptions
{
    public const string Section = "Halle:Classes";

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
