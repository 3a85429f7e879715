using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using CsCheck;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>
/// Somebody's wish, drawn without knowledge of any one command: members are filled by their type and name. So a new command is played from the day
/// it has a name.
/// </summary>
internal sealed record RandomWish(int Who, int What, int Seed, int Seconds)
{
    public static readonly ImmutableArray<RoomId> Rooms = [RoomId.TheEvent, Cast.Booth, Cast.Talk, Cast.Class];

    public static readonly ImmutableArray<Actor> People =
    [
        Cast.Visitor(1), Cast.Visitor(2), Cast.Visitor(3), Cast.Pupil(1), Cast.Pupil(2), Cast.Pupil(3), Cast.OtherPupil, Cast.Teacher, Cast.OtherTeacher,
        Cast.Host, Cast.Speaker, Cast.OtherProfessional, Cast.Moderator, Cast.OtherModerator, Cast.Organiser,
    ];

    private static readonly ImmutableArray<int> Hosts =
    [
        .. new[] { Cast.Teacher, Cast.Host, Cast.Speaker, Cast.Moderator, Cast.OtherModerator, Cast.Organiser }.Select(actor => People.IndexOf(actor)),
    ];

    private static readonly ImmutableArray<string> Words =
    [
        "oui", "Bonjour à tous", "", " \u200B ", "06 12 34 56 78", "voir https://example.org/visite", "e\u0301te\u0301 \u202Etxt", "👩‍🔧👩‍🔧", "ajoute-moi sur snap",
        "Combien d'années d'études ?", "a\n\n\n\n\nb", "\uD800", new string('x', 2_001),
    ];

    private static readonly ImmutableArray<string> Names = [.. RoomJson.Commands.Keys.Order(StringComparer.Ordinal)];

    public static Gen<ImmutableArray<RandomWish>> Many(int most) =>
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, 999], Gen.Int[0, 1_000_000], Gen.Int[0, 40], (who, what, seed, seconds) => new RandomWish(who, what, seed, seconds))
            .Array[1, most].Select(wishes => wishes.ToImmutableArray());

    /// <summary>The same wishes for the same seed, always. Those who run rooms are half of these people: most commands are theirs.</summary>
    public static ImmutableArray<RandomWish> Drawn(int seed, int count)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new RandomWish(
                random.Next(2) == 0 ? random.Next(15) : Hosts[random.Next(Hosts.Length)], random.Next(1_000), random.Next(1_000_001), random.Next(41))),
        ];
    }

    public Actor Actor => People[Who];

    /// <summary>Mostly something this person may wish here; sometimes anything.</summary>
    public RoomCommand In(Room room)
    {
        var random = new Random(Seed);
        var offered = Permissions.CommandsFor(Actor, room.Id);
        var name = What % 8 == 0 || offered.IsEmpty ? Names[What / 8 % Names.Length]

            // Half of what is said is said in the chat; the rest would have nothing to act upon otherwise.
            : What % 8 < 3 && offered.Contains("chat.post", StringComparer.Ordinal) ? "chat.post"
            : offered[What / 8 % offered.Length];
        var constructor = RoomJson.Commands[name].GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        return (RoomCommand)constructor.Invoke([.. constructor.GetParameters().Select(parameter => Fill(parameter, room, random))]);
    }

    private static object? Fill(ParameterInfo parameter, Room room, Random random)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (parameter.HasDefaultValue && parameter.DefaultValue is null && random.Next(3) > 0)
        {
            return null;
        }

        return type == typeof(string) ? Text(parameter.Name!, room, random)
            : type == typeof(int) ? random.Next(-1, random.Next(2) == 0 ? 5 : 2_000)
            : type == typeof(bool) ? random.Next(2) == 0
            : type == typeof(PersonId) ? Somebody(room, random)
            : type == typeof(RoomId) ? Rooms[random.Next(Rooms.Length)]
            : type == typeof(ImmutableArray<string>) ? Enumerable.Range(0, random.Next(1, 8)).Select(option => $"Option {option}").ToImmutableArray()
            : type == typeof(ImmutableArray<DateTimeOffset>) ? Times(random)
            : type.IsEnum ? Enum.ToObject(type, random.Next(0, Enum.GetValues(type).Length + (random.Next(10) == 0 ? 1 : 0)))
            : throw new NotSupportedException($"Teach this generator how to fill {parameter}.");
    }

    // Half the time somebody the room has something on already: only they can be let in again, or let off.
    private static PersonId Somebody(Room room, Random random)
    {
        var known = random.Next(2) == 0
            ? room.ShowAll(Audience.Staff).Select(entity => entity.Id.Split('-')[0]).Where(id => PersonId.TryParse(id, out _)).Distinct().ToArray()
            : [];
        return known.Length == 0 ? People[random.Next(People.Length)].Person : new PersonId(known[random.Next(known.Length)]);
    }

    // Half hours of the day the rooms are played on, and now and then another time.
    private static ImmutableArray<DateTimeOffset> Times(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(0, 4)).Select(_ =>
            new DateTimeOffset(2026, 11, 23, 8, random.Next(20) == 0 ? 7 : 0, 0, TimeSpan.Zero).AddMinutes(30 * random.Next(0, 24))),
    ];

    private static string Text(string name, Room room, Random random) => name switch
    {
        "Text" or "Question" when random.Next(3) > 0 && name is "Text" => $"Phrase numéro {random.Next()}",
        "Text" or "Reason" => Words[random.Next(Words.Length)],

        _ when random.Next(20) == 0 => Words[random.Next(Words.Length)],
        _ when random.Next(4) == 0 => Math.Max(0, room.Seq - random.Next((int)Math.Min(room.Seq, 12) + 1)).ToString(CultureInfo.InvariantCulture),
        _ => Existing(name is "ReplyTo" ? "message" : name is "Into" ? "question" : name.ToLowerInvariant(), room, random),
    };

    // The newest are those something can still be done with.
    private static string Existing(string type, Room room, Random random)
    {
        var ids = room.ShowAll(Audience.Staff).Select(RoomJson.KeyOf)
            .Where(key => string.Equals(key.Type, type, StringComparison.Ordinal)).Select(key => key.Id).TakeLast(5).ToArray();
        return ids.Length == 0 ? "1" : ids[random.Next(ids.Length)];
    }
}
