using System.Collections.Frozen;
using System.Collections.Immutable;
using Halle.Booths;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Moderation;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;

namespace Halle.Rooms;

/// <summary>Who may do what: one table, command × role × own or foreign room. docs/permissions.md is generated from it.</summary>
public static class Permissions
{
    private const Who Everyone = Who.Visitor | Who.PupilOwn | Who.PupilForeign | Who.Hosts | Who.TeacherForeign | Who.ProfessionalForeign;

    /// <summary>Every command has a row; one without stops the program at its first use, and its test before.</summary>
    private static readonly FrozenDictionary<Type, Who> Rows = new Dictionary<Type, Who>
    {
        [typeof(PostMessage)] = Everyone,
        [typeof(WithdrawMessage)] = Everyone,
        [typeof(ReportMessage)] = Everyone,
        [typeof(HoldMessage)] = Who.Hosts,
        [typeof(ReleaseMessage)] = Who.Hosts,
        [typeof(RemoveMessage)] = Who.Hosts,
        [typeof(RestoreMessage)] = Who.Hosts,
        [typeof(PinMessage)] = Who.Hosts,
        [typeof(UnpinMessage)] = Who.Hosts,

        [typeof(WarnPerson)] = Who.Hosts,
        [typeof(MutePerson)] = Who.Hosts,
        [typeof(BanPerson)] = Who.Direction,
        [typeof(ShadowPerson)] = Who.Direction,
        [typeof(RevokeSanction)] = Who.Hosts,
        [typeof(SetMode)] = Who.Hosts,

        [typeof(SetDuty)] = Who.ProfessionalOwn,

        [typeof(StartTalk)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(EndTalk)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(ResumeTalk)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(AskQuestion)] = Everyone,
        [typeof(WithdrawQuestion)] = Everyone,
        [typeof(VoteQuestion)] = Everyone,
        [typeof(UnvoteQuestion)] = Everyone,
        [typeof(ApproveQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(RejectQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(PromoteQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(AnswerQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(ArchiveQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(MergeQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(UndoQuestion)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(DraftPoll)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(OpenPoll)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(ClosePoll)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(ArchivePoll)] = Who.ProfessionalOwn | Who.Direction,
        [typeof(VotePoll)] = Everyone,

        [typeof(JoinClass)] = Who.PupilOwn,
        [typeof(FollowTour)] = Who.PupilOwn,
        [typeof(AdmitPupil)] = Who.TeacherOwn | Who.Direction,
        [typeof(RemovePupil)] = Who.TeacherOwn | Who.Direction,
        [typeof(SetCalm)] = Who.TeacherOwn | Who.Direction,
        [typeof(SetLock)] = Who.TeacherOwn | Who.Direction,
        [typeof(PointTour)] = Who.TeacherOwn,
        [typeof(EndTour)] = Who.TeacherOwn | Who.Direction,

        [typeof(PostAnnouncement)] = Who.Organiser,
        [typeof(WithdrawAnnouncement)] = Who.Organiser,
        [typeof(PauseEvent)] = Who.Direction,
        [typeof(ResumeEvent)] = Who.Direction,
    }.ToFrozenDictionary();

    /// <summary>Which kinds of room know a command at all; a command that is not listed belongs to every kind.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<RoomKind>> Kinds = new Dictionary<string, ImmutableArray<RoomKind>>(StringComparer.Ordinal)
    {
        ["chat"] = [RoomKind.Booth, RoomKind.Talk, RoomKind.Class],
        ["sanction"] = [RoomKind.Event, RoomKind.Booth, RoomKind.Talk, RoomKind.Class],
        ["mode"] = [RoomKind.Booth, RoomKind.Talk, RoomKind.Class],
        ["duty"] = [RoomKind.Booth],
        ["talk"] = [RoomKind.Talk],
        ["question"] = [RoomKind.Talk],
        ["poll"] = [RoomKind.Talk],
        ["roster"] = [RoomKind.Class],
        ["class"] = [RoomKind.Class],
        ["tour"] = [RoomKind.Class],
        ["announcement"] = [RoomKind.Event],
        ["breaker"] = [RoomKind.Event],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the table lets this role use the command in a room of this kind.</summary>
    public static bool Allows(RoomCommand command, Role role, bool own, RoomKind kind) => Allows(command.GetType(), role, own, kind);

    public static bool Allows(Type command, Role role, bool own, RoomKind kind)
    {
        var name = RoomJson.NameOf(command);
        return Kinds[name[..name.IndexOf('.', StringComparison.Ordinal)]].Contains(kind)
            && MayEnter(role, own, kind)
            && (Rows[command] & WhoIs(role, own && !IsGuest(role, kind))) != Who.Nobody;
    }

    /// <summary>Whether this person may read the room at all.</summary>
    public static bool MayEnter(Actor actor, RoomId room) => MayEnter(actor.Role, actor.Owns(room), room.Kind);

    /// <summary>A class is closed to everybody but its own people and those who answer for the event.</summary>
    public static bool MayEnter(Role role, bool own, RoomKind kind) =>
        kind != RoomKind.Class || own || role is Role.Moderator or Role.Organiser;

    /// <summary>Which of the two shared views this person gets.</summary>
    public static Audience AudienceOf(Actor actor, RoomId room) => actor.Role switch
    {
        Role.Moderator or Role.Organiser => Audience.Staff,
        Role.Professional when actor.Owns(room) && room.Kind != RoomKind.Class => Audience.Staff,
        Role.Teacher when actor.Owns(room) => Audience.Staff,
        _ => Audience.Public,
    };

    /// <summary>Names of the commands this person may use there, for a screen to offer.</summary>
    public static ImmutableArray<string> CommandsFor(Actor actor, RoomId room) =>
        [.. RoomJson.Commands
            .Where(command => Allows(command.Value, actor.Role, actor.Owns(room), room.Kind))
            .Select(command => command.Key)
            .Order(StringComparer.Ordinal)];

    /// <summary>A professional invited into a class is a guest there: the teacher is its host.</summary>
    private static bool IsGuest(Role role, RoomKind kind) => role == Role.Professional && kind == RoomKind.Class;

    private static Who WhoIs(Role role, bool own) => (role, own) switch
    {
        (Role.Visitor, _) => Who.Visitor,
        (Role.Pupil, true) => Who.PupilOwn,
        (Role.Pupil, false) => Who.PupilForeign,
        (Role.Teacher, true) => Who.TeacherOwn,
        (Role.Teacher, false) => Who.TeacherForeign,
        (Role.Professional, true) => Who.ProfessionalOwn,
        (Role.Professional, false) => Who.ProfessionalForeign,
        (Role.Moderator, _) => Who.Moderator,
        (Role.Organiser, _) => Who.Organiser,
        _ => Who.Nobody,
    };

    [Flags]
    private enum Who
    {
        Nobody = 0,
        Visitor = 1,
        PupilOwn = 2,
        PupilForeign = 4,
        TeacherOwn = 8,
        TeacherForeign = 16,
        ProfessionalOwn = 32,
        ProfessionalForeign = 64,
        Moderator = 128,
        Organiser = 256,

        /// <summary>Those who answer for the event.</summary>
        Direction = Moderator | Organiser,

        /// <summary>Those who answer for the room.</summary>
        Hosts = TeacherOwn | ProfessionalOwn | Direction,
    }
}
