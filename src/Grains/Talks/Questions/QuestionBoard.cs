using System.Text.Json;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Talks.Questions;

/// <summary>
/// The audience's questions: pending → approved → on air → answered → archived, or rejected, merged, withdrawn. One is on air at most. Each
/// person supports a question once. One without text is one that the room has forgotten: it keeps its place and is shown to nobody. Every step of the staff can be taken back precisely, newest first, as long as the place on air is free.
/// </summary>
public sealed class QuestionBoard : IRoomPart
{
    /// <summary>Open questions of a talk: more than that nobody reads in half an hour.</summary>
    public const int MaxOpen = 500;

    /// <summary>Of one person, waiting for a moderator.</summary>
    public const int MaxPendingPerPerson = 5;

    /// <summary>Of one person in one talk, withdrawn ones included, so that asking and withdrawing in turn does not fill the room.</summary>
    public const int MaxPerPerson = 50;

    /// <summary>In characters as people count them.</summary>
    public const int MaxText = 300;

    /// <summary>Of a rejection's reason, in characters as people count them.</summary>
    public const int MaxReason = 200;

    private readonly QuestionIndex _questions = new();

    public string Name => "questions";

    /// <summary>Questions that nobody has let pass or refused yet, and when the oldest of them was asked.</summary>
    public (int Count, DateTimeOffset? Since) Waiting => (_questions.Pending.Count, _questions.Pending.Min?.At);

    public Decision? Decide(RoomCommand command, in Situation situation) =>
        command is AskQuestion ask ? Ask(ask, situation) : Decide(command, situation.Actor.Person, situation);

    private Decision? Decide(RoomCommand command, PersonId actor, Situation situation) => command switch
    {
        WithdrawQuestion { Question: var id } => On(id, question => Withdraw(question, actor)),
        ApproveQuestion { Question: var id } => On(id, question => Show(
            question, QuestionState.Approved, question.State == QuestionState.Pending, new QuestionApproved(id), situation)),
        RejectQuestion reject => On(reject.Question, question => Reject(question, reject.Reason, situation)),
        PromoteQuestion { Question: var id } => On(id, question => Show(
            question, QuestionState.OnAir, question.State is QuestionState.Pending or QuestionState.Approved, new QuestionPromoted(id), situation)),
        AnswerQuestion { Question: var id } => On(id, question => Step(
            question, QuestionState.Answered, question.State == QuestionState.OnAir, new QuestionAnswered(id))),
        ArchiveQuestion { Question: var id } => On(id, question => Step(
            question, QuestionState.Archived, question.State == QuestionState.Answered, new QuestionArchived(id))),
        MergeQuestion merge => On(merge.Question, question => On(merge.Into, into => Merge(question, into))),
        UndoQuestion { Question: var id } => On(id, question =>
            CanUndo(question) ? Decision.Of(new QuestionUndone(id)) : Decision.Refuse(RejectionCode.WrongState)),
        VoteQuestion { Question: var id } => On(id, question => Vote(question, actor)),
        UnvoteQuestion { Question: var id } => On(id, question => Unvote(question, actor)),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        var wasTaken = _questions.OnAir is not null;
        Happen(stored, changes);
        if (_questions.OnAir is not null != wasTaken)
        {
            // Whether a question can go back on air depends on the place being free.
            foreach (var answered in _questions.All.Where(question => question.Last?.From == QuestionState.OnAir))
            {
                changes.Touch("question", answered.Id);
            }
        }
    }

