using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Event;

public sealed class EventRoomTests
{
    private readonly WholeRoom _room = new(RoomId.TheEvent);

    [Fact(DisplayName = "[EV1] An announcement is shown to everybody until it is withdrawn")]
    public void An_announcement_is_shown_until_withdrawn()
    {
        var id = _room.Do(Cast.Organiser, new PostAnnouncement("Le forum commence", AnnouncementLevel.Important));
        Assert.Equal(
            [new Announcement(id, _room.Now, "Le forum commence", AnnouncementLevel.Important, Cast.Organiser.Name)],
            _room.Room.ShowAll(Audience.Public).OfType<Announcement>());

        _room.Do(Cast.Organiser, new WithdrawAnnouncement(id));
        Assert.Empty(_room.Room.ShowAll(Audience.Staff).OfType<Announcement>());
        _room.Refuses(RejectionCode.NotFound, Cast.Organiser, new WithdrawAnnouncement(id));
    }

    [Fact(DisplayName = "[EV1] The newest 50 announcements are kept; an unfit one is refused")]
    public void The_newest_announcements_are_kept()
    {
        for (var i = 0; i <= AnnouncementBoard.Kept; i++)
        {
            _room.Do(Cast.Organiser, new PostAnnouncement($"Annonce {i}"));
        }

        _room.Reload();
        Assert.Equal(AnnouncementBoard.Kept, _room.Room.ShowAll(Audience.Public).OfType<Announcement>().Count());
        _room.Refuses(RejectionCode.Empty, Cast.Organiser, new PostAnnouncement(" "));
        _room.Refuses(RejectionCode.BadRequest, Cast.Organiser, new PostAnnouncement("Bonjour", (AnnouncementLevel)9));
    }

    [Fact(DisplayName = "[EV2] [EV3] The breaker pauses and resumes, and every room reads it from the event's room")]
    public void The_breaker_pauses_and_resumes()
    {
        Assert.Equal(EventWide.None with { Sanctions = EventWideView.Of(_room.Room).Sanctions }, EventWideView.Of(_room.Room));
        _room.Do(Cast.Moderator, new PauseEvent("Exercice"));
        _room.ChangesNothing(Cast.Organiser, new PauseEvent("Encore"));

        var wide = EventWideView.Of(_room.Room);
        Assert.Equal((1L, true, "Exercice"), (wide.Seq, wide.Paused, wide.PauseReason));
        Assert.Equal([new Breaker(Paused: true, "Exercice", _room.Now)], _room.Room.ShowAll(Audience.Public).OfType<Breaker>());
        _room.Do(Cast.Organiser, new ResumeEvent());
        _room.ChangesNothing(Cast.Organiser, new ResumeEvent());
        Assert.False(EventWideView.Of(_room.Room).Paused);
    }

    [Fact(DisplayName = "[EV3] What holds everywhere carries who imposed it, and follows revocations")]
    public void What_holds_everywhere_follows_revocations()
    {
        _room.Do(Cast.Moderator, new MutePerson(Cast.Visitor(1).Person, 5, "Motif"));
        var wide = Assert.Single(EventWideView.Of(_room.Room).Sanctions[Cast.Visitor(1).Person]);
        Assert.Equal(new WideSanction(SanctionKind.Mute, _room.Now, _room.Now.AddMinutes(5), "Motif", Role.Moderator), wide);

        _room.Do(Cast.Moderator, new RevokeSanction(Cast.Visitor(1).Person, SanctionKind.Mute));
        Assert.Empty(EventWideView.Of(_room.Room).Sanctions);
    }
}
