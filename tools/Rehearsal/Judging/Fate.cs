namespace Halle.Rehearsal.Judging;

/// <summary>What became of a message, as far as its writer knows.</summary>
internal enum Fate
{
    /// <summary>Not answered, or answered with "unknown".</summary>
    Unsure,

    /// <summary>The writer was asked to wait, and does.</summary>
    Waiting,

    Stored,

    /// <summary>Refused for good.</summary>
    Refused,
}
