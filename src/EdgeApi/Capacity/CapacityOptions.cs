using System.ComponentModel.DataAnnotations;

namespace Halle.Capacity;

/// <summary>How many this edge takes, and what it leaves out first when it is too much. Section <c>Halle:Capacity</c>.</summary>
public sealed class CapacityOptions : IValidatableObject
{
    public const string Section = "Capacity";

    /// <summary>
    /// Connections held at once. Default 0: what the process may open (<c>ulimit -n</c>) without <see cref="SpareDescriptors"/>. More than that is refused at
    /// the start, because the process would fail at its fullest.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxConnections { get; set; }

    /// <summary>Descriptors for everything that is not a live connection. Default 1 500: a rush of sign-ins (each an HTTP connection for a moment), files, silos.</summary>
    [Range(0, 100_000)]
    public int SpareDescriptors { get; set; } = 1_500;

    /// <summary>Percent of the places that new visitors do not get. Default 5: who comes back after a broken line, or belongs to a class, still finds one.</summary>
    [Range(0, 90)]
    public int ReturnReservePercent { get; set; } = 5;

    /// <summary>Percent of the places that only staff get. Default 1: a full house can still be moderated.</summary>
    [Range(0, 50)]
    public int StaffReservePercent { get; set; } = 1;

    /// <summary>Connections of one person. Default 30: more tabs than anybody reads, and no way to take an edge's places with one sign-in.</summary>
    [Range(2, 1_000_000)]
    public int ConnectionsPerPerson { get; set; } = 30;

    /// <summary>How long a place is kept for who has just signed in, or just asked for the upgrade. Default 5 s: a browser connects within one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the place of somebody whose connection ended is not given to a new visitor. Default 30 s: four attempts of a browser to come back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LostKeptFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When to ask again, at least; each is told up to half as long again, so that they do not all come at once. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long work waits for a thread when marks are left out, the first thing to go. Default 50 ms: nobody notices. See <see cref="OverloadRule"/> for the rest.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:10")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Calm for so long, and the last thing left out comes back. Default 5 s: no flicker.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CalmFor { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (StaffReservePercent > ReturnReservePercent)
        {
            yield return new ValidationResult("Halle:Capacity:StaffReservePercent is part of ReturnReservePercent and cannot be more.");
        }

        var most = DescriptorLimit.Read() - SpareDescriptors;
        if (MaxConnections > most || most < 1)
        {
            yield return new ValidationResult(
                $"Halle:Capacity:MaxConnections {MaxConnections}: this process may open {DescriptorLimit.Read()} descriptors (ulimit -n) and needs "
                + $"{SpareDescriptors} of them for other things (Halle:Capacity:SpareDescriptors), so it can hold {Math.Max(0, most)} connections.");
        }
    }
}
