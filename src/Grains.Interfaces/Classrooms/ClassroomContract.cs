using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>
/// A pupil who gave the class code comes in. The class gives a French pseudonym that nobody in it has; over the class's size the
/// pupil waits for the teacher. Coming in again changes nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("roster.join")]
public sealed record JoinClass : RoomCommand;

/// <summary>The teacher lets a waiting pupil in.</summary>
[GenerateSerializer, Immutable, Alias("roster.admit")]
public sealed record AdmitPupil(PersonId Person) : RoomCommand;

/// <summary>The teacher shows a pupil out; the pupil can be admitted again (undo).</summary>
[GenerateSerializer, Immutable, Alias("roster.remove")]
public sealed record RemovePupil(PersonId Person) : RoomCommand;

/// <summary>Calm: pupils read, and do not write, until it is switched off.</summary>
[GenerateSerializer, Immutable, Alias("class.calm")]
public sealed record SetCalm(bool On) : RoomCommand;

[GenerateSerializer, Alias("halle.ClassLock")]
public enum ClassLock
{
    /// <summary>Pupils do not write in the class chat.</summary>
    Chat,

    /// <summary>Pupils stay in the class or follow the tour: they do not visit other rooms by themselves.</summary>
    Visits,

    /// <summary>No further pupil comes in by the code.</summary>
    Door,
}

[GenerateSerializer, Immutable, Alias("class.lock")]
public sealed record SetLock(ClassLock What, bool On) : RoomCommand;

/// <summary>Starts the guided tour, or moves it on: every pupil who follows is taken to that room.</summary>
[GenerateSerializer, Immutable, Alias("tour.point")]
public sealed record PointTour(RoomId Room) : RoomCommand;

[GenerateSerializer, Immutable, Alias("tour.end")]
public sealed record EndTour : RoomCommand;

/// <summary>A pupil leaves the tour, or takes it up again.</summary>
[GenerateSerializer, Immutable, Alias("tour.follow")]
public sealed record FollowTour(bool On) : RoomCommand;

[EventName("roster.joined")]
public sealed record PupilJoined(string Pseudonym, bool Waiting) : RoomEvent;

[EventName("roster.admitted")]
public sealed record PupilAdmitted(PersonId Person) : RoomEvent;

[EventName("roster.removed")]
public sealed record PupilRemoved(PersonId Person) : RoomEvent;

[EventName("class.calmed")]
public sealed record CalmChanged(bool On) : RoomEvent;

[EventName("class.locked")]
public sealed record LockChanged(ClassLock What, bool On) : RoomEvent;

[EventName("tour.pointed")]
public sealed record TourPointed(RoomId Room) : RoomEvent;

[EventName("tour.ended")]
public sealed record TourEnded : RoomEvent;

[EventName("tour.followed")]
public sealed record TourFollowed(bool On) : RoomEvent;

/// <summary>A pupil on the roster, for staff only; the id is the person.</summary>
[EntityName("pupil")]
public sealed record Pupil(string Id, string Pseudonym, Admission Admission, bool Following) : Entity(Id);

/// <summary>The class's switches.</summary>
[EntityName("class")]
public sealed record ClassSwitches(bool Calm, bool ChatLocked, bool VisitsLocked, bool DoorLocked) : Entity("");

/// <summary>Where the tour is; <paramref name="Room"/> is null when there is none. Following is the default when one starts.</summary>
[EntityName("tour")]
public sealed record Tour(RoomId? Room, DateTimeOffset? Since, string? Guide) : Entity("");
