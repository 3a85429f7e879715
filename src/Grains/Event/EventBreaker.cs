using System.Text.Json;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Event;

/// <summary>"Pause all": the switch itself, in the event's room. What it stops is stopped in every room by its <see cref="BreakerGate"/>.</summary>
public sealed class EventBreaker : IRoomPart
{
    public string Name => "breaker";

    public Breaker Now { get; private set; } = new(Paused: false, null, null);

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        PauseEvent when Now.Paused => Decision.NoChange,
        PauseEvent pause => Reasons.Read(pause.Reason, out var reason) is { } unfit
            ? Decision.Refuse(unfit)
            : Decision.Of(new EventPaused(reason)),
        ResumeEvent => Now.Paused ? Decision.Of(new EventResumed()) : Decision.NoChange,
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        Breaker? next = stored.Event switch
        {
            EventPaused paused => new Breaker(Paused: true, paused.Reason, stored.At),
            EventResumed => new Breaker(Paused: false, null, null),
            _ => null,
        };
        if (next is not null)
        {
            Now = next;
            changes.Touch("breaker", "");
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("breaker", "") ? Now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("breaker", "")];

    public object Save() => new Saved(Now.Paused, Now.Reason, Now.Since);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No breaker.");
        Now = new Breaker(saved.Paused, saved.Reason, saved.Since);
    }

    private sealed record Saved(bool Paused, string? Reason, DateTimeOffset? Since);
}

/// <summary>Holds the whole event's pause in one room: the public does not write, staff of the room may. Has no state of its own.</summary>
public sealed class BreakerGate : IRoomPart
{
    public string Name => "breakerGate";

    public Rejection? Gate(RoomCommand command, in Situation situation) =>
        situation.Wide.Paused && PublicWriting.Includes(command) && PublicWriting.IsPublic(situation)
            ? new Rejection(RejectionCode.EventPaused, Reason: situation.Wide.PauseReason)
            : null;

    public Decision? Decide(RoomCommand command, in Situation situation) => null;

    public void Apply(StoredEvent stored, Changes changes)
    {
    }

    public Entity? Show(EntityKey key, Audience audience) => null;

    public IEnumerable<EntityKey> Keys() => [];

    public object Save() => new { };

    public void Load(JsonElement state)
    {
    }
}
