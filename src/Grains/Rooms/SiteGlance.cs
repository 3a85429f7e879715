using Halle.Booths;
using Halle.Talks;

namespace Halle.Rooms;

/// <summary>Keeps, from what events touch, what the zone map needs to know of a room: who is available, and whether a talk is live.</summary>
internal sealed class SiteGlance
{
    private readonly HashSet<PersonId> _available = [];

    public bool Live { get; private set; }

    public void Start(Room room)
    {
        var all = new Changes();
        foreach (var entity in room.ShowAll(Audience.Public))
        {
            if (entity is Duty or Stage)
            {
                var key = RoomJson.KeyOf(entity);
                all.Touch(key.Type, key.Id);
            }
        }

        Update(room, all);
    }

    /// <summary>True when something it looks at was touched.</summary>
    public bool Update(Room room, Changes changes)
    {
        var touched = false;
        foreach (var key in changes.Entities)
        {
            if (string.Equals(key.Type, "stage", StringComparison.Ordinal))
            {
                touched = true;
                Live = room.Show(key, Audience.Public) is Stage { State: StageState.Live };
            }
            else if (string.Equals(key.Type, "duty", StringComparison.Ordinal) && PersonId.TryParse(key.Id, out var person))
            {
                touched = true;
                _ = room.Show(key, Audience.Public) is Duty { Status: DutyStatus.Available }
                    ? _available.Add(person)
                    : _available.Remove(person);
            }
        }

        return touched;
    }

    /// <summary>A professional counts as available who said so and is here.</summary>
    public SiteStatus Status(PresenceLedger presence) => new(presence.Present, _available.Count(presence.IsHere), Live);
}
