using System.Collections.Immutable;
using CsCheck;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Classrooms;

public sealed class ClassroomTests
{
    private const int Size = 3;

    private readonly PlayedRoom _room = Classroom();

    [Fact(DisplayName = "[CL5] A pupil who joins gets a pseudonym and is in; joining again changes nothing")]
    public void A_pupil_joins()
    {
        _room.Do(Cast.Pupil(1), new JoinClass());
        _room.ChangesNothing(Cast.Pupil(1), new JoinClass());

        var pupil = Assert.Single(_room.Shown<Pupil>(Audience.Staff));
        Assert.Equal((Admission.Admitted, false), (pupil.Admission, pupil.Following));
        Assert.Equal(pupil.Pseudonym, _room.Part<Roster>().PseudonymOf(Cast.Pupil(1).Person));
        Assert.True(Pseudonyms.Contains(pupil.Pseudonym));
        Assert.Equal(Admission.Admitted, _room.Tell(Cast.Pupil(1)).Admission);
        Assert.Empty(_room.Shown<Pupil>(Audience.Public));
        Assert.Null(_room.Part<Roster>().PseudonymOf(Cast.Pupil(2).Person));
    }

    [Fact(DisplayName = "[CL6] Over the class's size a pupil waits for the teacher, and can do nothing before (K07)")]
    public void Over_the_size_a_pupil_waits()
    {
        Join(1, 2, 3, 4);

        Assert.Equal(Admission.Waiting, _room.Tell(Cast.Pupil(4)).Admission);
        _room.Refuses(RejectionCode.Waiting, Cast.Pupil(4), new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.Waiting, Cast.Pupil(4), new FollowTour(On: true));
        _room.Refuses(RejectionCode.NotFound, Cast.Teacher, new AdmitPupil(Cast.Pupil(5).Person));
        _room.Do(Cast.Teacher, new AdmitPupil(Cast.Pupil(4).Person));
        _room.ChangesNothing(Cast.Teacher, new AdmitPupil(Cast.Pupil(4).Person));
        Assert.Equal(Admission.Admitted, _room.Tell(Cast.Pupil(4)).Admission);
        Assert.Null(Gate(_room, Cast.Pupil(4)));
    }

    [Fact(DisplayName = "[CL6] A place that became free is given to the next who joins")]
    public void A_free_place_is_given_to_the_next()
    {
        Join(1, 2, 3);
        _room.Do(Cast.Teacher, new RemovePupil(Cast.Pupil(2).Person));
        Join(4, 5);

        Assert.Equal(Admission.Admitted, _room.Tell(Cast.Pupil(4)).Admission);
        Assert.Equal(Admission.Waiting, _room.Tell(Cast.Pupil(5)).Admission);
    }

    [Fact(DisplayName = "[CL7] A removed pupil stays out until the teacher admits it again, with the same name")]
    public void A_removed_pupil_stays_out_until_admitted()
    {
        Join(1);
        var name = _room.Part<Roster>().PseudonymOf(Cast.Pupil(1).Person);
        _room.Do(Cast.Teacher, new RemovePupil(Cast.Pupil(1).Person));
        _room.ChangesNothing(Cast.Teacher, new RemovePupil(Cast.Pupil(1).Person));

        _room.Refuses(RejectionCode.Forbidden, Cast.Pupil(1), new JoinClass());
        _room.Refuses(RejectionCode.Forbidden, Cast.Pupil(1), new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.NotFound, Cast.Teacher, new RemovePupil(Cast.Pupil(9).Person));
        Assert.Equal(Admission.Removed, _room.Tell(Cast.Pupil(1)).Admission);
        _room.Do(Cast.Teacher, new AdmitPupil(Cast.Pupil(1).Person));
        Assert.Equal(name, _room.Part<Roster>().PseudonymOf(Cast.Pupil(1).Person));
        Assert.Null(Gate(_room, Cast.Pupil(1)));
    }

    [Fact(DisplayName = "[CL7] A pupil who never joined can do nothing in the class")]
    public void A_pupil_who_never_joined_can_do_nothing() =>
        _room.Refuses(RejectionCode.Forbidden, Cast.Pupil(1), new PostMessage("Bonjour"));

