using System.Collections.Immutable;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Moderation;

public sealed class SanctionsTests
{
    private static readonly Actor Visitor = Cast.Visitor(1);

    private readonly WholeRoom _room = new(Cast.Booth);

    [Fact(DisplayName = "[MO4] Who is muted does not write until it is over, and is told why and until when (A10)")]
    public void Muted_visitor_cannot_post()
    {
        _room.Do(Visitor, new PostMessage("Avant"));
        _room.Do(Cast.Host, new MutePerson(Visitor.Person, 5, "Trop de bruit"));
        var until = _room.Now.AddMinutes(5);

        var refusal = _room.Refuses(RejectionCode.Muted, Visitor, new PostMessage("Pendant"));
        Assert.Equal(new Rejection(RejectionCode.Muted, TimeSpan.FromMinutes(5), until, "Trop de bruit"), refusal);
        Assert.Equal(new Notice(_room.Now, until, "Trop de bruit", Role.Professional), _room.Tell(Visitor).Muted);
        _room.Reload();
        _room.Wait(299.999);
        _room.Refuses(RejectionCode.Muted, Visitor, new PostMessage("Pendant"));
        _room.Wait(0.001);
        _room.Do(Visitor, new PostMessage("Après"));
        Assert.Null(_room.Tell(Visitor).Muted);
        Assert.Empty(_room.Room.ShowAll(Audience.Staff).OfType<Sanction>());
    }

    [Fact(DisplayName = "[MO22] Thousands of warnings keep nobody from being muted: the oldest one ends for it")]
    public void The_oldest_warning_ends_for_a_mute()
    {
        Fill(static person => new WarnPerson(person, ""), apart: 0.001);

        _room.Do(Cast.Moderator, new MutePerson(Cast.Visitor(Sanctions.MaxRunning + 1).Person, 5, "Trop de bruit"));

        Assert.Null(_room.Tell(Cast.Visitor(1)).Warned);
        Assert.NotNull(_room.Tell(Cast.Visitor(2)).Warned);
        Assert.NotNull(_room.Tell(Cast.Visitor(Sanctions.MaxRunning + 1)).Muted);
        Assert.Equal(Sanctions.MaxRunning, _room.Room.ShowAll(Audience.Staff).OfType<Sanction>().Count());
    }

    [Fact(DisplayName = "[MO22] What has ended by itself does not count among the sanctions a room holds, also where nothing has happened since")]
    public void What_has_ended_does_not_count()
    {
        Fill(static person => new BanPerson(person, 5, ""), apart: 0);
        var next = Cast.Visitor(Sanctions.MaxRunning + 1).Person;
        _room.Refuses(RejectionCode.Full, Cast.Moderator, new MutePerson(next, 5, ""));

        // All were imposed at one time.
        _room.Wait(300);

        _room.Do(Cast.Moderator, new MutePerson(next, 5, ""));
        Assert.Single(_room.Room.ShowAll(Audience.Staff).OfType<Sanction>());
    }

