using System.Collections.Immutable;
using System.Text.Json;
using Halle.Rooms;

namespace Halle.Classrooms;

/// <summary>
/// Who is in the class, under which pseudonym, and who follows the tour. A pupil is admitted, waits for the teacher (the class is full) or
/// was shown out; who is not admitted can do nothing in the class.
/// </summary>
/// <param name="classSize">Pupils who come in without asking.</param>
public sealed class Roster(int classSize, Switches switches) : IRoomPart
{
    /// <summary>
    /// Everybody who ever joined, so that a code that leaked cannot fill the teacher's list without end. Who has waited longest at the door makes room: a
    /// prank with the code does not shut the class out either.
    /// </summary>
    public const int MaxPupils = 300;

    // In the order they came.
    private readonly List<PersonId> _order = [];
    private readonly Dictionary<PersonId, Row> _rows = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _admitted;
    private bool _touring;

    public string Name => "roster";

    /// <summary>The name the class gave to this person; null for somebody who never joined.</summary>
    public string? PseudonymOf(PersonId person) => _rows.GetValueOrDefault(person)?.Pseudonym;

    public Admission AdmissionOf(PersonId person) => _rows.GetValueOrDefault(person)?.Admission ?? Admission.None;

    public bool IsFollowing(PersonId person) => _rows.GetValueOrDefault(person)?.Following ?? false;

    public Rejection? Gate(RoomCommand command, in Situation situation)
    {
        if (situation.Actor.Role != Role.Pupil || command is JoinClass)
        {
            return null;
        }

        return AdmissionOf(situation.Actor.Person) switch
        {
            Admission.Admitted => null,
            Admission.Waiting => new Rejection(RejectionCode.Waiting),
            _ => new Rejection(RejectionCode.Forbidden),
        };
    }

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        JoinClass => Join(situation.Actor.Person),
        AdmitPupil admit => AdmissionOf(admit.Person) switch
        {
            Admission.None => Decision.Refuse(RejectionCode.NotFound),
            Admission.Admitted => Decision.NoChange,
            _ => Decision.Of(new PupilAdmitted(admit.Person)),
        },
        RemovePupil remove => AdmissionOf(remove.Person) switch
        {
            Admission.None => Decision.Refuse(RejectionCode.NotFound),
            Admission.Removed => Decision.NoChange,
            _ => Decision.Of(new PupilRemoved(remove.Person)),
        },
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case PupilJoined { Pseudonym.Length: > 0 } joined:
                MakeRoom(changes);
                Add(stored.By.Id, new Row(joined.Pseudonym, Admission.None, Following: false));
                Set(stored.By.Id, joined.Waiting ? Admission.Waiting : Admission.Admitted, changes);
                break;
            case PupilAdmitted admitted:
                Set(admitted.Person, Admission.Admitted, changes);
                break;
            case PupilRemoved removed:
                Set(removed.Person, Admission.Removed, changes);
                break;
            case TourPointed when !_touring:
                _touring = true;
                FollowAll(changes);
                break;
            case TourEnded:
                _touring = false;
                FollowAll(changes);
                break;
            case TourFollowed followed:
                Follow(stored.By.Id, followed.On, changes);
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        audience == Audience.Staff
        && string.Equals(key.Type, "pupil", StringComparison.Ordinal)
        && PersonId.TryParse(key.Id, out var person)
        && _rows.TryGetValue(person, out var row)
            ? new Pupil(key.Id, row.Pseudonym, row.Admission, row.Following)
            : null;

    public IEnumerable<EntityKey> Keys() => _order.Select(person => new EntityKey("pupil", person.Value));

    public You Tell(PersonId person, You you) =>
        _rows.TryGetValue(person, out var row) ? you with { Admission = row.Admission, Following = row.Following } : you;

    public object Save() => new State(
        _touring, [.. _order.Select(person => new Saved(person, _rows[person].Pseudonym, _rows[person].Admission, _rows[person].Following))]);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<State>(RoomJson.Options) ?? throw new JsonException("No roster.");
        _order.Clear();
        _rows.Clear();
        _names.Clear();
        _touring = saved.Touring;
        foreach (var pupil in saved.Pupils)
        {
            Add(pupil.Person, new Row(pupil.Pseudonym, pupil.Admission, pupil.Following));
        }

        _admitted = saved.Pupils.Count(pupil => pupil.Admission == Admission.Admitted);
    }

    private Decision Join(PersonId person)
    {
        switch (AdmissionOf(person))
        {
            case Admission.Waiting or Admission.Admitted:
                return Decision.NoChange;
            case Admission.Removed:
                return Decision.Refuse(RejectionCode.Forbidden);
            default:
                break;
        }

        if (switches.DoorLocked)
        {
            return Decision.Refuse(RejectionCode.Locked);
        }

        return (_rows.Count < MaxPupils || LongestWaiting() is not null) && Pseudonyms.For(person, _names.Contains) is { } pseudonym
            ? Decision.Of(new PupilJoined(pseudonym, Waiting: _admitted >= classSize))
            : Decision.Refuse(RejectionCode.RoomFull);
    }

    private PersonId? LongestWaiting()
    {
        foreach (var person in _order)
        {
            if (_rows[person].Admission == Admission.Waiting)
            {
                return person;
            }
        }

        return null;
    }

    // Nobody has heard of who waits: its name may be another's.
    private void MakeRoom(Changes changes)
    {
        if (_rows.Count >= MaxPupils && LongestWaiting() is { } gone)
        {
            _order.Remove(gone);
            _names.Remove(_rows[gone].Pseudonym);
            _rows.Remove(gone);
            Touch(gone, changes);
        }
    }

    private void Add(PersonId person, Row row)
    {
        _order.Add(person);
        _rows[person] = row;
        _names.Add(row.Pseudonym);
    }

    private void Set(PersonId person, Admission admission, Changes changes)
    {
        // Whom the class has forgotten has no row.
        if (!_rows.TryGetValue(person, out var row))
        {
            return;
        }

        _admitted += (admission == Admission.Admitted ? 1 : 0) - (row.Admission == Admission.Admitted ? 1 : 0);
        _rows[person] = row with { Admission = admission, Following = _touring && admission == Admission.Admitted };
        Touch(person, changes);
    }

    // Everybody who is in follows when a tour starts, and nobody when it is over.
    private void FollowAll(Changes changes)
    {
        foreach (var person in _order)
        {
            Follow(person, _touring && _rows[person].Admission == Admission.Admitted, changes);
        }
    }

    private void Follow(PersonId person, bool on, Changes changes)
    {
        if (_rows.TryGetValue(person, out var row) && row.Following != on)
        {
            _rows[person] = row with { Following = on };
            Touch(person, changes);
        }
    }

    private static void Touch(PersonId person, Changes changes)
    {
        changes.Touch("pupil", person.Value);
        changes.Touch(person);
    }

    private sealed record Row(string Pseudonym, Admission Admission, bool Following);

    private sealed record State(bool Touring, ImmutableArray<Saved> Pupils);

    private sealed record Saved(PersonId Person, string Pseudonym, Admission Admission, bool Following);
}
