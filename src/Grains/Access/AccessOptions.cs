using System.ComponentModel.DataAnnotations;

namespace Halle.Access;

/// <summary>How long what is revoked must be remembered.</summary>
public sealed class AccessOptions
{
    public const string Section = "Halle:Access";

    /// <summary>The longest a session can live, or a visitor's browser be known: a revocation that is older concerns nobody any more. 15 days: a day
    /// more than a browser is known for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "60.00:00:00")]
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromDays(15);

    /// <summary>
    /// Ended sessions that are remembered for edges yet to start; those that run remember all they heard of. 4 000: 400 KB, of the 960 KB a row of Azure
    /// Tables holds. Everybody may sign out, thousands of times: it must not take the room of what organisers revoke.
    /// </summary>
    [Range(1, 8_000)]
    public int MostSessions { get; set; } = 4_000;
}
