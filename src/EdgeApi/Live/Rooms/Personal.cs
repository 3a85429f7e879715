using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>What one person is told of a room, from the room's own state and what holds in the whole event. Pure.</summary>
internal static class Personal
{
    /// <summary>Adds the event-wide sanctions to what the room says; of two the one that lasts longer is told.</summary>
    public static You Combine(You own, You wide) => own with
    {
        Muted = Longer(own.Muted, wide.Muted),
        Banned = Longer(own.Banned, wide.Banned),
        Warned = Later(own.Warned, wide.Warned),
    };

    /// <summary>Why this person may not read the room now; null when they may.</summary>
    public static RoomLeft? PutOut(RoomId room, You you, DateTimeOffset now)
    {
        if (you.Banned is { } ban && Runs(ban, now))
        {
            return new RoomLeft(room, RejectionCode.Banned, ban.Until, ban.Reason);
        }

        return you.Admission == Admission.Removed ? new RoomLeft(room, RejectionCode.Forbidden, Until: null, Reason: null) : null;
    }

    private static bool Runs(Notice notice, DateTimeOffset now) => notice.Until is not { } until || until > now;

    private static Notice? Longer(Notice? a, Notice? b) =>
        a is null ? b
        : b is null ? a
        : (a.Until ?? DateTimeOffset.MaxValue) >= (b.Until ?? DateTimeOffset.MaxValue) ? a : b;

    private static Notice? Later(Notice? a, Notice? b) => a is null ? b : b is null || a.At >= b.At ? a : b;
}
