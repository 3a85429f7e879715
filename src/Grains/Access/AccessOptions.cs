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
}
