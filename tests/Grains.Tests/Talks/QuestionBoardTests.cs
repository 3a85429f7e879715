using Halle.Rooms;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Talks;

public sealed class QuestionBoardTests
{
    private readonly PlayedRoom _room = TalkTable.Set();

    [Fact(DisplayName = "[QU4] A question waits for a moderator, seen by its author and by staff only")]
    public void A_question_waits_for_a_moderator()
    {
        var id = Ask(1);

        Assert.Empty(_room.Shown<Question>(Audience.Public));
        Assert.Equal(QuestionState.Pending, _room.Question(id).State);
        Assert.Equal(id, Assert.Single(_room.Tell(Cast.Visitor(1)).Questions).Id);
        Assert.Empty(_room.Tell(Cast.Visitor(2)).Questions);
    }

    [Fact(DisplayName = "[QU5] A question's text is cleaned, and refused when nothing is left or it is over 300 characters")]
    public void A_text_is_cleaned_and_bounded()
    {
        var id = _room.Do(Cast.Visitor(1), new AskQuestion("  Quel\u202E \n\n métier\u0007 ? "));

        Assert.Equal("Quel métier ?", _room.Question(id).Text);
        _room.Refuses(RejectionCode.Empty, Cast.Visitor(1), new AskQuestion(" \u200B\n "));
        _room.Refuses(RejectionCode.Unreadable, Cast.Visitor(1), new AskQuestion("a\ud800b"));
        _room.Refuses(RejectionCode.TooLong, Cast.Visitor(1), new AskQuestion(new string('a', 301)));
        _room.Refuses(RejectionCode.TooLong, Cast.Visitor(1), new AskQuestion(new string('a', 1_000_000)));
        _room.Do(Cast.Visitor(1), new AskQuestion(string.Concat(Enumerable.Repeat("é", 300))));
    }

    [Fact(DisplayName = "[QU5] A link or contact in a question is pointed out to staff alone")]
    public void A_link_in_a_question_is_pointed_out_to_staff_alone()
    {
        var id = _room.Do(Cast.Visitor(1), new AskQuestion("Est-ce https://example.org ?"));
        _room.Do(Cast.Moderator, new ApproveQuestion(id));

        Assert.Equal("link", _room.Question(id).HeldFor);
        Assert.Null(_room.Question(id, Audience.Public).HeldFor);
    }

    [Fact(DisplayName = "[QU6] Five questions of one person wait at most")]
    public void Five_questions_of_one_person_wait_at_most()
    {
        var ids = Enumerable.Range(0, QuestionBoard.MaxPendingPerPerson).Select(_ => Ask(1)).ToArray();

        _room.Refuses(RejectionCode.SlowDown, Cast.Visitor(1), new AskQuestion("Et encore ?"));
        _room.Do(Cast.Moderator, new ApproveQuestion(ids[0]));
        Ask(1);
    }

    [Fact(DisplayName = "[QU6] Asking and withdrawing in turn does not fill the room")]
    public void Asking_and_withdrawing_in_turn_ends()
    {
        var room = TalkTable.Set(isChecked: false);
        for (var count = 0; count < QuestionBoard.MaxPerPerson; count++)
        {
            room.Do(Cast.Visitor(1), new WithdrawQuestion(room.Do(Cast.Visitor(1), new AskQuestion("Une question ?"))));
        }

        room.Refuses(RejectionCode.SlowDown, Cast.Visitor(1), new AskQuestion("Et encore ?"));
        room.Do(Cast.Visitor(2), new AskQuestion("Une question ?"));
    }

    [Fact(DisplayName = "[QU6] A talk holds 500 open questions, and takes the next when one is answered or rejected")]
    public void A_talk_holds_a_bounded_number_of_open_questions()
    {
        var room = TalkTable.Set(isChecked: false);
        for (var count = 0; count < QuestionBoard.MaxOpen; count++)
        {
            room.Do(Cast.Visitor(count), new AskQuestion("Une question ?"));
        }

        room.Refuses(RejectionCode.Full, Cast.Visitor(1), new AskQuestion("Et encore ?"));
        room.Do(Cast.Moderator, new RejectQuestion("1", "Déjà posée"));
        room.Do(Cast.Visitor(1), new AskQuestion("Et encore ?"));
    }

