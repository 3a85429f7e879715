using System.Globalization;
using Halle.Rooms;

namespace Halle.Talks.Questions;

/// <summary>A question as the board holds it.</summary>
internal sealed class QuestionEntry(long seq, DateTimeOffset at, Author author, string text, string? heldFor)
{
    private readonly Stack<QuestionStep> _steps = [];

    /// <summary>Of its asking.</summary>
    public long Seq { get; } = seq;

    public string Id { get; } = seq.ToString(CultureInfo.InvariantCulture);

    public DateTimeOffset At { get; } = at;

    public Author Author { get; } = author;

    public string Text { get; } = text;

    public string? HeldFor { get; } = heldFor;

    public QuestionState State { get; private set; } = QuestionState.Pending;

    public DateTimeOffset ChangedAt { get; private set; } = at;

    public string? Reason { get; private set; }

    /// <summary>The question this one was merged into; null unless it is merged.</summary>
    public string? Into { get; private set; }

    /// <summary>People who support this very question. Whom a merged one brings along is added when it is shown, so that an undo needs no count.</summary>
    public HashSet<PersonId> Supporters { get; } = [author.Id];

    /// <summary>Questions merged into this one.</summary>
    public List<QuestionEntry> Merged { get; } = [];

    /// <summary>The step that can be taken back; null when there is none.</summary>
    public QuestionStep? Last => _steps.TryPeek(out var step) ? step : null;

    public bool IsOpen => State is QuestionState.Pending or QuestionState.Approved or QuestionState.OnAir;

    public bool IsPublic => State is QuestionState.Approved or QuestionState.OnAir or QuestionState.Answered or QuestionState.Archived;

    public IEnumerable<QuestionStep> Steps => _steps.Reverse();

    /// <param name="seq">Of the event.</param>
    /// <param name="displaced">With a promotion: the question that was on air before, and went to answered by the same event.</param>
    public void Move(QuestionState to, long seq, DateTimeOffset now, string? reason = null, string? into = null, string? displaced = null)
    {
        _steps.Push(new QuestionStep(seq, State, ChangedAt, displaced));
        Become(to, now, reason, into);
    }

    /// <summary>The author's own last word; nothing before it can be taken back.</summary>
    public void Withdraw(DateTimeOffset now)
    {
        _steps.Clear();
        Become(QuestionState.Withdrawn, now, null, null);
    }

    /// <summary>Takes back the last step and tells which it was. No step ends in a state that has a reason or a merge, so none is brought back.</summary>
    public QuestionStep Undo()
    {
        var step = _steps.Pop();
        Become(step.From, step.Since, null, null);
        return step;
    }

    public void Restore(QuestionState state, DateTimeOffset changedAt, string? reason, string? into, IEnumerable<QuestionStep> steps)
    {
        Become(state, changedAt, reason, into);
        foreach (var step in steps)
        {
            _steps.Push(step);
        }
    }

    private void Become(QuestionState state, DateTimeOffset changedAt, string? reason, string? into) =>
        (State, ChangedAt, Reason, Into) = (state, changedAt, reason, into);
}

/// <summary>One step of a question, with what it takes to take it back.</summary>
/// <param name="Seq">Of the event; a promotion and the displacement it caused share it.</param>
/// <param name="From">The state before.</param>
/// <param name="Since">When that state had begun.</param>
/// <param name="Displaced">The question this step took off the air.</param>
internal sealed record QuestionStep(long Seq, QuestionState From, DateTimeOffset Since, string? Displaced = null);
