using System.Globalization;

namespace Halle.Cluster.Tests.History;

/// <summary>
/// Judges a run: were the promises kept? A room is a log with one sequencer, so no search over possible orders is needed and the
/// whole check is sorting and one pass per invariant. The invariants:
/// I1 an acknowledged message is in the final history once, at its seq, unchanged;
/// I2 no client id has two seqs and no seq two contents, over the answers, all observers and the store;
/// I3 each observer is led without hole or repeat, and is shown everything of the steps it was led through;
/// I4 what was acknowledged before something else was sent comes before it;
/// I5 a refused message is nowhere, an unknown one is there once or not at all, and nothing is there that nobody sent;
/// I6 a muted sender has no message after the mute;
/// I9 history never shrinks, except into a tombstone: of a removed message the seq stays and the text is gone, for everybody.
/// </summary>
public sealed class HistoryChecker
{
    private const int MostReported = 50;

    private readonly List<Violation> _violations = [];
    private readonly int _window;

    private HistoryChecker(int window) => _window = window;

    /// <param name="records">In any order between clients; the lines of one observer in the order it wrote them.</param>
    /// <param name="window">How many messages a reset brings at most; older ones are read on demand.</param>
    public static Verdict Check(IEnumerable<HistoryRecord> records, int window = 200)
    {
        var checker = new HistoryChecker(window);
        var figures = Figures.None;
        foreach (var room in records.GroupBy(record => record.Room, StringComparer.Ordinal))
        {
            figures = figures.Plus(checker.CheckRoom(room.Key, [.. room]));
        }

        return new Verdict([.. checker._violations.Take(MostReported)], checker._violations.Count, figures);
    }

    private Figures CheckRoom(string room, IReadOnlyList<HistoryRecord> records)
    {
        var reads = records.OfType<HistoryRead>().OrderBy(read => read.T).ToList();
        if (reads.Count == 0)
        {
            throw new InvalidDataException($"{room} has no final history to be judged by.");
        }

        var sent = SentMessage.Gather(room, records, Report);
        var removals = records.OfType<Removed>().ToList();
        var final = Index(room, reads[^1], removals);
        CheckContents(room, records, sent);
        CheckSent(room, sent, final);
        CheckNothingElse(room, sent, final);
        CheckRealTimeOrder(room, sent, final);
        CheckMutes(room, records, sent, final);
        CheckShrinking(room, reads, final);
        CheckRemovals(room, removals, reads);
        var observers = ObserverCheck.Run(room, records, final, _window, Report);
        return new Figures(
            sent.Count(message => message.AckedAt is not null),
            sent.Count(message => message.IsUnsure),
            sent.Count(message => message.IsUnsure && final.SeqOf(message.Hash) is not null),
            sent.Count(message => message.FailedWith is not null),
            observers,
            final.BySeq.Count);
    }

    /// <summary>Pages leave removed messages out, so of those that are in no reset any more the removal alone is known.</summary>
    private FinalHistory Index(string room, HistoryRead read, IReadOnlyList<Removed> removals)
    {
        var bySeq = new SortedDictionary<long, StoredMessage>();
        var byHash = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var message in read.Messages)
        {
            if (!bySeq.TryAdd(message.Seq, message))
            {
                Report("I2", room, $"seq {message.Seq} is twice in the final history");
            }
            else if (message.Hash is { } hash && !byHash.TryAdd(hash, message.Seq))
            {
                Report("I1", room, $"content {hash} is in the final history at {byHash[hash]} and again at {message.Seq}");
            }
        }

        foreach (var removed in removals)
        {
            bySeq.TryAdd(removed.Seq, new StoredMessage(removed.Seq, removed.Seq, Hash: null));
        }