    [Fact(DisplayName = "[CL8] No two pupils of a class have the same pseudonym, and a leaked code fills no endless list")]
    public void Pseudonyms_are_unique_in_a_class()
    {
        var room = Classroom(isChecked: false);
        for (var number = 0; number < Roster.MaxPupils; number++)
        {
            room.Do(Cast.Pupil(number), new JoinClass());
        }

        var names = room.Shown<Pupil>(Audience.Staff).Select(pupil => pupil.Pseudonym).ToArray();
        Assert.Equal(Roster.MaxPupils, names.Distinct().Count());

        foreach (var pupil in room.Shown<Pupil>(Audience.Staff).Where(pupil => pupil.Admission == Admission.Waiting))
        {
            room.Do(Cast.Teacher, new AdmitPupil(new PersonId(pupil.Id)));
        }

        room.Refuses(RejectionCode.RoomFull, Cast.Pupil(Roster.MaxPupils), new JoinClass());
    }

    [Fact(DisplayName = "[CL8] A prank with the code shuts nobody out: who has waited longest makes room, who is in or was shown out stays so")]
    public void A_flood_of_pupils_shuts_nobody_out()
    {
        var room = Classroom(isChecked: false);
        room.Do(Cast.Pupil(0), new JoinClass());
        room.Do(Cast.Pupil(1), new JoinClass());
        room.Do(Cast.Teacher, new RemovePupil(Cast.Pupil(1).Person));
        for (var number = 2; number < 2 * Roster.MaxPupils; number++)
        {
            room.Do(Cast.Pupil(number), new JoinClass());
        }

        var late = Cast.Pupil(2 * Roster.MaxPupils);
        room.Do(late, new JoinClass());
        room.Do(Cast.Teacher, new AdmitPupil(late.Person));
        Assert.Equal((Admission.Admitted, Admission.Admitted), (room.Tell(late).Admission, room.Tell(Cast.Pupil(0)).Admission));
        room.Refuses(RejectionCode.Forbidden, Cast.Pupil(1), new JoinClass());
        Assert.Equal(Roster.MaxPupils, room.Shown<Pupil>(Audience.Staff).Select(pupil => pupil.Pseudonym).Distinct().Count());
    }

    [Fact(DisplayName = "[CL9] Calm keeps pupils from writing, and nobody else")]
    public void Calm_keeps_pupils_from_writing()
    {
        Join(1);
        _room.Do(Cast.Teacher, new SetCalm(On: true));
        _room.ChangesNothing(Cast.Teacher, new SetCalm(On: true));

        _room.Refuses(RejectionCode.Calm, Cast.Pupil(1), new PostMessage("Bonjour"));
        Assert.Null(Gate(_room, Cast.Teacher));
        Assert.Equal(new ClassSwitches(true, false, false, false), Assert.Single(_room.Shown<ClassSwitches>(Audience.Public)));
        _room.Do(Cast.Teacher, new SetCalm(On: false));
        Assert.Null(Gate(_room, Cast.Pupil(1)));
    }

    [Fact(DisplayName = "[CL10] The locks of chat, visits and door hold until they are opened")]
    public void Locks_hold_until_they_are_opened()
    {
        Join(1);
        ClassLock[] locks = [ClassLock.Chat, ClassLock.Visits, ClassLock.Door];
        Assert.All(locks, what => _room.Do(Cast.Teacher, new SetLock(what, On: true)));
        Assert.All(locks, what => _room.ChangesNothing(Cast.Teacher, new SetLock(what, On: true)));

        Assert.Equal(new ClassSwitches(false, true, true, true), Assert.Single(_room.Shown<ClassSwitches>(Audience.Public)));
        Assert.True(_room.Part<Switches>().VisitsLocked);
        _room.Refuses(RejectionCode.Locked, Cast.Pupil(1), new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.Locked, Cast.Pupil(2), new JoinClass());
        _room.ChangesNothing(Cast.Pupil(1), new JoinClass());
        Assert.All(locks, what => _room.Do(Cast.Teacher, new SetLock(what, On: false)));
        Assert.Null(Gate(_room, Cast.Pupil(1)));
        Join(2);
        _room.Refuses(RejectionCode.BadRequest, Cast.Teacher, new SetLock((ClassLock)9, On: true));
    }

    [Fact(DisplayName = "[CL11] When a tour starts every admitted pupil follows, and when it ends nobody does")]
    public void Everybody_follows_when_a_tour_starts()
    {
        Join(1, 2, 3, 4);
        _room.Do(Cast.Teacher, new PointTour(RoomId.Booth("edf")));

        Assert.Equal([true, true, true, false], Following());
        Assert.Equal(new Tour(RoomId.Booth("edf"), _room.Now, Cast.Teacher.Name), Assert.Single(_room.Shown<Tour>(Audience.Public)));
        _room.Do(Cast.Teacher, new AdmitPupil(Cast.Pupil(4).Person));
        Assert.True(_room.Tell(Cast.Pupil(4)).Following);
        _room.Do(Cast.Teacher, new EndTour());
        _room.ChangesNothing(Cast.Teacher, new EndTour());
        Assert.Equal([false, false, false, false], Following());
    }

