using System.ComponentModel.DataAnnotations;

namespace Halle.SignIn;

/// <summary>Section <c>Halle:SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "Halle:SignIn";

    /// <summary>How long a sign-in lasts. 12 h: a day at the fair, and nobody is still signed in on a school's computer the next morning.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long after its last sign-in a visitor's browser is known to be the same person. 14 days: longer than the event, and than the
    /// longest mute or ban that ends by itself (7 days); no longer, because it serves nothing else.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "14.00:00:00")]
    public TimeSpan VisitorKnownFor { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Wrong codes or tokens a browser may give before it has to wait. 3: typing errors are normal.</summary>
    [Range(1, 100)]
    public int FreeFailures { get; init; } = 3;

    /// <summary>The first wait after that; it doubles up to <see cref="LongestWait"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>4 s: an honest pupil is never sent away for long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A wrong code or token is answered this long after it came, whatever is wrong with it, so that the time does not tell what exists.
    /// 0.25 s: longer than it takes to wake an invitation and read it from the store, too short to be felt.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan RefusalAfter { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Failures a minute from one network (/24, /64) from which on its tries are paced. 20: a whole class mistyping at once is fewer.</summary>
    [Range(1, 10_000)]
    public int NetworkFailuresPerMinute { get; init; } = 20;

    /// <summary>A paced network's new browsers together get one try in this time. 1 s: whoever brings a new browser for every try gets no more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan PacedNewcomerEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a paced network's new browser is told to wait before it is given a place.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan PacedFirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A paced network's browsers that came back when told to have a place each, one in this time. 0.4 s: a class of 30 is in within 15 s,
    /// and all of a network together stay under 100 tries in 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan PacedReturnerEvery { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>Failures a minute, event-wide, that raise an alert and pace everybody.</summary>
    [Range(1, 100_000)]
    public int AlertFailuresPerMinute { get; init; } = 100;

    /// <summary>Tries a second that everybody together still gets during an alert: twice the rush of 900 classes in five minutes.</summary>
    [Range(1, 100_000)]
    public int PacedTriesPerSecond { get; init; } = 200;

    /// <summary>Sign-ins and first visits of one network in one burst. A whole school stands behind one address.</summary>
    [Range(1, 100_000)]
    public int NetworkBurst { get; init; } = 600;

    /// <summary>… and each second after that.</summary>
    [Range(1, 100_000)]
    public int NetworkPerSecond { get; init; } = 120;
}
