using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Capacity;

/// <summary>
/// What is left out when it is too much, in this order: who leaves out one leaves out all before it. Moderation, reports, what staff say
/// and coming back to where one stood are not in it: they are never left out.
/// </summary>
public enum Burden
{
    /// <summary>Typing and cursor marks. This version sends none.</summary>
    Marks = 1,

    /// <summary>Who is there is told every 3 s instead of every second.</summary>
    PresenceDiffs,

    /// <summary>Reactions are asked to wait.</summary>
    Reactions,

    /// <summary>The zone's counts are told every 5 s.</summary>
    ZoneCounts,

    /// <summary>Visitors without a session are asked to come later.</summary>
    NewVisitors,

    /// <summary>Visitors' messages and questions are asked to wait; pupils' and staff's are not.</summary>
    VisitorChat,

    /// <summary>Pages of history have 50 entries instead of 200.</summary>
    Backfill,
}

/// <summary>How much an edge leaves out just now. Read by many threads, set by <see cref="OverloadWatch"/>.</summary>
public sealed class Overload
{
    /// <summary>Longest pages of history: usually, and when they are left short.</summary>
    private const int LongPage = 200;
    private const int ShortPage = 50;

    /// <summary>Pulses of one room that an edge writes in a second: with more readers they come less often, load or not.</summary>
    private const double PulsesPerSecond = 4_000;

    private static readonly TimeSpan CalmPresence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CalmZone = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ChatWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReactionWait = TimeSpan.FromSeconds(3);

    private int _level;

    /// <summary>0: nothing is left out. Else the number of the last <see cref="Burden"/> that is.</summary>
    public int Level
    {
        get => Volatile.Read(ref _level);
        set => Volatile.Write(ref _level, value);
    }

    /// <summary>Entries of one page of history.</summary>
    public int HistoryPage => LeavesOut(Burden.Backfill) ? ShortPage : LongPage;

    /// <summary>Between two frames of a room: nothing of them is left out, but fewer and larger ones cost less.</summary>
    public TimeSpan Tick(TimeSpan usual) => usual * (LeavesOut(Burden.ZoneCounts) ? 4 : LeavesOut(Burden.PresenceDiffs) ? 2 : 1);

    /// <summary>Null when the person may say it now.</summary>
    public Rejection? Refuse(Actor actor, RoomCommand command) =>
        LeavesOut(Burden.VisitorChat) && actor.Role == Role.Visitor && command is (PostMessage or AskQuestion)
            ? new Rejection(RejectionCode.SlowDown, ChatWait)
            : null;

    public Rejection? RefuseReaction() => LeavesOut(Burden.Reactions) ? new Rejection(RejectionCode.SlowDown, ReactionWait) : null;

    public bool LeavesOut(Burden burden) => Level >= (int)burden;

    /// <summary>Between two pulses of a room; zero when they go out as they come. 5 s at most.</summary>
    /// <param name="zone">The room is the event's, whose pulse carries the zone's counts.</param>
    /// <param name="readers">Of the room, on this edge.</param>
    public TimeSpan BetweenPulses(bool zone, int readers)
    {
        var calm = zone
            ? LeavesOut(Burden.ZoneCounts) ? CalmZone : TimeSpan.Zero
            : LeavesOut(Burden.PresenceDiffs) ? CalmPresence : TimeSpan.Zero;
        var spread = readers > PulsesPerSecond ? TimeSpan.FromSeconds(readers / PulsesPerSecond) : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Min(CalmZone.Ticks, Math.Max(calm.Ticks, spread.Ticks)));
    }
}
