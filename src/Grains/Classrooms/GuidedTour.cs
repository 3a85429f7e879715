using System.Text.Json;
using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>The teacher takes the class from room to room. Who follows is kept by the <see cref="Roster"/>.</summary>
public sealed class GuidedTour(Roster roster) : IRoomPart
{
    private Tour _now = new(null, null, null);

    public string Name => "tour";

    /// <summary>Where the tour is; null when there is none. A pupil who follows may enter it whatever is locked.</summary>
    public RoomId? Room => _now.Room;

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        PointTour point when !IsTarget(point.Room, situation.Room) => Decision.Refuse(RejectionCode.BadRequest),
        PointTour point when point.Room == _now.Room => Decision.NoChange,
        PointTour point => Decision.Of(new TourPointed(point.Room)),
        EndTour when _now.Room is null => Decision.NoChange,
        EndTour => Decision.Of(new TourEnded()),
        FollowTour when _now.Room is null => Decision.Refuse(RejectionCode.WrongState),
        FollowTour when roster.AdmissionOf(situation.Actor.Person) != Admission.Admitted => Decision.Refuse(RejectionCode.Forbidden),
        FollowTour follow when follow.On == roster.IsFollowing(situation.Actor.Person) => Decision.NoChange,
        FollowTour follow => Decision.Of(new TourFollowed(follow.On)),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case TourPointed pointed:
                _now = new Tour(pointed.Room, stored.At, stored.By.Name);
                changes.Touch("tour", "");
                break;
            case TourEnded:
                _now = new Tour(null, null, null);
                changes.Touch("tour", "");
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("tour", "") ? _now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("tour", "")];

    public object Save() => new State(_now.Room, _now.Since, _now.Guide);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<State>(RoomJson.Options) ?? throw new JsonException("No tour.");
        _now = new Tour(saved.Room, saved.Since, saved.Guide);
    }

    // Rooms where there is something to see for a class; another class is nobody's destination.
    private static bool IsTarget(RoomId room, RoomId here) =>
        RoomId.TryParse(room.ToGrainKey(), out _) && (room.Kind is RoomKind.Booth or RoomKind.Talk || room == here);

    private sealed record State(RoomId? Room = null, DateTimeOffset? Since = null, string? Guide = null);
}
