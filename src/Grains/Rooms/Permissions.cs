using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>
/// Who may do what: one table, command × kind of room × role × own or foreign room. docs/permissions.md is generated from it. A command without
/// a row stops the program at the table's first use, and a test before that.
/// </summary>
public static class Permissions
{
    /// <summary>
    /// <c>any</c>: in every such room; <c>own</c>: in rooms that are the person's own (a professional's stands and talks, a pupil's or teacher's
    /// class); <c>-</c>: never. A professional who is invited into a class is a guest there: the teacher is its host. Visitors own nothing.
    /// </summary>
    private const string Table = """
        commands                                              | rooms                 | visitor pupil teacher professional moderator organiser

        chat.post chat.withdraw chat.report                   | booth talk            | any     any   any     any          any       any
        chat.post chat.withdraw chat.report                   | class                 | -       own   own     own          any       any
        chat.hold chat.release chat.remove chat.restore       | booth talk            | -       -     -       own          any       any
        chat.hold chat.release chat.remove chat.restore       | class                 | -       -     own     -            any       any
        chat.pin chat.unpin                                   | booth talk            | -       -     -       own          any       any
        chat.pin chat.unpin                                   | class                 | -       -     own     -            any       any

        sanction.warn sanction.mute sanction.revoke           | booth talk            | -       -     -       own          any       any
        sanction.warn sanction.mute sanction.revoke           | class                 | -       -     own     -            any       any
        sanction.warn sanction.mute sanction.revoke           | event                 | -       -     -       -            any       any
        sanction.ban sanction.shadow                          | event booth talk class | -      -     -       -            any       any

        mode.set                                              | booth talk            | -       -     -       own          any       any
        mode.set                                              | class                 | -       -     own     -            any       any

        duty.set                                              | booth                 | -       -     -       own          -         -
        hours.set                                             | booth                 | -       -     -       own          -         any

        talk.start talk.end talk.resume                       | talk                  | -       -     -       own          any       any
        question.ask question.withdraw                        | talk                  | any     any   any     any          any       any
        question.vote question.unvote poll.vote               | talk                  | any     any   any     any          any       any
        question.approve question.reject question.promote     | talk                  | -       -     -       own          any       any
        question.answer question.archive question.merge       | talk                  | -       -     -       own          any       any
        question.undo                                         | talk                  | -       -     -       own          any       any
        poll.draft poll.open poll.close poll.archive          | talk                  | -       -     -       own          any       any

        roster.join tour.follow                               | class                 | -       own   -       -            -         -
        roster.admit roster.remove class.calm class.lock      | class                 | -       -     own     -            any       any
        tour.point                                            | class                 | -       -     own     -            -         -
        tour.end                                              | class                 | -       -     own     -            any       any

        announcement.post announcement.withdraw               | event                 | -       -     -       -            -         any
        breaker.pause breaker.resume                          | event                 | -       -     -       -            any       any
        """;

    private static readonly FrozenDictionary<Type, FrozenSet<(RoomKind Kind, Role Role, bool Own)>> Cells = Read(Table);

    /// <summary>Whether the table lets this role use the command in a room of this kind.</summary>
    public static bool Allows(RoomCommand command, Role role, bool own, RoomKind kind) => Allows(command.GetType(), role, own, kind);

    public static bool Allows(Type command, Role role, bool own, RoomKind kind) => Cells[command].Contains((kind, role, own));

    /// <summary>Whether this person may read the room at all.</summary>
    public static bool MayEnter(Actor actor, RoomId room) => MayEnter(actor.Role, actor.Owns(room), room.Kind);

    /// <summary>
    /// Everybody who is signed in, pupils too, reads the event's room, stands and talks. A class is closed to all but its pupils, its teacher,
    /// professionals invited into it, and those who answer for the event.
    /// </summary>
    public static bool MayEnter(Role role, bool own, RoomKind kind) =>
        kind != RoomKind.Class || role is Role.Moderator or Role.Organiser || (own && role != Role.Visitor);

    /// <summary>Which of the two shared views this person gets.</summary>
    public static Audience AudienceOf(Actor actor, RoomId room) => actor.Role switch
    {
        Role.Moderator or Role.Organiser => Audience.Staff,
        Role.Professional when room.Kind is RoomKind.Booth or RoomKind.Talk && actor.Owns(room) => Audience.Staff,
        Role.Teacher when room.Kind == RoomKind.Class && actor.Owns(room) => Audience.Staff,
        _ => Audience.Public,
    };

    /// <summary>Names of the commands this person may use there, for a screen to offer.</summary>
    public static ImmutableArray<string> CommandsFor(Actor actor, RoomId room) =>
        [.. RoomJson.Commands
            .Where(command => Allows(command.Value, actor.Role, actor.Owns(room), room.Kind))
            .Select(command => command.Key)
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads the table; a missing, repeated or misspelt row is an <see cref="InvalidOperationException"/>.</summary>
    internal static FrozenDictionary<Type, FrozenSet<(RoomKind Kind, Role Role, bool Own)>> Read(string table)
    {
        var cells = new Dictionary<Type, HashSet<(RoomKind, Role, bool)>>();
        var rows = new HashSet<(string, RoomKind)>();
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1))
        {
            var columns = line.Split('|').Select(Words).ToArray();
            var roles = Enum.GetValues<Role>();
            if (columns.Length != 3 || columns[2].Length != roles.Length)
            {
                throw new InvalidOperationException($"Not a row of permissions: {line}");
            }

            foreach (var (name, kind) in columns[0].SelectMany(name => columns[1].Select(kind => (name, Enum.Parse<RoomKind>(kind, ignoreCase: true)))))
            {
                if (!RoomJson.Commands.TryGetValue(name, out var command) || !rows.Add((name, kind)))
                {
                    throw new InvalidOperationException($"An unknown command or a second row for it: {name}");
                }

                var allowed = cells.TryGetValue(command, out var known) ? known : cells[command] = [];
                foreach (var role in roles)
                {
                    Allow(allowed, kind, role, columns[2][(int)role]);
                }
            }
        }

        return RoomJson.Commands.Values.FirstOrDefault(command => !cells.ContainsKey(command)) is { } missing
            ? throw new InvalidOperationException($"{missing.Name} has no row of permissions.")
            : cells.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet());
    }

    private static void Allow(HashSet<(RoomKind, Role, bool)> allowed, RoomKind kind, Role role, string cell)
    {
        switch (cell)
        {
            case "any":
                allowed.Add((kind, role, true));
                allowed.Add((kind, role, false));
                break;
            case "own":
                allowed.Add((kind, role, true));
                break;
            case "-":
                break;
            default:
                throw new InvalidOperationException($"Not a permission: {cell}");
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