    [Fact(DisplayName = "[QU7] A question goes from approved to on air to answered to archived, all of it public")]
    public void A_question_is_approved_promoted_answered_and_archived()
    {
        var id = Ask(1);
        RoomCommand[] steps = [new ApproveQuestion(id), new PromoteQuestion(id), new AnswerQuestion(id), new ArchiveQuestion(id)];
        QuestionState[] states = [QuestionState.Approved, QuestionState.OnAir, QuestionState.Answered, QuestionState.Archived];

        foreach (var (step, state) in steps.Zip(states))
        {
            _room.Do(Cast.Speaker, step);
            Assert.Equal(state, _room.Question(id, Audience.Public).State);
            Assert.Empty(_room.Tell(Cast.Visitor(1)).Questions);
            _room.ChangesNothing(Cast.Moderator, step);
        }
    }

    [Fact(DisplayName = "[QU8] One question is on air: the one before goes to answered, and promoting it again changes nothing (A07)")]
    public void One_question_is_on_air()
    {
        var (first, second) = (Ask(1), Ask(2));
        _room.Do(Cast.Speaker, new PromoteQuestion(first));
        _room.Do(Cast.Speaker, new PromoteQuestion(second));

        Assert.Equal(QuestionState.Answered, _room.Question(first).State);
        Assert.Equal(QuestionState.OnAir, _room.Question(second).State);
        _room.ChangesNothing(Cast.Moderator, new PromoteQuestion(second));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new PromoteQuestion(first));
    }

    [Fact(DisplayName = "[QU9] A rejected question is gone for the public and keeps its reason for its author")]
    public void A_rejection_is_told_to_its_author_with_the_reason()
    {
        var id = Ask(1);
        _room.Do(Cast.Moderator, new ApproveQuestion(id));
        _room.Do(Cast.Moderator, new RejectQuestion(id, "Déjà posée"));

        Assert.Empty(_room.Shown<Question>(Audience.Public));
        var own = Assert.Single(_room.Tell(Cast.Visitor(1)).Questions);
        Assert.Equal((QuestionState.Rejected, "Déjà posée"), (own.State, own.Reason));
        _room.Refuses(RejectionCode.Empty, Cast.Moderator, new RejectQuestion(Ask(2), " "));
    }

    [Fact(DisplayName = "[QU9] A rejection's reason leads nobody outside: it goes unread to one person (G02, G04)")]
    public void A_rejection_is_no_letter()
    {
        var id = Ask(1);
        _room.Refuses(RejectionCode.ContactRefused, Cast.Speaker, new RejectQuestion(id, "ajoute-moi sur insta"));
        _room.Refuses(RejectionCode.ContactRefused, Cast.Speaker, new RejectQuestion(id, "réponse : https://example.org/moi"));
        _room.Do(Cast.Moderator, new RejectQuestion(id, "réponse : https://example.org/moi"));
    }

    [Fact(DisplayName = "[QU5] What a text rule found in a question is shown by somebody else than its author, unless the author answers for the event (TX7)")]
    public void Ones_own_contact_is_shown_by_another()
    {
        var held = _room.Do(Cast.Speaker, new AskQuestion("On continue au 06 12 34 56 78 ?"));
        _room.Refuses(RejectionCode.Yourself, Cast.Speaker, new ApproveQuestion(held));
        _room.Refuses(RejectionCode.Yourself, Cast.Speaker, new PromoteQuestion(held));
        _room.Do(Cast.Moderator, new ApproveQuestion(held));
        _room.Do(Cast.Speaker, new PromoteQuestion(held));
        _room.Do(Cast.Speaker, new ApproveQuestion(_room.Do(Cast.Speaker, new AskQuestion("Et pour vous ?"))));
        _room.Do(Cast.Moderator, new ApproveQuestion(_room.Do(Cast.Moderator, new AskQuestion("Le standard est le 01 23 45 67 89"))));
    }

    [Fact(DisplayName = "[QU10] Only its author withdraws a question, while it is pending or approved")]
    public void Only_its_author_withdraws_a_question()
    {
        var (pending, onAir) = (Ask(1), Ask(1));
        _room.Do(Cast.Speaker, new PromoteQuestion(onAir));

        _room.Refuses(RejectionCode.NotYours, Cast.Visitor(2), new WithdrawQuestion(pending));
        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(1), new WithdrawQuestion(onAir));
        _room.Do(Cast.Visitor(1), new WithdrawQuestion(pending));
        _room.ChangesNothing(Cast.Visitor(1), new WithdrawQuestion(pending));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new ApproveQuestion(pending));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new UndoQuestion(pending));
    }

    [Fact(DisplayName = "[QU11] A person supports a question once, and its author does from the start")]
    public void A_person_supports_a_question_once()
    {
        var id = Approved(1);
        _room.Do(Cast.Visitor(2), new VoteQuestion(id));

        _room.ChangesNothing(Cast.Visitor(2), new VoteQuestion(id));
        _room.ChangesNothing(Cast.Visitor(1), new VoteQuestion(id));
        Assert.Equal(2, _room.Question(id, Audience.Public).Score);
        Assert.Equal([id], _room.Tell(Cast.Visitor(2)).Votes);
        _room.Do(Cast.Visitor(2), new UnvoteQuestion(id));
        _room.ChangesNothing(Cast.Visitor(2), new UnvoteQuestion(id));
        _room.Refuses(RejectionCode.Yourself, Cast.Visitor(1), new UnvoteQuestion(id));
        Assert.Equal(1, _room.Question(id, Audience.Public).Score);
    }

    [Fact(DisplayName = "[QU11] Only a question approved or on air takes votes")]
    public void Only_an_open_public_question_takes_votes()
    {
        var id = Ask(1);

        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(2), new VoteQuestion(id));
        _room.Do(Cast.Speaker, new PromoteQuestion(id));
        _room.Do(Cast.Visitor(2), new VoteQuestion(id));
        _room.Do(Cast.Speaker, new AnswerQuestion(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(3), new VoteQuestion(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Visitor(2), new UnvoteQuestion(id));
    }

    [Fact(DisplayName = "[QU12] A merge unites the supporters, each counted once, and its undo parts them again")]
    public void A_merge_unites_the_supporters()
    {
        var (one, other) = (Approved(1), Approved(2));
        _room.Do(Cast.Visitor(3), new VoteQuestion(one));
        _room.Do(Cast.Visitor(3), new VoteQuestion(other));
        _room.Do(Cast.Visitor(4), new VoteQuestion(one));
        _room.Do(Cast.Moderator, new MergeQuestion(one, other));

        Assert.Equal(4, _room.Question(other, Audience.Public).Score);
        Assert.Equal(other, _room.Question(one).Into);
        Assert.Equal([other], _room.Tell(Cast.Visitor(4)).Votes);
        _room.ChangesNothing(Cast.Visitor(4), new VoteQuestion(other));
        _room.Do(Cast.Visitor(5), new VoteQuestion(other));
        _room.Do(Cast.Moderator, new UndoQuestion(one));
        Assert.Equal(3, _room.Question(one, Audience.Public).Score);
        Assert.Equal(3, _room.Question(other, Audience.Public).Score);
        Assert.Equal([one], _room.Tell(Cast.Visitor(4)).Votes);
    }

    [Fact(DisplayName = "[QU12] Taking back one's support of a merged question takes it back from all of it")]
    public void Unvoting_a_merged_question_holds_for_all_of_it()
    {
        var (one, other) = (Approved(1), Approved(2));
        _room.Do(Cast.Visitor(3), new VoteQuestion(one));
        _room.Do(Cast.Moderator, new MergeQuestion(one, other));
        _room.Do(Cast.Visitor(3), new UnvoteQuestion(other));

        Assert.Equal(2, _room.Question(other).Score);
        _room.Refuses(RejectionCode.Yourself, Cast.Visitor(1), new UnvoteQuestion(other));
        _room.Do(Cast.Moderator, new UndoQuestion(one));
        Assert.Equal(1, _room.Question(one).Score);
    }

    [Fact(DisplayName = "[QU12] A merge goes into an open question, and never in a circle")]
    public void A_merge_never_closes_a_circle()
    {
        var (first, second, third) = (Approved(1), Approved(2), Approved(3));
        _room.Do(Cast.Moderator, new MergeQuestion(first, second));
        _room.Do(Cast.Moderator, new MergeQuestion(second, third));

        _room.Refuses(RejectionCode.BadRequest, Cast.Moderator, new MergeQuestion(third, third));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new MergeQuestion(third, first));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new MergeQuestion(third, second));
        _room.ChangesNothing(Cast.Moderator, new MergeQuestion(first, second));
        Assert.Equal(3, _room.Question(third).Score);
        _room.Do(Cast.Moderator, new PromoteQuestion(third));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new MergeQuestion(third, Approved(4)));
        _room.Do(Cast.Moderator, new AnswerQuestion(third));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new MergeQuestion(Approved(5), third));
    }

    [Fact(DisplayName = "[QU13] Undoing a promotion puts the question before back on air")]
    public void Undoing_a_promotion_puts_the_former_question_back_on_air()
    {
        var (first, second) = (Approved(1), Approved(2));
        _room.Do(Cast.Speaker, new PromoteQuestion(first));
        var before = _room.Picture();
        _room.Do(Cast.Speaker, new PromoteQuestion(second));
        _room.Do(Cast.Speaker, new UndoQuestion(second));

        Assert.Equal(before, _room.Picture());
        Assert.Equal(QuestionState.OnAir, _room.Question(first).State);
    }

    [Fact(DisplayName = "[QU13] A displaced question that moved on since stays where it is")]
    public void A_displaced_question_that_moved_on_stays()
    {
        var (first, second) = (Approved(1), Approved(2));
        _room.Do(Cast.Speaker, new PromoteQuestion(first));
        _room.Do(Cast.Speaker, new PromoteQuestion(second));
        _room.Do(Cast.Speaker, new ArchiveQuestion(first));
        _room.Do(Cast.Speaker, new UndoQuestion(second));

        Assert.Equal(QuestionState.Archived, _room.Question(first).State);
        Assert.Equal(QuestionState.Approved, _room.Question(second).State);
    }

    [Fact(DisplayName = "[QU13] What was on air comes back only while the place is free, and the view says so")]
    public void What_was_on_air_comes_back_only_while_the_place_is_free()
    {
        var (first, second) = (Approved(1), Approved(2));
        _room.Do(Cast.Speaker, new PromoteQuestion(first));
        _room.Do(Cast.Speaker, new AnswerQuestion(first));
        Assert.True(_room.Question(first).CanUndo);
        _room.Do(Cast.Speaker, new PromoteQuestion(second));

        Assert.False(_room.Question(first).CanUndo);
        _room.Refuses(RejectionCode.WrongState, Cast.Speaker, new UndoQuestion(first));
        _room.Do(Cast.Speaker, new AnswerQuestion(second));
        _room.Do(Cast.Speaker, new UndoQuestion(first));
        Assert.Equal(QuestionState.OnAir, _room.Question(first).State);
    }

    [Fact(DisplayName = "[QU13] A question with no step of the staff has nothing to undo")]
    public void A_fresh_question_has_nothing_to_undo()
    {
        var id = Ask(1);

        Assert.False(_room.Question(id).CanUndo);
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new UndoQuestion(id));
    }

    [Fact(DisplayName = "[QU14] An unknown question is not found, a step out of turn is refused")]
    public void An_unknown_question_is_not_found()
    {
        var id = Ask(1);
        string[] unknown = ["0", "99", "-1", "01", "", "question/1", " 1"];
        Assert.All(unknown, other => _room.Refuses(RejectionCode.NotFound, Cast.Moderator, new ApproveQuestion(other)));
        _room.Refuses(RejectionCode.NotFound, Cast.Moderator, new MergeQuestion(id, "99"));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new AnswerQuestion(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new ArchiveQuestion(id));
        _room.Do(Cast.Moderator, new RejectQuestion(id, "Hors sujet"));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new PromoteQuestion(id));
        _room.Refuses(RejectionCode.WrongState, Cast.Moderator, new ApproveQuestion(id));
    }

    [Fact(DisplayName = "[QU15] The public is shown who asked, never who supports, nor what staff alone may know")]
    public void Supporters_are_never_shown()
    {
        var id = Approved(1);
        _room.Do(Cast.Visitor(2), new VoteQuestion(id));

        var everything = string.Join(' ', _room.Shown<Question>(Audience.Staff).Concat(_room.Shown<Question>(Audience.Public)));
        Assert.Contains(Cast.Visitor(1).Name, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(Cast.Visitor(2).Person.Value, everything, StringComparison.Ordinal);
        Assert.False(_room.Question(id, Audience.Public).CanUndo);
    }

    private string Ask(int visitor) => _room.Do(Cast.Visitor(visitor), new AskQuestion($"Question of visitor {visitor} ?"));

    private string Approved(int visitor)
    {
        var id = Ask(visitor);
        _room.Do(Cast.Moderator, new ApproveQuestion(id));
        return id;
    }
}
