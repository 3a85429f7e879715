using Halle.Rooms;
using Halle.Storage.Journal;

namespace Halle.Tests.Simulation;

/// <summary>The store of one room. Appends wait in it until the run lets one happen, also when the process that asked is long dead.</summary>
internal sealed class SimulatedJournal(bool fenced)
{
    public const string Epoch = "simulated";

    public List<JournalCommit> Commits { get; } = [];

    public JournalSnapshot? Snapshot { get; set; }

    /// <summary>Appends on their way.</summary>
    public List<SimulatedAppend> Waiting { get; } = [];

    public long Head => Commits.Count == 0 ? 0 : Commits[^1].To;

    public void Happen(SimulatedAppend append)
    {
        Waiting.Remove(append);
        if (fenced && append.ExpectedHead != Head)
        {
            append.Outcome = AppendOutcome.Fenced;
            return;
        }

        Commits.Add(append.Commit);
        append.Outcome = AppendOutcome.Stored;
    }

    public IEnumerable<StoredEvent> Events() => Commits.SelectMany(commit => RoomJson.ReadEvents(commit.Payload.Span));
}

internal enum AppendOutcome
{
    Unknown,
    Stored,
    Fenced,
}

internal sealed class SimulatedAppend(long expectedHead, JournalCommit commit)
{
    public long ExpectedHead => expectedHead;

    public JournalCommit Commit => commit;

    public AppendOutcome Outcome { get; set; }
}
