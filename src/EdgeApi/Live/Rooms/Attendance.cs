using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// Who reads one room on this edge: people, not connections. Somebody whose connection is lost stays for the grace time, so that a
/// reload is neither a departure nor an arrival; somebody who leaves is gone at once. Pure: the caller brings the time.
/// </summary>
internal sealed class Attendance(bool namesPupils, TimeSpan grace)
{
    // 800 bytes a report. Above it a person twice in a room changes its count by less than one in two hundred.
    internal const int MostMarks = 200;

    private readonly Dictionary<PersonId, Attendee> _people = [];
    private readonly Dictionary<PersonId, NamedPresence> _named = [];
    private readonly Dictionary<Role, int> _present = [];
    private readonly Dictionary<string, int> _reactions = [];
    private readonly List<(PersonId Person, DateTimeOffset GoneAt)> _flapping = [];

    private PresenceReport? _last;

    /// <summary>Something to report has changed since the last report.</summary>
    public bool Changed { get; private set; }

    public int People => _people.Count;

    public IReadOnlyList<Cursor> CursorsOf(PersonId person) =>
        _people.TryGetValue(person, out var attendee) ? attendee.Cursors : [];

    public void Enter(Cursor cursor)
    {
        var actor = cursor.Actor;
        if (!_people.TryGetValue(actor.Person, out var attendee))
        {
            attendee = new Attendee(actor);
            _people.Add(actor.Person, attendee);
            _present[actor.Role] = _present.GetValueOrDefault(actor.Role) + 1;
            if (IsNamed(actor))
            {
                _named.Add(actor.Person, new NamedPresence(actor.Person, actor.Role, actor.Name));
            }

            Changed = true;
        }

        attendee.GoneAt = null;
        attendee.Cursors.Add(cursor);
    }

    /// <param name="lost">The connection broke; it was not the person's wish.</param>
    public void Leave(Cursor cursor, bool lost, DateTimeOffset now)
    {
        if (!_people.TryGetValue(cursor.Actor.Person, out var attendee) || !attendee.Cursors.Remove(cursor) || attendee.Cursors.Count > 0)
        {
            return;
        }

        if (!lost)
        {
            Remove(cursor.Actor);
            return;
        }

        attendee.GoneAt = now;
        _flapping.Add((cursor.Actor.Person, now));
    }

    public void Expire(DateTimeOffset now)
    {
        // Asked of every room with each beat, and nobody flaps in most.
        if (_flapping.Count > 0)
        {
            ExpireAny(now);
        }
    }

    // What the predicate holds on to is allocated where the method begins.
    private void ExpireAny(DateTimeOffset now) =>
        _flapping.RemoveAll(flap =>
        {
            if (!_people.TryGetValue(flap.Person, out var attendee) || attendee.GoneAt != flap.GoneAt)
            {
                return true;
            }

            if (now - flap.GoneAt < grace)
            {
                return false;
            }

            Remove(attendee.Actor);
            return true;
        });

    public void React(string reaction)
    {
        _reactions[reaction] = _reactions.GetValueOrDefault(reaction) + 1;
        Changed = true;
    }

    /// <summary>The whole picture; reactions start again from zero. Beyond the first <see cref="MostMarks"/> visitors without a name it does not grow with them.</summary>
    public PresenceReport Report(long version)
    {
        // Most reports are heartbeats, of a room where nobody came or went.
        if (!Changed && _last is { Reactions.IsEmpty: true } last)
        {
            return _last = last with { Version = version };
        }

        var report = new PresenceReport(
            version,
            _present.Where(pair => pair.Value > 0).ToImmutableDictionary(),
            [.. _named.Values],
            _reactions.ToImmutableDictionary(StringComparer.Ordinal))
        {
            Unnamed = _people.Count - _named.Count > MostMarks
                ? null
                : [.. _people.Values.Select(attendee => attendee.Actor).Where(actor => !IsNamed(actor)).Select(actor => actor.Person.Mark)],
        };
        _reactions.Clear();
        Changed = false;
        return _last = report;
    }

    private bool IsNamed(Actor actor) => actor.IsStaff || (namesPupils && actor.Role == Role.Pupil);

    private void Remove(Actor actor)
    {
        _people.Remove(actor.Person);
        _named.Remove(actor.Person);
        _present[actor.Role]--;
        Changed = true;
    }

    private sealed class Attendee(Actor actor)
    {
        public Actor Actor => actor;

        public List<Cursor> Cursors { get; } = [];

        public DateTimeOffset? GoneAt { get; set; }
    }
}
