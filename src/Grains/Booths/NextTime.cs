using Halle.Programme;

namespace Halle.Booths;

/// <summary>When somebody is at a booth next, from the programme and from what its professionals said.</summary>
public static class NextTime
{
    /// <summary>
    /// The earliest half hour that begins later than <paramref name="now"/>; null when there is none. One that has begun is no next time: whether
    /// somebody is there now, the duty says.
    /// </summary>
    public static DateTimeOffset? After(DateTimeOffset now, IEnumerable<OpenHours> planned, SaidHours said)
    {
        DateTimeOffset? next = null;
        foreach (var at in planned.SelectMany(range => HalfHour.Between(range.From, range.Until)).Concat(said.Offered))
        {
            if (at > now && !(at >= next) && !said.Withdrawn.Contains(at))
            {
                next = at;
            }
        }

        return next;
    }
}
