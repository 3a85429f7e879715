using Halle.Chat;
using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Moderation;

public sealed class RoomModeTests
{
    private static readonly Actor Visitor = Cast.Visitor(1);

    private readonly WholeRoom _room = new(Cast.Talk);

    public RoomModeTests() => _room.Do(Cast.Speaker, new StartTalk());

    [Fact(DisplayName = "[MO11] Staff only: the public does not chat but asks; the room's staff write")]
    public void Staff_only()
    {
        _room.Do(Cast.Moderator, new SetMode(RoomModeKind.StaffOnly));

        _room.Refuses(RejectionCode.StaffOnly, Visitor, new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.StaffOnly, Cast.OtherProfessional, new PostMessage("Bonjour"));
        _room.Do(Visitor, new AskQuestion("Quelles études ?"));
        _room.Do(Cast.Speaker, new PostMessage("Bienvenue"));
    }

    [Fact(DisplayName = "[MO11] Paused: the public neither chats nor asks nor votes; the room's staff write")]
    public void Paused()
    {
        var question = _room.Do(Visitor, new AskQuestion("Quelles études ?"));
        _room.Do(Cast.Speaker, new ApproveQuestion(question));
        _room.Do(Cast.Speaker, new SetMode(RoomModeKind.Paused));

        _room.Refuses(RejectionCode.Paused, Visitor, new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.Paused, Visitor, new AskQuestion("Et ensuite ?"));
        _room.Refuses(RejectionCode.Paused, Cast.Visitor(2), new VoteQuestion(question));
        _room.Do(Cast.Speaker, new PostMessage("Un instant"));
        Assert.Equal([new RoomModeView(RoomModeKind.Paused, 0)], _room.Room.ShowAll(Audience.Public).OfType<RoomModeView>());
    }

    [Fact(DisplayName = "[MO12] Slow: one message a person every so many seconds; the refusal and one's own state say when")]
    public void Slow()
    {
        _room.Do(Cast.Moderator, new SetMode(RoomModeKind.Slow, 30));
        _room.Do(Visitor, new PostMessage("Un"));
        var next = _room.Now.AddSeconds(30);
        _room.Wait(10);

        Assert.Equal(
            new Rejection(RejectionCode.SlowMode, TimeSpan.FromSeconds(20), next), _room.Refuses(RejectionCode.SlowMode, Visitor, new PostMessage("Deux")));
        Assert.Equal(next, _room.Tell(Visitor).NextPostAt);
        _room.Reload();
        _room.Do(Cast.Visitor(2), new PostMessage("Autre"));
        _room.Do(Cast.Speaker, new PostMessage("Un"));
        _room.Do(Cast.Speaker, new PostMessage("Deux"));
        Assert.Null(_room.Tell(Cast.Speaker).NextPostAt);
        _room.Wait(20);
        _room.Do(Visitor, new PostMessage("Deux"));
        _room.Do(Cast.Moderator, new SetMode(RoomModeKind.Open));
        Assert.Null(_room.Tell(Visitor).NextPostAt);
        _room.Do(Visitor, new PostMessage("Trois"));
    }

    [Theory(DisplayName = "[MO11] Seconds go with slow only, 1 to 600")]
    [InlineData(RoomModeKind.Slow, 0)]
    [InlineData(RoomModeKind.Slow, 601)]
    [InlineData(RoomModeKind.Slow, -1)]
    [InlineData(RoomModeKind.Open, 5)]
    [InlineData((RoomModeKind)77, 0)]
    public void Seconds_go_with_slow_only(RoomModeKind mode, int seconds) =>
        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new SetMode(mode, seconds));

    [Fact(DisplayName = "[EV2] While the event is paused the public writes nowhere; the room's staff may")]
    public void While_the_event_is_paused_the_public_writes_nowhere()
    {
        _room.Wide = EventWide.None with { Paused = true, PauseReason = "Exercice" };

        Assert.Equal("Exercice", _room.Refuses(RejectionCode.EventPaused, Visitor, new PostMessage("Bonjour")).Reason);
        _room.Refuses(RejectionCode.EventPaused, Cast.OtherProfessional, new PostMessage("Bonjour"));
        _room.Do(Cast.Speaker, new PostMessage("Patientons"));
        _room.Do(Cast.Moderator, new PostMessage("Patientons"));
    }
}
