using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Scenarios;

namespace Halle.Rehearsal.Playing;

/// <summary>The rooms of a plan, numbered alike in every process, and who is in which.</summary>
internal sealed class Rooms
{
    private readonly RoomSubject[] _booths;
    private readonly RoomSubject[] _talks;
    private readonly RoomSubject[] _classes;

    /// <summary>Classes are known by the rooms their pupils own; a class's number is its place among the codes.</summary>
    public Rooms(Plan plan)
    {
        Event = new RoomSubject(0, "event:main");
        _talks = [.. plan.Talks.Select((key, index) => new RoomSubject(1 + index, "talk:" + key))];
        _booths = [.. plan.Booths.Select((key, index) => new RoomSubject(1 + plan.Talks.Count + index, "booth:" + key))];
        _classes = new RoomSubject[plan.Classes.Count];
    }

    public RoomSubject Event { get; }

    public IReadOnlyList<RoomSubject> Talks => _talks;

    public IEnumerable<RoomSubject> All => [Event, .. _talks, .. _booths, .. _classes.Where(one => one is not null)];

    /// <param name="own">The class's room, as signing in told it.</param>
    public RoomSubject ClassOf(int number, string own)
    {
        lock (_classes)
        {
            return _classes[number] ??= new RoomSubject(1 + _talks.Length + _booths.Length + number, own);
        }
    }

    /// <summary>A stand, any number going round.</summary>
    public RoomSubject Booth(int number) => _booths[number % _booths.Length];

    /// <summary>The rooms of one person of a crowd, in the crowd's order.</summary>
    public IEnumerable<RoomSubject> Of(Crowd crowd, Visitor person, string? own)
    {
        foreach (var room in crowd.Rooms)
        {
            yield return room.Split(':') switch
            {
                ["event"] => Event,
                ["booths"] => Booth(person.Number),
                ["class"] => ClassOf(person.ClassNumber, own ?? throw new CannotRunException("The server gave a pupil no class.")),
                ["talk", var number] when Index(number, _talks) is { } talk => talk,
                ["booth", var number] when Index(number, _booths) is { } booth => booth,
                _ => throw new CannotRunException($"Crowd '{crowd.Name}': there is no room '{room}' in the server's programme."),
            };
        }
    }

    private static RoomSubject? Index(string number, RoomSubject[] rooms) =>
        int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= rooms.Length
            ? rooms[index - 1]
            : null;
}
