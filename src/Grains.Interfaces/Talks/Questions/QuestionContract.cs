using Halle.Rooms;

namespace Halle.Talks.Questions;

public enum QuestionState
{
    Pending,
    Approved,
    OnAir,
    Answered,
    Archived,
    Rejected,
    Merged,
    Withdrawn,
}

[GenerateSerializer, Immutable, Alias("question.ask")]
public sealed record AskQuestion(string Text) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.withdraw")]
public sealed record WithdrawQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.approve")]
public sealed record ApproveQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.reject")]
public sealed record RejectQuestion(string Question, string Reason) : RoomCommand;

/// <summary>Approved → on air. One is on air in a talk: the one before goes to answered. Promoting it again changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("question.promote")]
public sealed record PromoteQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.answer")]
public sealed record AnswerQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.archive")]
public sealed record ArchiveQuestion(string Question) : RoomCommand;

/// <summary>Merges one question into another; its votes move, each person still counts once.</summary>
[GenerateSerializer, Immutable, Alias("question.merge")]
public sealed record MergeQuestion(string Question, string Into) : RoomCommand;

/// <summary>Takes back the last step of a question (approve, reject, promote, answer, archive, merge), where the step allows it.</summary>
[GenerateSerializer, Immutable, Alias("question.undo")]
public sealed record UndoQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.vote")]
public sealed record VoteQuestion(string Question) : RoomCommand;

[GenerateSerializer, Immutable, Alias("question.unvote")]
public sealed record UnvoteQuestion(string Question) : RoomCommand;

[EventName("question.asked")]
public sealed record QuestionAsked(string Text, string? HeldFor) : RoomEvent;

[EventName("question.withdrawn")]
public sealed record QuestionWithdrawn(string Question) : RoomEvent;

[EventName("question.approved")]
public sealed record QuestionApproved(string Question) : RoomEvent;

[EventName("question.rejected")]
public sealed record QuestionRejected(string Question, string Reason) : RoomEvent;

[EventName("question.promoted")]
public sealed record QuestionPromoted(string Question) : RoomEvent;

[EventName("question.answered")]
public sealed record QuestionAnswered(string Question) : RoomEvent;

[EventName("question.archived")]
public sealed record QuestionArchived(string Question) : RoomEvent;

[EventName("question.merged")]
public sealed record QuestionMerged(string Question, string Into) : RoomEvent;

[EventName("question.undone")]
public sealed record QuestionUndone(string Question) : RoomEvent;

[EventName("question.voted")]
public sealed record QuestionVoted(string Question) : RoomEvent;

[EventName("question.unvoted")]
public sealed record QuestionUnvoted(string Question) : RoomEvent;

/// <summary>A question; its id is the seq of its asking. The public sees approved, on air, answered and archived ones.</summary>
/// <param name="Score">People who support it, its author included.</param>
/// <param name="Reason">Of a rejection: shown to its author and to staff.</param>
/// <param name="Into">Of a merge.</param>
/// <param name="HeldFor">Staff only: what a text rule found (link, contact).</param>
[EntityName("question")]
public sealed record Question(
    string Id,
    DateTimeOffset At,
    Author Author,
    string Text,
    QuestionState State,
    int Score,
    DateTimeOffset ChangedAt,
    string? Reason,
    string? Into,
    string? HeldFor,
    bool CanUndo) : Entity(Id);
