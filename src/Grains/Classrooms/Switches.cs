using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>The teacher's switches: calm, and the locks of chat, visits and door. The door is asked by the <see cref="Roster"/>.</summary>
public sealed class Switches : IRoomPart
{
    private ClassSwitches _now = new(Calm: false, ChatLocked: false, VisitsLocked: false, DoorLocked: false);

    public string Name => "switches";

    /// <summary>Pupils stay in the class or follow the tour; the edge holds it, because it alone knows which rooms they ask for.</summary>
    public bool VisitsLocked => _now.VisitsLocked;

    public bool DoorLocked => _now.DoorLocked;

    public Rejection? Gate(RoomCommand command, in Situation situation)
    {
        if (situation.Actor.Role != Role.Pupil || command is not PostMessage)
        {
            return null;
        }

        return _now switch
        {
            { Calm: true } => new Rejection(RejectionCode.Calm),
            { ChatLocked: true } => new Rejection(RejectionCode.Locked),
            _ => null,
        };
    }

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        SetCalm calm when calm.On == _now.Calm => Decision.NoChange,
        SetCalm calm => Decision.Of(new CalmChanged(calm.On)),
        SetLock set when IsOn(set.What) is not { } on => Decision.Refuse(RejectionCode.BadRequest),
        SetLock set when IsOn(set.What) == set.On => Decision.NoChange,
        SetLock set => Decision.Of(new LockChanged(set.What, set.On)),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        var before = _now;
        _now = stored.Event switch
        {
            CalmChanged calm => _now with { Calm = calm.On },
            LockChanged { What: ClassLock.Chat } chat => _now with { ChatLocked = chat.On },
            LockChanged { What: ClassLock.Visits } visits => _now with { VisitsLocked = visits.On },
            LockChanged { What: ClassLock.Door } door => _now with { DoorLocked = door.On },
            _ => _now,
        };
        if (before != _now)
        {
            changes.Touch("class", "");
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("class", "") ? _now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("class", "")];

    public object Save() => new State(_now.Calm, _now.ChatLocked, _now.VisitsLocked, _now.DoorLocked);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<State>(RoomJson.Options) ?? throw new JsonException("No switches.");
        _now = new ClassSwitches(saved.Calm, saved.ChatLocked, saved.VisitsLocked, saved.DoorLocked);
    }

    private bool? IsOn(ClassLock what) => what switch
    {
        ClassLock.Chat => _now.ChatLocked,
        ClassLock.Visits => _now.VisitsLocked,
        ClassLock.Door => _now.DoorLocked,
        _ => null,
    };

    private sealed record State(bool Calm, bool ChatLocked, bool VisitsLocked, bool DoorLocked);
}