    private void Happen(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case QuestionAsked asked:
                _questions.Add(new QuestionEntry(stored.Seq, stored.At, stored.By, asked.Text, asked.HeldFor));
                Touch(_questions.Newest, changes);
                break;
            case QuestionWithdrawn withdrawn:
                Change(withdrawn.Question, question => question.Withdraw(stored.At), changes);
                break;
            case QuestionApproved approved:
                Change(approved.Question, question => question.Move(QuestionState.Approved, stored.Seq, stored.At), changes);
                break;
            case QuestionRejected rejected:
                Change(
                    rejected.Question, question => question.Move(QuestionState.Rejected, stored.Seq, stored.At, rejected.Reason), changes);
                break;
            case QuestionPromoted promoted:
                Promote(_questions.Get(promoted.Question), stored, changes);
                break;
            case QuestionAnswered answered:
                Change(answered.Question, question => question.Move(QuestionState.Answered, stored.Seq, stored.At), changes);
                break;
            case QuestionArchived archived:
                Change(archived.Question, question => question.Move(QuestionState.Archived, stored.Seq, stored.At), changes);
                break;
            case QuestionMerged merged:
                Change(
                    merged.Question,
                    question => question.Move(QuestionState.Merged, stored.Seq, stored.At, into: merged.Into),
                    changes);
                break;
            case QuestionUndone undone:
                Undo(_questions.Get(undone.Question), changes);
                break;
            case QuestionVoted voted:
                Support(voted.Question, stored.By.Id, on: true, changes);
                break;
            case QuestionUnvoted unvoted:
                Support(unvoted.Question, stored.By.Id, on: false, changes);
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience)
    {
        if (!string.Equals(key.Type, "question", StringComparison.Ordinal) || _questions.Find(key.Id) is not { Text.Length: > 0 } question)
        {
            return null;
        }

        return audience == Audience.Staff ? View(question, CanUndo(question), question.HeldFor)
            : question.IsPublic ? View(question, canUndo: false, heldFor: null)
            : null;
    }

    public IEnumerable<EntityKey> Keys() => _questions.All.Select(question => new EntityKey("question", question.Id));

    public You Tell(PersonId person, You you) => you with
    {
        Questions =
        [
            .. _questions.By(person).Where(question => !question.IsPublic).Select(question => View(question, canUndo: false, heldFor: null)),
        ],
        Votes = [.. _questions.SupportedBy(person).Where(question => question.IsPublic).Select(question => question.Id)],
    };

    public object Save() => _questions.Save();

    public void Load(JsonElement state) =>
        _questions.Load(state.Deserialize<QuestionIndex.Saved>(RoomJson.Options) ?? throw new JsonException("No questions."));

    private Decision On(string id, Func<QuestionEntry, Decision> decide) =>
        _questions.Find(id) is { Text.Length: > 0 } question ? decide(question) : Decision.Refuse(RejectionCode.NotFound);

    // The wish of somebody who was second at the same button already holds.
    private static Decision Step(QuestionEntry question, QuestionState to, bool may, RoomEvent happened) =>
        question.State == to ? Decision.NoChange
        : may ? Decision.Of(happened)
        : Decision.Refuse(RejectionCode.WrongState);

