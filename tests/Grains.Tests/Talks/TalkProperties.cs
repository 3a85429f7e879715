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
    private const int SupportKind = 10;

    private const int BallotKind = 18;

    private static readonly Gen<Actor> Somebody = Gen.Int[0, 5].Select(number => number == 0 ? Cast.Moderator : Cast.Visitor(number));

    private static readonly Gen<(Actor Who, int Kind, int One, int Other)[]> Wishes =
        Gen.Select(Somebody, Gen.Int[0, BallotKind], Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 40];

    /// <summary>Half of them votes: a vote that comes twice is what counting once is about.</summary>
    private static readonly Gen<(Actor Who, int Kind, int One, int Other)[]> Ballots = Gen.Select(
        Somebody,
        Gen.Frequency((2, (IGen<int>)Gen.Int[0, BallotKind]), (1, Gen.Const(SupportKind)), (1, Gen.Const(BallotKind))),
        Gen.Int[0, 5],
        Gen.Int[0, 5]).Array[1, 40];

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
    public void A_person_counts_once()
    {
        var (supportedAgain, votedAgain, moved) = (0, 0, 0);
        Ballots.Sample(
            wishes =>
            {
                var room = TalkTable.Set();
                room.Do(Cast.Moderator, new ApproveQuestion(room.Do(Cast.Visitor(1), new AskQuestion("Et les stages ?"))));
                room.Do(Cast.Moderator, new OpenPoll(room.Do(Cast.Moderator, new DraftPoll("On commence ?", ["Oui", "Non"]))));
                foreach (var (who, kind, one, other) in wishes)
                {
                    var (supported, voted) = (room.Tell(who).Votes, room.Tell(who).PollVotes.Select(vote => vote.Poll).ToHashSet());
                    var command = Wish(room, kind, one, other);
                    switch (command, room.Try(who, command))
                    {
                        case (VoteQuestion again, { Rejection: null }) when supported.Contains(again.Question):
                            Interlocked.Increment(ref supportedAgain);
                            break;
                        case (VotePoll again, { Rejection: null } decision) when voted.Contains(again.Poll):
                            Interlocked.Increment(ref votedAgain);
                            Interlocked.Add(ref moved, decision.Events.Length);
                            break;
                        default:
                            break;
                    }
                }

                var people = Enumerable.Range(1, 5).Select(Cast.Visitor).Append(Cast.Moderator).ToArray();
                foreach (var question in room.Shown<Question>(Audience.Public))
                {
                    Assert.Equal(people.Count(person => room.Tell(person).Votes.Contains(question.Id)), question.Score);
                }

                foreach (var poll in room.Shown<Poll>(Audience.Staff))
                {
                    var votes = people.SelectMany(person => room.Tell(person).PollVotes).Where(vote => vote.Poll == poll.Id).ToList();
                    Assert.Equal(poll.Options.Select((_, option) => votes.Count(vote => vote.Option == option)), poll.Votes!.Value);
                    Assert.Equal(votes.Count, poll.Voters);
                }
            },
            iter: 150);
        var repeated = $"{supportedAgain} questions were supported again, {votedAgain} votes repeated, {moved} of them moved";
        TestContext.Current.TestOutputHelper?.WriteLine(repeated);
        Assert.True(supportedAgain > 50 && votedAgain - moved > 50 && moved > 50, $"Only {repeated}: too few to show that a person counts once.");
    }

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

    private static Decision Try(PlayedRoom room, Actor who, int kind, int one, int other) => room.Try(who, Wish(room, kind, one, other));

    private static RoomCommand Wish(PlayedRoom room, int kind, int one, int other)
    {
        var questions = room.Shown<Question>(Audience.Staff);
        var polls = room.Shown<Poll>(Audience.Staff);
        var (question, second) = (Pick(questions, one), Pick(questions, other));
        var poll = Pick(polls, one);
        return kind switch
        {
            0 or 1 or 2 => new AskQuestion($"Question {one} ?"),
            3 => new ApproveQuestion(question),
            4 => new RejectQuestion(question, "Hors sujet"),
            5 => new PromoteQuestion(question),
            6 => new AnswerQuestion(question),
            7 => new ArchiveQuestion(question),
            8 => new MergeQuestion(question, second),
            9 => new UndoQuestion(question),
            SupportKind => new VoteQuestion(question),
            11 => new UnvoteQuestion(question),
            12 => new WithdrawQuestion(question),
            13 => new StartTalk(),
            14 => new DraftPoll("Prêts ?", ["Oui", "Non"]),
            15 => new OpenPoll(poll),
            16 => new ClosePoll(poll),
            17 => new ArchivePoll(poll),
            _ => new VotePoll(poll, other % 2),
        };
    }

    private static string Pick<T>(IReadOnlyList<T> from, int index)
        where T : Entity => from.Count == 0 ? "0" : from[index % from.Count].Id;
}
