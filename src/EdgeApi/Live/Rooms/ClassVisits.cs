using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// Which classes keep their pupils in, as far as this edge knows: it has a copy of the class of every pupil that is connected to it. No grain
/// could hold this lock, because only the edge knows in which rooms somebody is.
/// </summary>
internal sealed class ClassVisits
{
    /// <summary>Finds this edge's copy of a class.</summary>
    public Func<RoomId, RoomReplica?>? Find { get; set; }

    /// <summary>Looks again where the class's pupils are.</summary>
    public Action<RoomId>? LookAgain { get; set; }

    /// <summary>Whether this person's class keeps it out of that room now. Takes the class's lock: never called under another room's.</summary>
    public bool Forbid(Actor actor, RoomId room)
    {
        if (actor.Role != Role.Pupil || actor.Own.IsDefault || room == RoomId.TheEvent)
        {
            return false;
        }

        foreach (var own in actor.Own)
        {
            if (own.Kind == RoomKind.Class && own != room && Find?.Invoke(own)?.ReadVisitLock() is { } visits && !visits.Allows(room))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The class's lock or tour changed. Returns at once: it is called from the feed.</summary>
    public void Touch(RoomId room)
    {
        if (LookAgain is { } look)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.look(work.room), (look, room), preferLocal: false);
        }
    }
}