    private Decision Ask(AskQuestion ask, in Situation situation)
    {
        if (Line.Read(ask.Text, MaxText, out var text) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        var own = _questions.By(situation.Actor.Person);
        return own.Count(question => question.State == QuestionState.Pending) >= MaxPendingPerPerson || own.Count >= MaxPerPerson
            ? Decision.Refuse(RejectionCode.SlowDown)
            : _questions.OpenCount >= MaxOpen
            ? Decision.Refuse(RejectionCode.Full)
            : Decision.Of(new QuestionAsked(text, MessagePolicy.HeldFor(text, situation)));
    }

    private static Decision Withdraw(QuestionEntry question, PersonId person) =>
        question.Author.Id != person
            ? Decision.Refuse(RejectionCode.NotYours)
            : Step(
                question,
                QuestionState.Withdrawn,
                question.State is QuestionState.Pending or QuestionState.Approved,
                new QuestionWithdrawn(question.Id));

    // What a text rule found is looked at by somebody else than its author before everybody reads it, as in the chat.
    private static Decision Show(QuestionEntry question, QuestionState to, bool may, RoomEvent happened, in Situation situation) =>
        question is { State: QuestionState.Pending, HeldFor: not null } && question.Author.Id == situation.Actor.Person
            && situation.Actor.Role is not (Role.Moderator or Role.Organiser)
            ? Decision.Refuse(RejectionCode.Yourself)
            : Step(question, to, may, happened);

    private static Decision Reject(QuestionEntry question, string given, in Situation situation) =>
        Line.Read(given, MaxReason, out var reason) is { } refusal
            ? Decision.Refuse(refusal)
            : MessagePolicy.MayNotGoUnread(reason, situation)
            ? Decision.Refuse(RejectionCode.ContactRefused)
            : Step(
                question,
                QuestionState.Rejected,
                question.State is QuestionState.Pending or QuestionState.Approved,
                new QuestionRejected(question.Id, reason));

    // A merged question is not open and an open one is not merged, so a chain of merges never closes.
    private static Decision Merge(QuestionEntry question, QuestionEntry into) =>
        question == into ? Decision.Refuse(RejectionCode.BadRequest)
        : question.Into is { } already && string.Equals(already, into.Id, StringComparison.Ordinal) ? Decision.NoChange
        : question.State is QuestionState.Pending or QuestionState.Approved && into.IsOpen
            ? Decision.Of(new QuestionMerged(question.Id, into.Id))
        : Decision.Refuse(RejectionCode.WrongState);

    private static Decision Vote(QuestionEntry question, PersonId person) =>
        question.State is not (QuestionState.Approved or QuestionState.OnAir) ? Decision.Refuse(RejectionCode.WrongState)
        : QuestionIndex.Supports(question, person) ? Decision.NoChange
        : Decision.Of(new QuestionVoted(question.Id));

    // An author's support is what the question is; it ends by withdrawing it.
    private static Decision Unvote(QuestionEntry question, PersonId person) =>
        question.State is not (QuestionState.Approved or QuestionState.OnAir) ? Decision.Refuse(RejectionCode.WrongState)
        : !QuestionIndex.Supports(question, person) ? Decision.NoChange
        : QuestionIndex.WithMerged(question).Any(one => one.Author.Id == person) ? Decision.Refuse(RejectionCode.Yourself)
        : Decision.Of(new QuestionUnvoted(question.Id));

    private bool CanUndo(QuestionEntry question) =>
        question.Last is { } step && (step.From != QuestionState.OnAir || _questions.OnAir is null);

    private void Promote(QuestionEntry question, StoredEvent stored, Changes changes)
    {
        var former = _questions.OnAir;
        if (former is not null)
        {
            Change(former.Id, one => one.Move(QuestionState.Answered, stored.Seq, stored.At), changes);
        }

        Change(question.Id, one => one.Move(QuestionState.OnAir, stored.Seq, stored.At, displaced: former?.Id), changes);
    }

    private void Undo(QuestionEntry question, Changes changes)
    {
        QuestionStep? step = null;
        Change(question.Id, one => step = one.Undo(), changes);

        // Whoever was taken off the air by this step returns, unless something else became of it since.
        if (step?.Displaced is { } displaced && _questions.Get(displaced).Last?.Seq == step.Seq)
        {
            Change(displaced, one => one.Undo(), changes);
        }
    }

    private void Support(string id, PersonId person, bool on, Changes changes)
    {
        _questions.Support(_questions.Get(id), person, on);
        changes.Touch("question", id);
        changes.Touch(person);
        foreach (var one in QuestionIndex.WithMerged(_questions.Get(id)))
        {
            Touch(one, changes);
        }
    }

    // Whatever moves, its author may see something else, and so may everybody who supports it when it (or what it is merged into)
    // comes or goes; what it is or was merged into changes its score.
    private void Change(string id, Action<QuestionEntry> move, Changes changes)
    {
        var question = _questions.Get(id);
        var before = Shown(question);
        TouchChain(question, changes);
        _questions.Change(question, move);
        TouchChain(question, changes);
        if (Shown(question) != before)
        {
            foreach (var person in QuestionIndex.WithMerged(question).SelectMany(one => one.Supporters))
            {
                changes.Touch(person);
            }
        }
    }

    private QuestionEntry? Shown(QuestionEntry question) =>
        _questions.Root(question) is { IsPublic: true } root ? root : null;

    private static void Touch(QuestionEntry question, Changes changes)
    {
        changes.Touch("question", question.Id);
        changes.Touch(question.Author.Id);
    }

    private void TouchChain(QuestionEntry question, Changes changes)
    {
        for (var at = question; at is not null; at = _questions.Find(at.Into))
        {
            Touch(at, changes);
        }
    }

    private static Question View(QuestionEntry question, bool canUndo, string? heldFor) => new(
        question.Id,
        question.At,
        question.Author,
        question.Text,
        question.State,
        QuestionIndex.Score(question),
        question.ChangedAt,
        question.Reason,
        question.Into,
        heldFor,
        canUndo);
}