    [Fact(DisplayName = "[MO4] Who is muted still takes back own words and reports others")]
    public void Who_is_muted_still_reports()
    {
        var own = _room.Do(Visitor, new PostMessage("À moi"));
        var other = _room.Do(Cast.Visitor(2), new PostMessage("À lui"));
        _room.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, ""));

        _room.Do(Visitor, new ReportMessage(other));
        _room.Do(Visitor, new WithdrawMessage(own));
    }

    [Fact(DisplayName = "[MO5] Who is banned does nothing at all in the room, for the time or for good")]
    public void Who_is_banned_does_nothing()
    {
        var own = _room.Do(Visitor, new PostMessage("À moi"));
        _room.Do(Cast.Moderator, new BanPerson(Visitor.Person, null, "Insultes"));

        _room.Refuses(RejectionCode.Banned, Visitor, new PostMessage("Pendant"));
        _room.Refuses(RejectionCode.Banned, Visitor, new WithdrawMessage(own));
        _room.Refuses(RejectionCode.Banned, Visitor, new ReportMessage(own));
        Assert.Equal(new Notice(_room.Now, null, "Insultes", Role.Moderator), _room.Tell(Visitor).Banned);
        _room.Wait(30 * 24 * 3600.0);
        Assert.Null(_room.Refuses(RejectionCode.Banned, Visitor, new PostMessage("Plus tard")).Until);
    }

    [Fact(DisplayName = "[MO6] What a shadowed person writes is seen by its author and by staff only, and looks visible to its author")]
    public void What_a_shadowed_person_writes_is_seen_by_few()
    {
        _room.Do(Visitor, new PostMessage("Avant"));
        _room.Do(Cast.Moderator, new ShadowPerson(Visitor.Person, 60, "Pub"));
        var id = _room.Do(Visitor, new PostMessage("Achetez mes figurines"));

        Assert.Equal(["Avant"], _room.Messages(Audience.Public).Select(message => message.Text));
        Assert.Equal(MessageState.Shadowed, _room.Message(id, Audience.Staff)!.State);
        Assert.Equal(MessageState.Visible, Assert.Single(_room.Tell(Visitor).Messages).State);
        Assert.Equal((null, null), (_room.Tell(Visitor).Muted, _room.Tell(Visitor).Banned));
        _room.Refuses(RejectionCode.NotFound, Cast.Visitor(2), new ReportMessage(id));
        _room.Do(Cast.Moderator, new ReleaseMessage(id));
        Assert.Equal(2, _room.Messages(Audience.Public).Count);
    }

    [Fact(DisplayName = "[MO7] Nobody sanctions oneself or people of the same or a higher standing (A08)")]
    public void Nobody_sanctions_ones_peers()
    {
        foreach (var actor in new[] { Cast.Organiser, Cast.Moderator, Cast.OtherModerator, Cast.Host, Cast.OtherProfessional, Cast.OtherTeacher })
        {
            _room.Do(actor, new PostMessage($"Bonjour de {actor.Name}"));
        }

        MutePerson Mute(Actor actor) => new(actor.Person, 5, "");
        _room.Refuses(RejectionCode.Yourself, Cast.Moderator, Mute(Cast.Moderator));
        _room.Refuses(RejectionCode.Protected, Cast.Moderator, Mute(Cast.OtherModerator));
        _room.Refuses(RejectionCode.Protected, Cast.Moderator, Mute(Cast.Organiser));
        _room.Refuses(RejectionCode.Protected, Cast.Host, Mute(Cast.Moderator));
        _room.Refuses(RejectionCode.Protected, Cast.Host, Mute(Cast.OtherProfessional));
        _room.Refuses(RejectionCode.Protected, Cast.Host, Mute(Cast.OtherTeacher));
        _room.Do(Cast.Moderator, Mute(Cast.OtherProfessional));
        _room.Do(Cast.Organiser, Mute(Cast.Moderator));
        _room.Refuses(RejectionCode.Muted, Cast.Moderator, new PostMessage("Chut ?"));
        _room.Do(Cast.Moderator, new SetMode(RoomModeKind.Paused));
    }

    [Fact(DisplayName = "[MO7] A sanction given to somebody who turns out to be a peer does not hold")]
    public void A_sanction_on_an_unknown_peer_does_not_hold()
    {
        _room.Do(Cast.Moderator, new BanPerson(Cast.OtherModerator.Person, 60, ""));
        Assert.NotNull(_room.Tell(Cast.OtherModerator).Banned);

        _room.Do(Cast.OtherModerator, new PostMessage("Me voici"));
        Assert.Null(_room.Tell(Cast.OtherModerator).Banned);
    }

    [Fact(DisplayName = "[MO7] Staff who only read are protected by their standing as soon as they are there (A08)")]
    public void Staff_who_are_there_are_protected()
    {
        _room.Here = [.. new[] { Cast.Organiser, Cast.Moderator, Cast.OtherModerator, Cast.OtherTeacher }
            .Select(actor => new NamedPresence(actor.Person, actor.Role, actor.Name))];
        RoomCommand[] All(Actor actor) =>
            [new WarnPerson(actor.Person, ""), new MutePerson(actor.Person, 5, ""), new BanPerson(actor.Person, 5, ""), new ShadowPerson(actor.Person, 5, "")];

        _room.Refuses(RejectionCode.Protected, Cast.Host, new MutePerson(Cast.Moderator.Person, 5, ""));
        _room.Refuses(RejectionCode.Protected, Cast.Host, new WarnPerson(Cast.OtherTeacher.Person, ""));
        Assert.All(All(Cast.OtherModerator), command => _room.Refuses(RejectionCode.Protected, Cast.Moderator, command));
        Assert.All(All(Cast.Organiser), command => _room.Refuses(RejectionCode.Protected, Cast.Moderator, command));
        _room.Do(Cast.Moderator, new MutePerson(Cast.OtherTeacher.Person, 5, ""));
        Assert.Equal(Cast.OtherTeacher.Name, Assert.Single(_room.Room.ShowAll(Audience.Staff).OfType<Sanction>()).Name);
    }

    [Fact(DisplayName = "[MO7] Somebody the room does not know is sanctioned only by those who answer for the event: not_found to a stand's staff")]
    public void The_unknown_are_sanctioned_by_few()
    {
        var teacher = new WholeRoom(Cast.Class);

        _room.Refuses(RejectionCode.NotFound, Cast.Host, new WarnPerson(Visitor.Person, ""));
        _room.Refuses(RejectionCode.NotFound, Cast.Host, new MutePerson(Visitor.Person, 5, ""));
        _room.Refuses(RejectionCode.NotFound, Cast.Host, new MutePerson(Cast.Moderator.Person, 5, ""));
        teacher.Refuses(RejectionCode.NotFound, Cast.Teacher, new MutePerson(Cast.Pupil(1).Person, 5, ""));
        _room.Refuses(RejectionCode.Yourself, Cast.Host, new MutePerson(Cast.Host.Person, 5, ""));
        _room.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, ""));
        _room.Do(Cast.Organiser, new BanPerson(Cast.Visitor(2).Person, 5, ""));
    }

    [Fact(DisplayName = "[MO7] An author is known however many vote afterwards")]
    public void Voters_push_no_author_out()
    {
        var talk = new WholeRoom(Cast.Talk) { Checks = false };
        talk.Do(Cast.Moderator, new StartTalk());
        talk.Do(Visitor, new PostMessage("Bonjour"));
        var question = talk.Do(Cast.Visitor(2), new AskQuestion("Quel métier ?"));
        talk.Do(Cast.Moderator, new ApproveQuestion(question));
        for (var voter = 3; voter < 2_100; voter++)
        {
            talk.Do(Cast.Visitor(voter), new VoteQuestion(question));
        }

        talk.Do(Cast.Speaker, new MutePerson(Visitor.Person, 5, ""));
        talk.Refuses(RejectionCode.NotFound, Cast.Speaker, new MutePerson(Cast.Visitor(3).Person, 5, ""));
    }

    [Theory(DisplayName = "[MO8] Times outside their limits and unfit reasons are refused")]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_441)]
    [InlineData(int.MaxValue)]
    public void Times_outside_their_limits_are_refused(int minutes)
    {
        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new MutePerson(Visitor.Person, minutes, "Motif"));
        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new BanPerson(Visitor.Person, minutes == 1_441 ? 10_081 : minutes, "Motif"));
        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new ShadowPerson(Visitor.Person, minutes == 1_441 ? 10_081 : minutes, "Motif"));
        _room.Refuses(RejectionCode.TooLong, Cast.Moderator, new WarnPerson(Visitor.Person, new string('x', 201)));
        _room.Refuses(RejectionCode.Unreadable, Cast.Moderator, new WarnPerson(Visitor.Person, "\uDC00"));
        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new MutePerson(default, 5, "Motif"));
    }

    [Fact(DisplayName = "[MO8] The longest times and reasons are accepted, reasons cleaned")]
    public void The_longest_times_are_accepted()
    {
        _room.Do(Cast.Moderator, new MutePerson(Visitor.Person, 1_440, new string('x', 200)));
        _room.Do(Cast.Moderator, new BanPerson(Cast.Visitor(2).Person, 10_080, "a\u202E\nb"));

        Assert.Equal("a b", _room.Tell(Cast.Visitor(2)).Banned!.Reason);
    }

    [Fact(DisplayName = "[MO9] A new sanction replaces the one of its kind, a revoked one ends at once; staff see who imposed it on whom")]
    public void A_new_sanction_replaces_the_one_before()
    {
        _room.Do(Visitor, new PostMessage("Bonjour"));
        _room.Do(Cast.Host, new MutePerson(Visitor.Person, 60, "Un"));
        _room.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, "Deux"));

        var sanction = Assert.Single(_room.Room.ShowAll(Audience.Staff).OfType<Sanction>());
        Assert.Equal((Visitor.Name, "Deux", Cast.Moderator.ToAuthor()), (sanction.Name, sanction.Reason, sanction.By));
        Assert.Empty(_room.Room.ShowAll(Audience.Public).OfType<Sanction>());
        _room.Refuses(RejectionCode.Protected, Cast.Host, new MutePerson(Visitor.Person, 1, "Trois"));
        _room.Refuses(RejectionCode.Protected, Cast.Host, new RevokeSanction(Visitor.Person, SanctionKind.Mute));
        _room.ChangesNothing(Cast.Moderator, new RevokeSanction(Visitor.Person, SanctionKind.Ban));
        _room.Do(Cast.Organiser, new RevokeSanction(Visitor.Person, SanctionKind.Mute));
        _room.Do(Visitor, new PostMessage("Merci"));
    }

    [Fact(DisplayName = "[MO10] A sanction of the whole event holds in every room, against lower standings only")]
    public void A_sanction_of_the_event_holds_in_every_room()
    {
        var hall = new WholeRoom(RoomId.TheEvent);
        hall.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, "Partout"));
        hall.Do(Cast.Moderator, new BanPerson(Cast.OtherModerator.Person, null, "Non"));
        hall.Do(Cast.Organiser, new BanPerson(Cast.Visitor(2).Person, null, "Dehors"));
        _room.Wide = EventWideView.Of(hall.Room);

        Assert.Equal(3, _room.Wide.Seq);
        Assert.Equal("Partout", _room.Refuses(RejectionCode.Muted, Visitor, new PostMessage("Bonjour")).Reason);
        _room.Refuses(RejectionCode.Banned, Cast.Visitor(2), new ReportMessage("1"));
        _room.Do(Cast.OtherModerator, new PostMessage("Toujours là"));
        _room.Wait(300);
        _room.Do(Visitor, new PostMessage("Bonjour"));
    }

    [Fact(DisplayName = "[MO13] Gates stop the public's writing and never moderation")]
    public void Gates_never_stop_moderation()
    {
        var talk = new WholeRoom(Cast.Talk);
        talk.Do(Cast.Speaker, new StartTalk());
        var id = talk.Do(Visitor, new PostMessage("Bonjour"));
        var question = talk.Do(Visitor, new AskQuestion("Quelles études ?"));
        talk.Do(Cast.Moderator, new SetMode(RoomModeKind.Paused));
        talk.Do(Cast.Organiser, new MutePerson(Cast.Moderator.Person, 60, ""));
        talk.Wide = new EventWide(1, Paused: true, "Pause générale", ImmutableDictionary<PersonId, ImmutableArray<WideSanction>>.Empty);

        talk.Do(Cast.Moderator, new ApproveQuestion(question));
        talk.Do(Cast.Moderator, new RemoveMessage(id));
        talk.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, ""));
        talk.Refuses(RejectionCode.EventPaused, Cast.Visitor(2), new VoteQuestion(question));
    }

    [Fact(DisplayName = "[MO14] A warning is told to the person and stops nothing")]
    public void A_warning_is_told()
    {
        _room.Do(Visitor, new PostMessage("Bonjour"));
        _room.Do(Cast.Host, new WarnPerson(Visitor.Person, "Restons polis"));

        Assert.Equal(new Notice(_room.Now, null, "Restons polis", Role.Professional), _room.Tell(Visitor).Warned);
        _room.Do(Visitor, new PostMessage("Pardon"));
    }

    [Fact(DisplayName = "[MO20] Somebody the room does not know is listed under the name the moderator's screen gives; the room's own word goes first")]
    public void The_unknown_are_listed_by_name()
    {
        var hall = new WholeRoom(RoomId.TheEvent);
        _room.Do(Visitor, new PostMessage("Bonjour"));

        hall.Do(Cast.Moderator, new BanPerson(Visitor.Person, null, "Insultes", "Alix\u202E\nEssai"));
        hall.Do(Cast.Moderator, new MutePerson(Visitor.Person, 5, "Bruit", new string('x', 201)));
        _room.Do(Cast.Moderator, new WarnPerson(Visitor.Person, "Calme", "Quelqu'un d'autre"));

        var listed = hall.Room.ShowAll(Audience.Staff).OfType<Sanction>().Select(sanction => (sanction.Kind, sanction.Name)).Order();
        Assert.Equal([(SanctionKind.Mute, ""), (SanctionKind.Ban, "Alix Essai")], listed);
        Assert.Equal(Visitor.Name, Assert.Single(_room.Room.ShowAll(Audience.Staff).OfType<Sanction>()).Name);
    }

    [Theory(DisplayName = "[MO8] A reason goes unread to one person, so it is no way to meet a child outside (G01, G02, G04)")]
    [InlineData("06 12 34 56 78")]
    [InlineData("ajoute-moi sur snap")]
    [InlineData("écris-moi en privé, lea.demo@example.org")]
    [InlineData("la suite sur https://example.org/salon")]
    [InlineData("tu habites où ?")]
    public void A_reason_is_no_letter(string reason)
    {
        _room.Do(Cast.Pupil(1), new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.ContactRefused, Cast.Host, new WarnPerson(Cast.Pupil(1).Person, reason));
        _room.Refuses(RejectionCode.ContactRefused, Cast.Host, new MutePerson(Cast.Pupil(1).Person, 1, reason));
        _room.Do(Cast.Moderator, new WarnPerson(Cast.Pupil(1).Person, reason));

        var room = new WholeRoom(Cast.Class);
        room.Do(Cast.Pupil(1), new JoinClass());
        room.Refuses(RejectionCode.ContactRefused, Cast.Teacher, new WarnPerson(Cast.Pupil(1).Person, reason));
    }

    [Fact(DisplayName = "[MO15] The room knows of the public those who acted last, and all staff")]
    public void The_room_knows_those_who_acted_last()
    {
        _room.Checks = false;
        _room.Do(Cast.OtherModerator, new PostMessage("Bonjour"));
        for (var i = 0; i < 2_500; i++)
        {
            _room.Do(Cast.Visitor(i), new PostMessage($"Message {i}"));
        }

        _room.Reload();
        _room.Refuses(RejectionCode.Protected, Cast.Moderator, new MutePerson(Cast.OtherModerator.Person, 5, ""));
        _room.Do(Cast.Moderator, new MutePerson(Cast.Visitor(2_499).Person, 5, ""));
        _room.Do(Cast.Moderator, new MutePerson(Cast.Visitor(0).Person, 5, ""));
        var names = _room.Room.ShowAll(Audience.Staff).OfType<Sanction>().Select(sanction => sanction.Name);
        Assert.Equal(["", Cast.Visitor(2_499).Name], names.Order(StringComparer.Ordinal));
    }

    [Fact(DisplayName = "[MO9] A pupil is named to the teacher as the class named it")]
    public void A_pupil_is_named_as_the_class_named_it()
    {
        var room = new WholeRoom(Cast.Class);
        room.Do(Cast.Pupil(1), new JoinClass());
        room.Do(Cast.Teacher, new MutePerson(Cast.Pupil(1).Person, 5, "Silence"));

        Assert.Equal(
            Assert.Single(room.Room.ShowAll(Audience.Staff).OfType<Pupil>()).Pseudonym,
            Assert.Single(room.Room.ShowAll(Audience.Staff).OfType<Sanction>()).Name);
        room.Refuses(RejectionCode.Muted, Cast.Pupil(1), new PostMessage("Mais"));
    }

    private void Fill(Func<PersonId, RoomCommand> sanction, double apart)
    {
        _room.Checks = false;
        for (var person = 1; person <= Sanctions.MaxRunning; person++)
        {
            _room.Do(Cast.Moderator, sanction(Cast.Visitor(person).Person));
            _room.Wait(apart);
        }
    }
}
