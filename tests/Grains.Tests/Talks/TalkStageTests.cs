using Halle.Chat;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Talks;

public sealed class TalkStageTests
{
    private readonly PlayedRoom _room = TalkTable.Set();

    [Fact(DisplayName = "[QU1] A talk goes from scheduled to live to ended, and back to live")]
    public void A_talk_is_started_ended_and_resumed()
    {
        _room.Do(Cast.Speaker, new StartTalk());
        var startedAt = _room.Now;
        _room.Now += TimeSpan.FromMinutes(30);
        _room.Do(Cast.Speaker, new EndTalk());

        Assert.Equal(new Stage(StageState.Ended, startedAt, _room.Now), Assert.Single(_room.Shown<Stage>(Audience.Public)));
        _room.Do(Cast.Speaker, new ResumeTalk());
        Assert.Equal(new Stage(StageState.Live, startedAt, null), Assert.Single(_room.Shown<Stage>(Audience.Public)));
    }

    [Fact(DisplayName = "[QU1] A step out of turn is refused, a repeated one changes nothing")]
    public void A_step_out_of_turn_is_refused()
    {
        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new EndTalk());
        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new ResumeTalk());
        _room.Do(Cast.Speaker, new StartTalk());
        _room.ChangesNothing(Cast.Moderator, new StartTalk());
        _room.Do(Cast.Speaker, new EndTalk());
        _room.ChangesNothing(Cast.Moderator, new EndTalk());
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new StartTalk());
    }

    [Fact(DisplayName = "[QU2] Before the start the public asks and votes but does not chat")]
    public void Before_the_start_the_public_asks_and_votes_but_does_not_chat()
    {
        _room.Refuses(RejectionCode.NotStarted, Cast.Visitor(1), new PostMessage("Bonjour"));
        _room.Refuses(RejectionCode.NotStarted, Cast.Teacher, new PostMessage("Bonjour"));
        var question = _room.Do(Cast.Visitor(1), new AskQuestion("Quelles études ?"));
        _room.Do(Cast.Moderator, new ApproveQuestion(question));
        _room.Do(Cast.Visitor(2), new VoteQuestion(question));
    }

    [Fact(DisplayName = "[QU3] After the end the public reads only, and may take back its own question")]
    public void After_the_end_the_public_reads_only()
    {
        var question = _room.Do(Cast.Visitor(1), new AskQuestion("Quelles études ?"));
        _room.Do(Cast.Moderator, new ApproveQuestion(question));
        var poll = _room.Do(Cast.Speaker, new DraftPoll("Déjà visité une usine ?", ["Oui", "Non"]));
        _room.Do(Cast.Speaker, new OpenPoll(poll));
        _room.Do(Cast.Speaker, new StartTalk());
        _room.Do(Cast.Speaker, new EndTalk());

        RoomCommand[] writing =
        [
            new PostMessage("Merci"), new AskQuestion("Encore une ?"), new VoteQuestion(question), new UnvoteQuestion(question), new VotePoll(poll, 0),
        ];
        Assert.All(writing, command => _room.Refuses(RejectionCode.Ended, Cast.Visitor(2), command));
        _room.Do(Cast.Visitor(1), new WithdrawQuestion(question));
    }

    [Fact(DisplayName = "[QU2] Staff of the talk is not held up; a professional of elsewhere is public")]
    public void Staff_of_the_talk_is_not_held_up()
    {
        var stage = new TalkStage();
        var guest = Cast.Somebody(9, Role.Professional, "Demo guest");

        Assert.Equal(RejectionCode.NotStarted, Gate(stage, guest)?.Code);
        Assert.All([Cast.Speaker, Cast.Moderator, Cast.Somebody(8, Role.Organiser, "Demo organiser")], staff => Assert.Null(Gate(stage, staff)));
    }

    private static Rejection? Gate(TalkStage stage, Actor actor) => stage.Gate(
        new PostMessage("Bonjour"),
        new Situation(Cast.Talk, actor, actor.Owns(Cast.Talk), DateTimeOffset.UnixEpoch, Halle.Event.EventWide.None));
}
