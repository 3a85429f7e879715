using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;
using Halle.Text;

namespace Halle.Event;

/// <summary>"Pause all": the public writes nowhere. The switch is in the event's room; every room has this part as its gate.</summary>
public sealed class EventBreaker : IRoomPart
{
    private Breaker _now = new(Paused: false, null, null);

    public string Name => "breaker";

    public Breaker Now => _now;

    public Rejection? Gate(RoomCommand command, in Situation situation) =>
        situation.Wide.Paused && command is PostMessage or AskQuestion && situation.Wide.Paused && !situation.Actor.IsStaff
            ? new Rejection(RejectionCode.EventPaused, Reason: situation.Wide.PauseReason)
            : null;

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        PauseEvent when _now.Paused => Decision.NoChange,
        PauseEvent pause => Reasons.Clean(pause.Reason) is { } reason
            ? Decision.Of(new EventPaused(reason))
            : Decision.Refuse(RejectionCode.BadRequest),
        ResumeEvent => _now.Paused ? Decision.Of(new EventResumed()) : Decision.NoChange,
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
            _now = next;
            changes.Touch("breaker", "");
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("breaker", "") ? _now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("breaker", "")];

    public object Save() => new Saved(_now.Paused, _now.Reason, _now.Since);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options)!;
        _now = new Breaker(saved.Paused, saved.Reason, saved.Since);
    }

    private sealed record Saved(bool Paused, string? Reason, DateTimeOffset? Since);
}
