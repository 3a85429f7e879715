using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// One connection's place in one room: a position, never a queue. Whatever the reader has not been sent yet is found from here.
/// All members but <see cref="Room"/>, <see cref="Actor"/> and <see cref="Audience"/> are touched under the room's lock only.
/// </summary>
internal sealed class Cursor(RoomReplica room, Actor actor, Audience audience, Action wake)
{
    public RoomReplica Room => room;

    public Actor Actor => actor;

    public Audience Audience => audience;

    /// <summary>Looks for something to send; cheap, callable from anywhere, never under a lock.</summary>
    public void Wake() => wake();

    /// <summary>Seq up to which the reader has everything; -1 for a reader that needs a reset.</summary>
    public long Position { get; set; } = -1;

    /// <summary>Not yet brought up to the room's present.</summary>
    public bool Fresh { get; set; } = true;

    /// <summary>Nothing is sent before the answer to its entering is written.</summary>
    public bool Held { get; set; } = true;

    /// <summary>A pupil whom the teacher has not let in: is told of that, and shown nothing of the class.</summary>
    public bool AtDoor { get; set; }

    public bool YouDirty { get; set; } = true;

    public long PulseSeen { get; set; }

    /// <summary>Its place in the room's list.</summary>
    public int Index { get; set; }

    /// <summary>Out of the room's list.</summary>
    public bool Gone { get; set; }
}