    [Fact(DisplayName = "[CL11] A pupil leaves the tour and takes it up again; a move takes along only who follows")]
    public void A_pupil_leaves_the_tour_and_takes_it_up_again()
    {
        Join(1, 2);
        _room.Refuses(RejectionCode.WrongState, Cast.Pupil(1), new FollowTour(On: true));
        _room.Do(Cast.Teacher, new PointTour(RoomId.Booth("edf")));
        _room.ChangesNothing(Cast.Pupil(1), new FollowTour(On: true));
        _room.Do(Cast.Pupil(1), new FollowTour(On: false));
        _room.Do(Cast.Teacher, new PointTour(Cast.Talk));

        Assert.Equal([false, true], Following());
        _room.Do(Cast.Pupil(1), new FollowTour(On: true));
        Assert.Equal([true, true], Following());
        _room.Do(Cast.Teacher, new RemovePupil(Cast.Pupil(2).Person));
        Assert.Equal([true, false], Following());
    }

    [Fact(DisplayName = "[CL11] A tour goes to booths, talks and the class itself")]
    public void A_tour_goes_to_booths_talks_and_home()
    {
        RoomId[] wrong = [RoomId.TheEvent, RoomId.Class("another"), RoomId.Booth("a/b"), RoomId.Booth(""), default];
        Assert.All(wrong, room => _room.Refuses(RejectionCode.BadRequest, Cast.Teacher, new PointTour(room)));
        RoomId[] right = [RoomId.Booth("edf"), Cast.Talk, Cast.Class];
        Assert.All(right, room => _room.Do(Cast.Teacher, new PointTour(room)));
        _room.ChangesNothing(Cast.Teacher, new PointTour(Cast.Class));
    }

    [Fact(DisplayName = "[CL5] In every random class names are unique, and only who is admitted follows a running tour")]
    public void Random_classes_keep_their_rules() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Bool).Array[1, 30].Sample(
        wishes =>
        {
            var room = Classroom();
            foreach (var (kind, number, on) in wishes)
            {
                var (pupil, person) = (Cast.Pupil(number), Cast.Pupil(number).Person);
                _ = kind switch
                {
                    0 or 1 or 2 => room.Try(pupil, new JoinClass()),
                    3 => room.Try(Cast.Teacher, new AdmitPupil(person)),
                    4 => room.Try(Cast.Teacher, new RemovePupil(person)),
                    5 => room.Try(Cast.Teacher, new PointTour(RoomId.Booth($"site-{number}"))),
                    6 => room.Try(Cast.Teacher, on ? new EndTour() : new SetCalm(number > 2)),
                    7 => room.Try(Cast.Teacher, new SetLock((ClassLock)(number % 3), on)),
                    _ => room.Try(pupil, new FollowTour(on)),
                };
                var pupils = room.Shown<Pupil>(Audience.Staff);
                Assert.Equal(pupils.Count, pupils.Select(one => one.Pseudonym).Distinct().Count());
                Assert.All(pupils, one => Assert.True(
                    !one.Following || (one.Admission == Admission.Admitted && room.Part<GuidedTour>().Room is not null)));
            }
        },
        iter: 100);

    private static PlayedRoom Classroom(bool isChecked = true) => new(Cast.Class, Parts) { IsChecked = isChecked };

    private static ImmutableArray<IRoomPart> Parts()
    {
        var switches = new Switches();
        var roster = new Roster(Size, switches);
        return [roster, switches, new GuidedTour(roster)];
    }

    private void Join(params ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            _room.Do(Cast.Pupil(number), new JoinClass());
        }
    }

    private bool[] Following() => [.. _room.Shown<Pupil>(Audience.Staff).Select(pupil => pupil.Following)];

    private static Rejection? Gate(PlayedRoom room, Actor actor)
    {
        var situation = new Situation(Cast.Class, actor, Own: true, room.Now, Halle.Event.EventWide.None);
        return room.Part<Roster>().Gate(new PostMessage("Bonjour"), situation) ?? ((IRoomPart)room.Part<Switches>()).Gate(new PostMessage("Bonjour"), situation);
    }
}
