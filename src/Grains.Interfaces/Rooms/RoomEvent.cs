namespace Halle.Rooms;

/// <summary>
/// Something that happened in a room: immutable, stored for ever under its <see cref="EventNameAttribute"/> name, and never
/// changed in meaning. New members need a default, because old rows do not have them.
/// </summary>
public abstract record RoomEvent;

/// <summary>The stable, dotted, past-tense name of an event (<c>chat.posted</c>), stored in the journal.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>
/// An event with its place in the room's one order. <paramref name="Seq"/> starts at 1 and has no holes;
/// <paramref name="At"/> never goes back within a room. <paramref name="ClientId"/> is set on the first event of a command.
/// </summary>
public sealed record StoredEvent(long Seq, DateTimeOffset At, Author By, ClientId? ClientId, RoomEvent Event);
