using System.Collections.Immutable;
using System.Text.Json;
using Halle.Event;

namespace Halle.Rooms;

/// <summary>
/// One concern of a room (chat, sanctions, questions …), as plain code: no clock, no randomness, no I/O, no Task, no Orleans.
/// The same class runs in the grain, where it decides, and in the edge's replica, where it only applies and shows.
/// </summary>
public interface IRoomPart
{
    /// <summary>Its key in snapshots; never changes.</summary>
    string Name { get; }

    /// <summary>A reason why nobody of this kind may do this now, whichever part it concerns (muted, paused, calm); null to let it pass.</summary>
    Rejection? Gate(RoomCommand command, in Situation situation) => null;

    /// <summary>Decides one of this part's own commands; null when the command is not its own.</summary>
    Decision? Decide(RoomCommand command, in Situation situation);

    /// <summary>The only mutator. Marks every entity and person whose view may have changed. Events of other parts are ignored.</summary>
    void Apply(StoredEvent stored, Changes changes);

    /// <summary>The entity as the audience sees it, or null when there is none for that audience.</summary>
    Entity? Show(EntityKey key, Audience audience);

    /// <summary>Keys of all entities a newcomer may be shown, in the order they are shown.</summary>
    IEnumerable<EntityKey> Keys();

    /// <summary>What waits here for a moderator to look at it, and when the oldest of it was written; null when nothing does.</summary>
    (int Count, DateTimeOffset? Since) Waiting => (0, null);

    /// <summary>Adds what this part holds for one person.</summary>
    You Tell(PersonId person, You you) => you;

    /// <summary>The part's whole state; <see cref="Load"/> of it gives a part that behaves the same.</summary>
    object Save();

    void Load(JsonElement state);
}

/// <summary>Everything a decision may depend on beside the room's own state.</summary>
/// <param name="Own">The room is one of the actor's own (see <see cref="Actor.Own"/>).</param>
/// <param name="Now">The room's time: never goes back.</param>
/// <param name="Wide">What holds in every room.</param>
public readonly record struct Situation(RoomId Room, Actor Actor, bool Own, DateTimeOffset Now, EventWide Wide)
{
    private readonly ImmutableArray<NamedPresence> _here;

    /// <summary>Who is there by name now: staff, in a class its pupils.</summary>
    public ImmutableArray<NamedPresence> Here { get => _here.IsDefault ? [] : _here; init => _here = value; }
}

/// <summary>What a run of events touched: keys to show again and people to tell again.</summary>
public sealed class Changes
{
    private readonly HashSet<EntityKey> _entities = [];
    private readonly HashSet<PersonId> _people = [];

    public IReadOnlyCollection<EntityKey> Entities => _entities;

    public IReadOnlyCollection<PersonId> People => _people;

    public void Touch(string type, string id) => _entities.Add(new EntityKey(type, id));

    public void Touch(PersonId person) => _people.Add(person);

    public void Clear()
    {
        _entities.Clear();
        _people.Clear();
    }
}
