using System.Globalization;
using System.Text;
using Halle.Chat;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;

namespace Halle.Tests.Rooms;

public sealed class PermissionsTests
{
    private static readonly RoomKind[] Kinds = Enum.GetValues<RoomKind>();

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private static readonly bool[] OwnOrNot = [false, true];

    private static readonly string[] Names = [.. RoomJson.Commands.Keys.Order(StringComparer.Ordinal)];

    [Fact(DisplayName = "[MO1] Every cell of the permission table is as it was agreed (A01, A02, A14)")]
    public void Every_cell_is_as_agreed()
    {
        // Lines "command kind" and twelve cells: each role in foreign rooms, then in own ones. What has no line is never allowed.
        var expected = File.ReadLines(Repository.PathTo("tests", "Grains.Tests", "Rooms", "permissions.expected.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => (words[0], Enum.Parse<RoomKind>(words[1], ignoreCase: true)), words => string.Concat(words[2..]));

        var wrong = new StringBuilder();
        foreach (var (name, kind) in Names.SelectMany(name => Kinds.Select(kind => (name, kind))))
        {
            var cells = Cells(name, kind);
            if (!string.Equals(cells, expected.GetValueOrDefault((name, kind), new string('.', 2 * Roles.Length)), StringComparison.Ordinal))
            {
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{name} {kind} {cells}");
            }
        }

        Assert.Equal("", wrong.ToString());
        Assert.All(expected.Keys, key => Assert.Contains(key.Item1, Names));
    }

    [Theory(DisplayName = "[MO1] A command without a row, a row twice and a misspelt row stop the program")]
    [InlineData("commands | rooms | roles\nchat.post | booth | any any any any any any")]
    [InlineData("commands | rooms | roles\nchat.shout | booth | any any any any any any")]
    [InlineData("commands | rooms | roles\nchat.post chat.post | booth | any any any any any any")]
    [InlineData("commands | rooms | roles\nchat.post | booth | any any any any any perhaps")]
    [InlineData("commands | rooms | roles\nchat.post | booth | any any")]
    public void A_wrong_table_stops_the_program(string table) => Assert.Throws<InvalidOperationException>(() => Permissions.Read(table));

    [Fact(DisplayName = "[MO1] docs/permissions.md is the table")]
    public void The_docs_are_the_table() => Repository.Matches(Repository.PathTo("docs", "permissions.md"), Document());

    [Theory(DisplayName = "[MO2] Who may enter: everybody but classes, where only its own people and those who answer for the event (A03, A04)")]
    [InlineData(RoomKind.Event, "++++++ ++++++")]
    [InlineData(RoomKind.Booth, "++++++ ++++++")]
    [InlineData(RoomKind.Talk, "++++++ ++++++")]
    [InlineData(RoomKind.Class, "....++ .+++++")]
    public void Who_may_enter(RoomKind kind, string expected) => Assert.Equal(
        expected, string.Concat(Enter(kind, own: false)) + " " + string.Concat(Enter(kind, own: true)));

    [Fact(DisplayName = "[MO3] Staff of a room: moderators and organisers everywhere, professionals in own stands and talks, teachers in the own class")]
    public void Who_is_staff()
    {
        RoomId[] rooms = [RoomId.TheEvent, Cast.Booth, Cast.Talk, Cast.Class];
        string Staff(Actor actor) => string.Concat(rooms.Select(room => Permissions.AudienceOf(actor, room) == Audience.Staff ? '+' : '.'));
        Actor Of(Role role) => Cast.Somebody(50, role, "Demo", [.. rooms]);

        Assert.Equal("++++", Staff(Cast.Moderator));
        Assert.Equal("++++", Staff(Cast.Organiser));
        Assert.Equal(".++.", Staff(Of(Role.Professional)));
        Assert.Equal("...+", Staff(Of(Role.Teacher)));
        Assert.Equal("....", Staff(Of(Role.Pupil)));
        Assert.Equal("....", Staff(Of(Role.Visitor)));
        Assert.Equal("....", Staff(Cast.OtherProfessional));
        Assert.Equal("....", Staff(Cast.OtherTeacher));
    }

    [Fact(DisplayName = "[MO1] A screen is offered exactly what the table allows")]
    public void A_screen_is_offered_what_is_allowed() => Assert.Equal(
        ["chat.post", "chat.report", "chat.withdraw"], Permissions.CommandsFor(Cast.Visitor(1), Cast.Booth).AsEnumerable());

    [Fact(DisplayName = "[MO1] The room itself refuses what the table does not allow (A01)")]
    public void The_room_refuses_what_is_not_allowed()
    {
        var room = new WholeRoom(Cast.Booth);
        var id = room.Do(Cast.Visitor(1), new PostMessage("Bonjour"));

        room.Refuses(RejectionCode.Forbidden, Cast.Pupil(1), new MutePerson(Cast.Visitor(1).Person, 5, "pour rire"));
        room.Refuses(RejectionCode.Forbidden, Cast.OtherProfessional, new RemoveMessage(id));
        room.Refuses(RejectionCode.Forbidden, Cast.Moderator, new StartTalk());
    }

    private static IEnumerable<char> Enter(RoomKind kind, bool own) => Roles.Select(role => Permissions.MayEnter(role, own, kind) ? '+' : '.');

    private static string Cells(string name, RoomKind kind) => string.Concat(
        OwnOrNot.SelectMany(own => Roles.Select(role => Permissions.Allows(RoomJson.Commands[name], role, own, kind) ? '+' : '.')));

    private static string Document()
    {
        var text = new StringBuilder("""
            # Who may do what

            Generated from `src/Grains/Rooms/Permissions.cs` by a test (`HALLE_WRITE=1` rewrites it). **any**: in every such room; **own**: in the person's own
            rooms (a professional's stands and talks, a pupil's or teacher's class); –: never. What is not listed is never allowed.

            Entering: everybody who is signed in enters the event's room, stands and talks. A class is entered by its pupils, its teacher, professionals
            invited into it, moderators and organisers; to everybody else it does not exist. Moderators are told each class's name and hours, how many of its
            people are there and how many messages wait; its code is the teacher's and the organisers', because it lets pupils in.

            | command | room | visitor | pupil | teacher | professional | moderator | organiser |
            |---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (name, kind) in Names.SelectMany(name => Kinds.Select(kind => (name, kind))).Where(row => Cells(row.name, row.kind).Contains('+')))
        {
            var cells = Roles.Select(role => (Permissions.Allows(RoomJson.Commands[name], role, own: false, kind), Permissions.Allows(RoomJson.Commands[name], role, own: true, kind)) switch
            {
                (true, true) => "any",
                (false, true) => "own",
                (false, false) => "–",
                _ => throw new InvalidOperationException($"{name} is allowed in foreign rooms only."),
            });
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {kind.ToString().ToLowerInvariant()} | {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }
}
