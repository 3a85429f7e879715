using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Talks.Questions;

/// <summary>The board's questions, found by id, by author, by supporter, by place on air and by waiting for a moderator.</summary>
internal sealed class QuestionIndex
{
    // In the order of asking, which is the order of ids.
    private readonly List<QuestionEntry> _inOrder = [];
    private readonly Dictionary<string, QuestionEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<PersonId, List<QuestionEntry>> _byAuthor = [];
    private readonly Dictionary<PersonId, HashSet<QuestionEntry>> _bySupporter = [];

    public IReadOnlyList<QuestionEntry> All => _inOrder;

    public QuestionEntry Newest => _inOrder[^1];

    public QuestionEntry? OnAir { get; private set; }

    public int OpenCount { get; private set; }

    /// <summary>Wait for a moderator, the oldest first; kept, because a busy talk is asked for them after each vote. What the room has forgotten waits for nobody.</summary>
    public SortedSet<QuestionEntry> Pending { get; } = new(Comparer<QuestionEntry>.Create((a, b) => a.Seq.CompareTo(b.Seq)));

    public QuestionEntry Get(string id) => _byId[id];

    public QuestionEntry? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    public IReadOnlyList<QuestionEntry> By(PersonId author) => _byAuthor.TryGetValue(author, out var own) ? own : [];

    /// <summary>What the person supports, each merged question standing for the one it went into; in the order of ids.</summary>
    public IEnumerable<QuestionEntry> SupportedBy(PersonId person) =>
        _bySupporter.TryGetValue(person, out var supported)
            ? supported.Select(Root).Distinct().OrderBy(question => question.Seq)
            : [];

    /// <summary>The question and everything merged into it, at any depth.</summary>
    public static IEnumerable<QuestionEntry> WithMerged(QuestionEntry question) =>
        question.Merged.SelectMany(WithMerged).Prepend(question);

    public static bool Supports(QuestionEntry question, PersonId person) =>
        question.Supporters.Contains(person) || question.Merged.Exists(merged => Supports(merged, person));

    /// <summary>People who support the question or what was merged into it, each once.</summary>
    public static int Score(QuestionEntry question) =>
        question.Merged.Count == 0
            ? question.Supporters.Count
            : WithMerged(question).SelectMany(one => one.Supporters).Distinct().Count();

    public void Add(QuestionEntry question)
    {
        _inOrder.Add(question);
        _byId.Add(question.Id, question);
        (_byAuthor.TryGetValue(question.Author.Id, out var own) ? own : _byAuthor[question.Author.Id] = []).Add(question);
        foreach (var person in question.Supporters)
        {
            SupportersOf(person).Add(question);
        }

        Enter(question);
    }

    /// <summary>Takes the question out of what depends on its state, lets it move, and puts it back in.</summary>
    public void Change(QuestionEntry question, Action<QuestionEntry> move)
    {
        OpenCount -= question.IsOpen ? 1 : 0;
        OnAir = OnAir == question ? null : OnAir;
        Pending.Remove(question);
        if (question.Into is { } before)
        {
            _byId[before].Merged.Remove(question);
        }

        move(question);
        Enter(question);
    }

    /// <summary>Ends the support of everything merged into the question with it: to the person they are one.</summary>
    public void Support(QuestionEntry question, PersonId person, bool on)
    {
        if (on)
        {
            question.Supporters.Add(person);
            SupportersOf(person).Add(question);
            return;
        }

        foreach (var one in WithMerged(question))
        {
            one.Supporters.Remove(person);
            SupportersOf(person).Remove(one);
        }
    }

    public Saved Save() => new(
    [
        .. _inOrder.Select(question => new SavedQuestion(
            question.Seq,
            question.At,
            question.Author,
            question.Text,
            question.State,
            question.ChangedAt,
            [.. question.Supporters.OrderBy(person => person.Value, StringComparer.Ordinal)],
            [.. question.Steps],
            question.HeldFor,
            question.Reason,
            question.Into)),
    ]);

    public void Load(Saved saved)
    {
        _inOrder.Clear();
        _byId.Clear();
        _byAuthor.Clear();
        _bySupporter.Clear();
        Pending.Clear();
        (OnAir, OpenCount) = (null, 0);
        var merges = new List<(QuestionEntry, SavedQuestion)>();
        foreach (var from in saved.Questions)
        {
            var question = new QuestionEntry(from.Seq, from.At, from.Author, from.Text, from.HeldFor);
            question.Supporters.UnionWith(from.Supporters);
            Add(question);
            merges.Add((question, from));
        }

        // A question may be merged into a later one: all are there before any takes its place.
        foreach (var (question, from) in merges)
        {
            Change(question, one => one.Restore(from.State, from.ChangedAt, from.Reason, from.Into, from.Steps));
        }
    }

    /// <summary>The question this one went into, at the end of the chain; itself when it is not merged.</summary>
    public QuestionEntry Root(QuestionEntry question) => question.Into is { } into ? Root(_byId[into]) : question;

    private void Enter(QuestionEntry question)
    {
        OpenCount += question.IsOpen ? 1 : 0;
        OnAir = question.State == QuestionState.OnAir ? question : OnAir;
        if (question is { State: QuestionState.Pending, Text.Length: > 0 })
        {
            Pending.Add(question);
        }

        if (question.Into is { } into)
        {
            _byId[into].Merged.Add(question);
        }
    }

    private HashSet<QuestionEntry> SupportersOf(PersonId person) =>
        _bySupporter.TryGetValue(person, out var supported) ? supported : _bySupporter[person] = [];

    public sealed record Saved(ImmutableArray<SavedQuestion> Questions);

    public sealed record SavedQuestion(
        long Seq,
        DateTimeOffset At,
        Author Author,
        string Text,
        QuestionState State,
        DateTimeOffset ChangedAt,
        ImmutableArray<PersonId> Supporters,
        ImmutableArray<QuestionStep> Steps,
        string? HeldFor = null,
        string? Reason = null,
        string? Into = null);
}
