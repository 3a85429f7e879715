using System.Collections.Immutable;
using Halle.Rooms;
using Halle.Talks.Polls;
using Halle.Tests.Rooms;

namespace Halle.Tests.Talks;

public sealed class PollBoardTests
{
    private readonly PlayedRoom _room = TalkTable.Set();

    [Fact(DisplayName = "[PO1] A poll is drafted, opened, closed and archived; drafts and archived ones are for staff")]
    public void A_poll_is_drafted_opened_closed_and_archived()
    {
        var id = Draft();
        Assert.Empty(_room.Shown<Poll>(Audience.Public));
        RoomCommand[] steps = [new OpenPoll(id), new ClosePoll(id), new ArchivePoll(id)];
        PollState[] states = [PollState.Open, PollState.Closed, PollState.Archived];

        foreach (var (step, state) in steps.Zip(states))
        {
            _room.Do(Cast.Speaker, step);
            _room.ChangesNothing(Cast.Moderator, step);
            Assert.Equal(state, Assert.Single(_room.Shown<Poll>(Audience.Staff)).State);
            Assert.Equal(state == PollState.Archived ? 0 : 1, _room.Shown<Poll>(Audience.Public).Count);
        }
    }

    [Fact(DisplayName = "[PO1] A step out of turn is refused, an unknown poll is not found")]
    public void A_step_out_of_turn_is_refused()
    {
        var id = Draft();

        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new ClosePoll(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(1), new VotePoll(id, 0));
        _room.Do(Cast.Speaker, new OpenPoll(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new ArchivePoll(id));
        _room.Do(Cast.Speaker, new ClosePoll(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new OpenPoll(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(1), new VotePoll(id, 0));
        _room.Refuses(RejectionCode.NotFound, Cast.Speaker, new OpenPoll("99"));
        _room.Refuses(RejectionCode.NotFound, Cast.Visitor(1), new VotePoll("99", 0));
    }

    [Fact(DisplayName = "[PO2] A poll has a question and two to six different options, each bounded")]
    public void A_poll_is_bounded()
    {
        Refuses(RejectionCode.BadRequest, "Prêts ?", "Oui");
        Refuses(RejectionCode.BadRequest, "Prêts ?", "1", "2", "3", "4", "5", "6", "7");
        Refuses(RejectionCode.Duplicate, "Prêts ?", "Oui", " oui ");
        Refuses(RejectionCode.Empty, "Prêts ?", "Oui", " ");
        Refuses(RejectionCode.Empty, "\n", "Oui", "Non");
        Refuses(RejectionCode.TooLong, "Prêts ?", "Oui", new string('n', 81));
        Refuses(RejectionCode.TooLong, new string('?', 201), "Oui", "Non");
        _room.Refuses(RejectionCode.BadRequest, Cast.Speaker, new DraftPoll("Prêts ?", default));
        _room.Do(Cast.Speaker, new DraftPoll("Prêts ?", ["1", "2", "3", "4", "5", new string('é', 80)]));
    }

    [Fact(DisplayName = "[PO2] A poll is read by everybody at once: it gives no contact data, in one piece or over its options (G02)")]
    public void A_poll_gives_no_contact_data()
    {
        Refuses(RejectionCode.ContactRefused, "Mon snap ou mon insta ?", "Oui", "Non");
        Refuses(RejectionCode.ContactRefused, "Devinez", "06 12 34", "56 78");
        _room.Do(Cast.Speaker, new DraftPoll("Quel âge avez-vous ?", ["11 ou 12", "13 ou 14", "15 et plus"]));
        _room.Do(Cast.Moderator, new DraftPoll("Le standard : 01 23 45 67 89", ["Noté", "Pas noté"]));
    }

    [Fact(DisplayName = "[PO2] A talk holds fifty polls")]
    public void A_talk_holds_a_bounded_number_of_polls()
    {
        var room = TalkTable.Set(isChecked: false);
        for (var count = 0; count < PollBoard.MaxPolls; count++)
        {
            room.Do(Cast.Speaker, new DraftPoll("Prêts ?", ["Oui", "Non"]));
        }

        room.Refuses(RejectionCode.Full, Cast.Speaker, new DraftPoll("Prêts ?", ["Oui", "Non"]));
    }

    [Fact(DisplayName = "[PO3] A person has one vote, and may move it while the poll is open")]
    public void A_person_has_one_vote_and_may_move_it()
    {
        var id = Open();
        _room.Do(Cast.Visitor(1), new VotePoll(id, 0));
        _room.ChangesNothing(Cast.Visitor(1), new VotePoll(id, 0));
        _room.Do(Cast.Visitor(1), new VotePoll(id, 1));

        var poll = Assert.Single(_room.Shown<Poll>(Audience.Staff));
        Assert.Equal([0, 1], poll.Votes!.Value);
        Assert.Equal(1, poll.Voters);
    }

    [Fact(DisplayName = "[PO3] A vote for an option that is not there is a bad request")]
    public void A_vote_outside_the_options_is_refused()
    {
        var id = Open();

        int[] outside = [-1, 2, int.MaxValue, int.MinValue];
        Assert.All(outside, option => _room.Refuses(RejectionCode.BadRequest, Cast.Visitor(1), new VotePoll(id, option)));
    }

    [Fact(DisplayName = "[PO4] Results are hidden from the public until one has voted or the poll is closed")]
    public void Results_are_hidden_until_one_has_voted_or_the_poll_is_closed()
    {
        var id = Open();
        _room.Do(Cast.Visitor(1), new VotePoll(id, 1));

        var open = Assert.Single(_room.Shown<Poll>(Audience.Public));
        Assert.Null(open.Votes);
        Assert.Equal(1, open.Voters);
        Assert.Empty(_room.Tell(Cast.Visitor(2)).PollVotes);
        var own = Assert.Single(_room.Tell(Cast.Visitor(1)).PollVotes);
        Assert.Equal((id, 1), (own.Poll, own.Option));
        Assert.Equal([0, 1], own.Votes);
        _room.Do(Cast.Speaker, new ClosePoll(id));
        Assert.Equal([0, 1], Assert.Single(_room.Shown<Poll>(Audience.Public)).Votes!.Value);
    }

    [Fact(DisplayName = "[PO5] One poll of a talk is open at a time")]
    public void One_poll_is_open_at_a_time()
    {
        var (first, second) = (Open(), Draft());

        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new OpenPoll(second));
        _room.Do(Cast.Speaker, new ClosePoll(first));
        _room.Do(Cast.Speaker, new OpenPoll(second));
    }

    private string Draft() => _room.Do(Cast.Speaker, new DraftPoll("Avez-vous déjà visité une usine ?", ["Oui", "Non"]));

    private string Open()
    {
        var id = Draft();
        _room.Do(Cast.Speaker, new OpenPoll(id));
        return id;
    }

    private void Refuses(string code, string question, params ReadOnlySpan<string> options) =>
        _room.Refuses(code, Cast.Speaker, new DraftPoll(question, ImmutableArray.Create(options)));
}
