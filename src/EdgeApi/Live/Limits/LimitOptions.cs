using System.ComponentModel.DataAnnotations;

namespace Halle.Live.Limits;

/// <summary>How fast people may act at the hub. Below it, <see cref="GuardOptions"/> hold.</summary>
public sealed class LimitOptions : IValidatableObject
{
    public const string Section = "Live:Limits";

    /// <summary>Messages and questions of visitors and pupils. Default 5 at once, then one every 2 s: faster is not read.</summary>
    public Bucket Speak { get; set; } = new() { Burst = 5, Tokens = 1, Period = TimeSpan.FromSeconds(2) };

    /// <summary>Messages of staff, who answer many at once. Default 20, then 2 a second.</summary>
    public Bucket StaffSpeak { get; set; } = new() { Burst = 20, Tokens = 2, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Votes, reports, withdrawals of the public. Default 10, then 2 a second.</summary>
    public Bucket Act { get; set; } = new() { Burst = 10, Tokens = 2, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Moderation and the like. Default 60, then 20 a second: a raid is cleared by one person.</summary>
    public Bucket StaffAct { get; set; } = new() { Burst = 60, Tokens = 20, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Entering rooms. Default 40 (two reconnects with 20 rooms), then 2 a second.</summary>
    public Bucket Enter { get; set; } = new() { Burst = 40, Tokens = 2, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Reactions. Default 5 a second: applause, and they are summed before they are shown.</summary>
    public Bucket React { get; set; } = new() { Burst = 5, Tokens = 5, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Pages of history: each costs a read of the journal. Default 6, then 1 a second.</summary>
    public Bucket History { get; set; } = new() { Burst = 6, Tokens = 1, Period = TimeSpan.FromSeconds(1) };

    /// <summary>What the public of one room says together, on this edge. Default 100 a second: nobody reads faster, and ten edges make a thousand.</summary>
    public Bucket Room { get; set; } = new() { Burst = 100, Tokens = 100, Period = TimeSpan.FromSeconds(1) };

    /// <summary>Entries of the log on what one person was forbidden. Default 5 at once, then one every 10 s: who tries on is known by then.</summary>
    public Bucket Audit { get; set; } = new() { Burst = 5, Tokens = 1, Period = TimeSpan.FromSeconds(10) };

    /// <summary>The same of everybody together. Default 100 at once, then 5 a second: a raid does not fill the disk.</summary>
    public Bucket AuditAll { get; set; } = new() { Burst = 100, Tokens = 5, Period = TimeSpan.FromSeconds(1) };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, bucket) in new[]
        {
            (nameof(Speak), Speak), (nameof(StaffSpeak), StaffSpeak), (nameof(Act), Act), (nameof(StaffAct), StaffAct),
            (nameof(Enter), Enter), (nameof(React), React), (nameof(History), History), (nameof(Room), Room),
            (nameof(Audit), Audit), (nameof(AuditAll), AuditAll),
        })
        {
            if (bucket.Burst < 1 || bucket.Tokens < 1 || bucket.Period < TimeSpan.FromMilliseconds(10))
            {
                yield return new ValidationResult($"{Section}:{name} needs a burst and tokens of at least 1 and a period of at least 10 ms.", [name]);
            }
        }
    }
}

/// <summary>A token bucket.</summary>
public sealed class Bucket
{
    /// <summary>How many at once.</summary>
    public int Burst { get; set; }

    /// <summary>How many come back after each <see cref="Period"/>.</summary>
    public int Tokens { get; set; }

    public TimeSpan Period { get; set; }
}
