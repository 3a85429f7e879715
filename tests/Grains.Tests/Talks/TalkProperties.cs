using CsCheck;
using Halle.Rooms;
using Halle.Talks;
using Halle.Talks.Polls;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Talks;

/// <summary>Random talks. Every step also passes the checks of <see cref="PlayedRoom"/>: readers, people told, journal, snapshot.</summary>
public sealed class TalkProperties
{
    private static readonly Gen<(Actor Who, int Kind, int One, int Other)[]> Wishes = Gen.Select(
        Gen.Int[0, 5].Select(number => number == 0 ? Cast.Moderator : Cast.Visitor(number)), Gen.Int[0, 13], Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 30];

    [Fact(DisplayName = "[QU8] In every random talk at most one question is on air")]
    public void At_most_one_question_is_on_air() => Wishes.Sample(
        wishes =>
        {
            var room = TalkTable.Set();
            foreach (var (who, kind, one, other) in wishes)
            {
                Try(room, who, kind, one, other);
                Assert.True(room.Shown<Question>(Audience.Staff).Count(question => question.State == QuestionState.OnAir) <= 1);
            }
        },
        iter: 100);

    [Fact(DisplayName = "[QU11] [PO3] In every random talk a person counts once in each question and each poll")]
    public void A_person_counts_once() => Wishes.Sample(
        wishes =>
        {
            var room = TalkTable.Set();
            foreach (var (who, kind, one, other) in wishes)
            {
                Try(room, who, kind, one, other);
            }

            var people = Enumerable.Range(1, 5).Select(Cast.Visitor).Append(Cast.Moderator).ToArray();
            foreach (var question in room.Shown<Question>(Audience.Public))
            {
                Assert.Equal(people.Count(person => room.Tell(person).Votes.Contains(question.Id)), question.Score);
            }

            foreach (var poll in room.Shown<Poll>(Audience.Staff))
            {
                Assert.Equal(poll.Votes!.Value.Sum(), poll.Voters);
                Assert.Equal(people.Count(person => room.Tell(person).PollVotes.Select(vote => vote.Poll).Contains(poll.Id)), poll.Voters);
            }
        },
        iter: 100);

    [Fact(DisplayName = "[QU13] Undo after any single step of the staff restores what everybody sees")]
    public void Undo_restores_what_everybody_sees()
    {
        var undone = 0;
        Wishes.Sample(
            wishes =>
            {
                var room = TalkTable.Set();
                room.Meet(Cast.Moderator);
                foreach (var (who, kind, one, other) in wishes)
                {
                    room.Meet(who);
                    var before = room.Picture();
                    if (IsStep(kind) && Try(room, Cast.Moderator, kind, one, other) is { Rejection: null, Events: [{ } step, ..] })
                    {
                        room.Now += TimeSpan.FromSeconds(1);
                        room.Do(Cast.Moderator, new UndoQuestion(QuestionOf(step)));
                        Assert.Equal(before, room.Picture());
                        Interlocked.Increment(ref undone);
                    }

                    Try(room, who, kind, one, other);
                    room.Now += TimeSpan.FromSeconds(1);
                }
            },
            iter: 100);
        Assert.True(undone > 100, $"Only {undone} steps were undone: the talks are too idle to show anything.");
    }

    private static bool IsStep(int kind) => kind is >= 3 and <= 8;

    private static string QuestionOf(RoomEvent step) => step switch
    {
        QuestionApproved approved => approved.Question,
        QuestionRejected rejected => rejected.Question,
        QuestionPromoted promoted => promoted.Question,
        QuestionAnswered answered => answered.Question,
        QuestionArchived archived => archived.Question,
        QuestionMerged merged => merged.Question,
        _ => throw new InvalidOperationException($"{step} is no step of the staff."),
    };

    private static Decision Try(PlayedRoom room, Actor who, int kind, int one, int other)
    {
        var questions = room.Shown<Question>(Audience.Staff);
        var polls = room.Shown<Poll>(Audience.Staff);
        var (question, second) = (Pick(questions, one), Pick(questions, other));
        var poll = Pick(polls, one);
        return room.Try(who, kind switch
        {
            0 or 1 or 2 => new AskQuestion($"Question {one} ?"),
            3 => new ApproveQuestion(question),
            4 => new RejectQuestion(question, "Hors sujet"),
            5 => new PromoteQuestion(question),
            6 => new AnswerQuestion(question),
            7 => new ArchiveQuestion(question),
            8 => new MergeQuestion(question, second),
            9 => new UndoQuestion(question),
            10 => new VoteQuestion(question),
            11 => new UnvoteQuestion(question),
            12 => new WithdrawQuestion(question),
            _ => other switch
            {
                0 => new DraftPoll("Prêts ?", ["Oui", "Non"]),
                1 => new OpenPoll(poll),
                2 => new ClosePoll(poll),
                3 => one == 5 ? new StartTalk() : new ArchivePoll(poll),
                _ => new VotePoll(poll, other - 4),
            },
        });
    }

    private static string Pick<T>(IReadOnlyList<T> from, int index)
        where T : Entity => from.Count == 0 ? "0" : from[index % from.Count].Id;
}
