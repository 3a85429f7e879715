using System.Collections.Immutable;
using System.Globalization;
using Halle.Rooms;

namespace Halle.Tests.Rooms;

/// <summary>Demo people.</summary>
internal static class Cast
{
    public static readonly RoomId Talk = RoomId.Talk("demo-talk");

    public static readonly RoomId Class = RoomId.Class("0123456789abcdef0123456789abcdef");

    public static readonly RoomId Booth = RoomId.Booth("demo-booth");

    public static readonly Actor Organiser = Somebody(4, Role.Organiser, "Demo organiser");

    public static readonly Actor OtherModerator = Somebody(5, Role.Moderator, "Demo moderator 2");

    public static readonly Actor Host = Somebody(6, Role.Professional, "Demo host", Booth);

    public static readonly Actor OtherProfessional = Somebody(7, Role.Professional, "Demo professional", RoomId.Booth("elsewhere"));

    public static readonly Actor OtherTeacher = Somebody(8, Role.Teacher, "Demo teacher 2", RoomId.Class("fedcba9876543210fedcba9876543210"));

    public static readonly Actor OtherPupil = Somebody(9, Role.Pupil, "Demo pupil elsewhere", RoomId.Class("fedcba9876543210fedcba9876543210"));

    public static readonly Actor Moderator = Somebody(1, Role.Moderator, "Demo moderator");

    public static readonly Actor Speaker = Somebody(2, Role.Professional, "Demo speaker", Talk);

    public static readonly Actor Teacher = Somebody(3, Role.Teacher, "Demo teacher", Class);

    public static Actor Visitor(int number) => Somebody(100 + number, Role.Visitor, $"Demo visitor {number}");

    public static Actor Pupil(int number) => Somebody(10_000 + number, Role.Pupil, "", Class);

    public static Actor Somebody(int number, Role role, string name, params ReadOnlySpan<RoomId> own) =>
        new(Person(number), role, name, ImmutableArray.Create(own));

    /// <summary>Spread over the whole range of ids, as random ones are.</summary>
    public static PersonId Person(int number) =>
        new(((UInt128)(uint)number * UInt128.Parse("0123456789abcdef0fedcba987654321", NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToString("x32", CultureInfo.InvariantCulture));
}
