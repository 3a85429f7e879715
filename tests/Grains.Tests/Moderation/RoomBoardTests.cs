using Halle.Chat;
using Halle.Classrooms;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Moderation;

public sealed class RoomBoardTests
{
    private static readonly DateTimeOffset Nine = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly BoardOptions Options = new();

    private readonly RoomBoard _board = new(Options.Lease);
    private readonly BoardNews _news = new(Options);

    [Fact(DisplayName = "[CL33] The board has the classes with people or with something that waits, and no others")]
    public void The_board_has_what_is_not_empty()
    {
        _board.Report(Cast.Class, new RoomStanding(12, 0, null), At(0));
        _board.Report(RoomId.Class("b"), new RoomStanding(0, 2, Nine), At(0));
        _board.Report(RoomId.Class("c"), RoomStanding.Nothing, At(0));

        Assert.Equal([Cast.Class, RoomId.Class("b")], _board.Read(At(1)).Select(one => one.Room));
        _board.Report(Cast.Class, RoomStanding.Nothing, At(2));
        Assert.Equal([RoomId.Class("b")], _board.Read(At(3)).Select(one => one.Room));
    }

    [Fact(DisplayName = "[CL33] Who is in a class that fell silent is forgotten with the lease, what waits there is not")]
    public void What_waits_outlives_the_lease()
    {
        _board.Report(Cast.Class, new RoomStanding(12, 2, Nine), At(0));
        _board.Report(RoomId.Class("b"), new RoomStanding(12, 0, null), At(0));

        var later = Assert.Single(_board.Read(At(75)));
        Assert.Equal(new BoardRow(Cast.Class, new RoomStanding(0, 2, Nine)), later);
    }

    [Fact(DisplayName = "[CL33] What waits is there after the board began anew, who was there is told again by the classes")]
    public void What_waits_is_stored()
    {
        Assert.False(_board.Report(RoomId.Class("b"), new RoomStanding(12, 0, null), At(0)));
        Assert.True(_board.Report(Cast.Class, new RoomStanding(12, 2, Nine), At(0)));
        Assert.False(_board.Report(Cast.Class, new RoomStanding(13, 2, Nine), At(1)));

        var anew = new RoomBoard(Options.Lease);
        anew.Load(_board.Save());

        Assert.Equal([new BoardRow(Cast.Class, new RoomStanding(0, 2, Nine))], anew.Read(At(0)));
        Assert.True(anew.Report(Cast.Class, new RoomStanding(13, 0, null), At(1)));
        Assert.Empty(anew.Save());
    }

    [Fact(DisplayName = "[CL33] A class that opens says how it stands, then what waits within a second, that somebody is there within five, and how many every thirty")]
    public void A_class_tells_at_its_pace()
    {
        Assert.Equal(TimeSpan.Zero, _news.DueAt(RoomStanding.Nothing));
        _news.Told(RoomStanding.Nothing, At(10));
        Assert.Null(_news.DueAt(RoomStanding.Nothing));
        Assert.Equal(At(15), _news.DueAt(new RoomStanding(1, 0, null)));
        Assert.Equal(At(11), _news.DueAt(new RoomStanding(1, 1, Nine)));

        _news.Told(new RoomStanding(1, 1, Nine), At(11));
        Assert.Equal(At(12), _news.DueAt(new RoomStanding(1, 1, Nine.AddMinutes(1))));
        Assert.Equal(At(41), _news.DueAt(new RoomStanding(1, 1, Nine)));
        Assert.Equal(At(41), _news.DueAt(new RoomStanding(20, 1, Nine)));
        Assert.Equal(At(16), _news.DueAt(new RoomStanding(0, 1, Nine)));
        _news.Told(new RoomStanding(0, 1, Nine), At(41));
        Assert.Null(_news.DueAt(new RoomStanding(0, 1, Nine)));
    }

    [Fact(DisplayName = "[CL33] A word that may not have arrived is said again")]
    public void A_lost_word_is_said_again()
    {
        _news.Told(new RoomStanding(0, 1, Nine), At(10));
        _news.Lost(At(20));

        Assert.Equal(At(25), _news.DueAt(new RoomStanding(0, 1, Nine)));
    }

    [Fact(DisplayName = "[CL33] Held messages wait for somebody, and reported ones that are seen; since the oldest was written")]
    public void What_waits_in_a_room()
    {
        var room = new WholeRoom(Cast.Class);
        room.Do(Cast.Pupil(1), new JoinClass());
        room.Do(Cast.Pupil(2), new JoinClass());
        Assert.Equal((0, null), room.Room.Waiting);

        room.Wait(60);
        var first = room.Now;
        var held = room.Do(Cast.Pupil(1), new PostMessage("Mon numéro : 06 12 34 56 78"));
        room.Wait(60);
        var seen = room.Do(Cast.Pupil(1), new PostMessage("Bonjour"));
        Assert.Equal((1, first), room.Room.Waiting);

        room.Do(Cast.Pupil(2), new ReportMessage(seen, null));
        Assert.Equal((2, first), room.Room.Waiting);
        room.Reload();
        Assert.Equal((2, first), room.Room.Waiting);

        room.Do(Cast.Moderator, new RemoveMessage(held));
        Assert.Equal((1, first.AddSeconds(60)), room.Room.Waiting);
        room.Do(Cast.Teacher, new RemoveMessage(seen));
        Assert.Equal((0, null), room.Room.Waiting);
    }

    [Fact(DisplayName = "[MO21] A question that nobody has let pass or refused waits for somebody, before its talk begins too; with what waits in the chat, since the oldest of both")]
    public void What_waits_in_a_talk()
    {
        var room = new WholeRoom(Cast.Talk);
        var first = room.Now;
        var asked = room.Do(Cast.Visitor(1), new AskQuestion("Et les stages ?"));
        room.Wait(60);
        var other = room.Do(Cast.Visitor(2), new AskQuestion("Et le salaire ?"));
        room.Wait(60);
        room.Do(Cast.Speaker, new StartTalk());
        room.Do(Cast.Visitor(3), new PostMessage("Voyez https://exemple.test/offre"));
        Assert.Equal((3, first), room.Room.Waiting);

        room.Do(Cast.Moderator, new ApproveQuestion(asked));
        Assert.Equal((2, first.AddSeconds(60)), room.Room.Waiting);
        room.Do(Cast.Moderator, new UndoQuestion(asked));
        Assert.Equal((3, first), room.Room.Waiting);
        room.Reload();
        Assert.Equal((3, first), room.Room.Waiting);

        room.Do(Cast.Moderator, new RejectQuestion(asked, "Hors sujet"));
        room.Do(Cast.Visitor(2), new WithdrawQuestion(other));
        Assert.Equal((1, first.AddSeconds(120)), room.Room.Waiting);
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
