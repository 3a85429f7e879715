namespace Halle.Booths;

/// <summary>The event's rhythm: a professional meets a class for half an hour.</summary>
public static class HalfHour
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    public static bool IsBeginning(DateTimeOffset at) => at.UtcTicks % Length.Ticks == 0;

    public static bool IsOver(DateTimeOffset beginning, DateTimeOffset now) => beginning + Length <= now;

    /// <summary>The half hours between two of their beginnings.</summary>
    public static IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset until)
    {
        for (var at = from.ToUniversalTime(); at < until; at += Length)
        {
            yield return at;
        }
    }
}