        return new FinalHistory(bySeq, byHash);
    }

    /// <summary>I2 over everybody who said what stands at a seq.</summary>
    private void CheckContents(string room, IReadOnlyList<HistoryRecord> records, IReadOnlyList<SentMessage> sent)
    {
        var contents = new Dictionary<long, (string Hash, string Witness)>();
        void Witness(long seq, string? hash, string witness)
        {
            if (hash is null)
            {
                return;
            }

            if (!contents.TryAdd(seq, (hash, witness)) && !string.Equals(contents[seq].Hash, hash, StringComparison.Ordinal))
            {
                Report("I2", room, $"seq {seq} is {contents[seq].Hash} to {contents[seq].Witness} and {hash} to {witness}");
            }
        }

        foreach (var message in sent.Where(message => message.Seq is not null))
        {
            Witness(message.Seq!.Value, message.Hash, "its sender");
        }

        foreach (var read in records.OfType<HistoryRead>())
        {
            foreach (var message in read.Messages)
            {
                Witness(message.Seq, message.Hash, read.Reader);
            }
        }

        foreach (var frame in records.OfType<FrameShown>())
        {
            foreach (var message in frame.Shown)
            {
                Witness(message.Seq, message.Hash, frame.Observer);
            }
        }
    }

    /// <summary>I1 and the first half of I5.</summary>
    private void CheckSent(string room, IReadOnlyList<SentMessage> sent, FinalHistory final)
    {
        foreach (var message in sent)
        {
            if (message.FailedWith is { } code && final.SeqOf(message.Hash) is { } there)
            {
                Report("I5", room, $"{message.Name} was refused ({code}) and stands at {there}");
            }

            if (message.Seq is not { } seq)
            {
                continue;
            }

            if (!final.BySeq.TryGetValue(seq, out var stored))
            {
                Report("I1", room, $"{message.Name} was acknowledged at {seq} and is lost");
            }
            else if (stored.Hash is { } hash && !string.Equals(hash, message.Hash, StringComparison.Ordinal))
            {
                Report("I1", room, $"{message.Name} was acknowledged at {seq}, where {hash} stands instead of {message.Hash}");
            }
        }
    }

    /// <summary>The other half of I5: everything stored was sent by somebody.</summary>
    private void CheckNothingElse(string room, IReadOnlyList<SentMessage> sent, FinalHistory final)
    {
        var known = sent.Select(message => message.Hash).ToHashSet(StringComparer.Ordinal);
        foreach (var (hash, seq) in final.ByHash.Where(pair => !known.Contains(pair.Key)))
        {
            Report("I5", room, $"{hash} stands at {seq} and nobody sent it");
        }
    }

    /// <summary>I4: going up in seq, nobody's acknowledgement may be older than the latest sending so far.</summary>
    private void CheckRealTimeOrder(string room, IReadOnlyList<SentMessage> sent, FinalHistory final)
    {
        var latest = (InvokedAt: long.MinValue, Name: "");
        foreach (var (message, seq) in sent
            .Select(message => (message, Seq: message.Seq ?? final.SeqOf(message.Hash)))
            .Where(pair => pair.Seq is not null)
            .OrderBy(pair => pair.Seq))
        {
            if (message.AckedAt < latest.InvokedAt)
            {
                Report("I4", room, $"{latest.Name} was sent after {message.Name} was acknowledged and stands before it (at {seq})");
            }

            if (message.InvokedAt > latest.InvokedAt)
            {
                latest = (message.InvokedAt, message.Name);
            }
        }
    }

    private void CheckMutes(string room, IReadOnlyList<HistoryRecord> records, IReadOnlyList<SentMessage> sent, FinalHistory final)
    {
        var bySender = sent.ToLookup(message => message.Sender, StringComparer.Ordinal);
        foreach (var mute in records.OfType<Muted>())
        {
            var end = records.OfType<Unmuted>()
                .Where(unmute => string.Equals(unmute.Sender, mute.Sender, StringComparison.Ordinal) && unmute.Seq > mute.Seq)
                .Select(unmute => unmute.Seq)
                .DefaultIfEmpty(long.MaxValue)
                .Min();
            foreach (var message in bySender[mute.Sender])
            {
                var seq = message.Seq ?? final.SeqOf(message.Hash);
                if (seq > mute.Seq && seq < end)
                {
                    Report("I6", room, $"{message.Name} stands at {seq}, after the mute of its sender at {mute.Seq}");
                }
                else if (seq is not null && seq < mute.Seq && message.InvokedAt > mute.T)
                {
                    Report("I6", room, $"{message.Name} was sent after the mute was acknowledged and stands before it, at {seq}");
                }
            }
        }
    }

    private void CheckShrinking(string room, IReadOnlyList<HistoryRead> reads, FinalHistory final)
    {
        foreach (var read in reads)
        {
            foreach (var message in read.Messages.Where(message => !final.BySeq.ContainsKey(message.Seq)))
            {
                Report("I9", room, $"seq {message.Seq} was read by {read.Reader} and is gone without a tombstone");
            }
        }
    }

    /// <summary>A reading that began after a removal has no text of it, and a tombstone.</summary>
    private void CheckRemovals(string room, IReadOnlyList<Removed> removals, IReadOnlyList<HistoryRead> reads)
    {
        foreach (var read in reads)
        {
            var stored = read.Messages.DistinctBy(message => message.Seq).ToDictionary(message => message.Seq);
            foreach (var removed in removals.Where(removed => removed.At <= read.Head))
            {
                if (stored.TryGetValue(removed.Seq, out var left) && left.Hash is not null)
                {
                    Report("I9", room, $"seq {removed.Seq} was removed at {removed.At} and {read.Reader} reads its text");
                }
                else if (left is null)
                {
                    Report("I9", room, $"seq {removed.Seq} was removed at {removed.At} and {read.Reader} reads no tombstone of it");
                }
            }
        }
    }

    private void Report(string invariant, string room, string what) =>
        _violations.Add(new Violation(invariant, string.Create(CultureInfo.InvariantCulture, $"{room}: {what}")));
}
