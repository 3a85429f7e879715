namespace Halle.Cluster.Tests.History;

/// <summary>
/// I3 and I9 of observers: what each was shown, against the final history. A reset is judged as a beginning, the first frame of all too: what the
/// observer knew before is forgotten, so it brings everything that was visible, or a full window of it.
/// </summary>
internal sealed class ObserverCheck
{
    private readonly string _room;
    private readonly FinalHistory _final;
    private readonly int _window;
    private readonly Action<string, string, string> _report;

    /// <summary>Removed ones among them: a seq that was visible stays so, as a tombstone.</summary>
    private readonly List<StoredMessage> _visible;
    private readonly List<long> _visibleAt;
    private readonly List<Removed> _removals;
    private readonly Dictionary<long, long> _removedAt;

    private ObserverCheck(string room, IReadOnlyList<HistoryRecord> records, FinalHistory final, int window, Action<string, string, string> report)
    {
        (_room, _final, _window, _report) = (room, final, window, report);
        _visible = [.. final.BySeq.Values.OrderBy(message => message.ShownAt)];
        _visibleAt = _visible.ConvertAll(message => message.ShownAt);
        _removals = [.. records.OfType<Removed>().OrderBy(removed => removed.At)];
        _removedAt = _removals.GroupBy(removed => removed.Seq).ToDictionary(same => same.Key, same => same.Min(removed => removed.At));
    }

    /// <returns>How many observers there were.</returns>
    public static int Run(
        string room, IReadOnlyList<HistoryRecord> records, FinalHistory final, int window, Action<string, string, string> report) =>
        new ObserverCheck(room, records, final, window, report).Run(records);

    private int Run(IReadOnlyList<HistoryRecord> records)
    {
        var settled = records.OfType<Settled>().Select(record => record.Observer).ToHashSet(StringComparer.Ordinal);
        var observers = records.OfType<FrameShown>().GroupBy(frame => frame.Observer, StringComparer.Ordinal).ToList();
        foreach (var observer in observers)
        {
            var (at, picture) = Follow(observer.Key, observer);
            if (!settled.Contains(observer.Key))
            {
                continue;
            }

            if (_visibleAt.Count > 0 && at < _visibleAt[^1])
            {
                Report("I3", $"{observer.Key} stayed at {at} while the last message stands at {_visibleAt[^1]}");
            }

            foreach (var seq in _visible.Where(message => message.Hash is null && picture.GetValueOrDefault(message.Seq) is not null).Select(message => message.Seq))
            {
                Report("I9", $"{observer.Key} still shows the text of seq {seq}, of which a tombstone is left");
            }
        }

        foreach (var silent in settled.Except(observers.Select(observer => observer.Key), StringComparer.Ordinal))
        {
            Report("I3", $"{silent} was shown nothing at all");
        }

        // What an observer saw must have stayed: a message shown and then gone was never stored, or was lost.
        foreach (var ghost in observers
            .SelectMany(observer => observer)
            .SelectMany(frame => frame.Shown, (frame, shown) => (frame.Observer, shown.Seq))
            .Where(shown => !_final.BySeq.ContainsKey(shown.Seq))
            .DistinctBy(shown => shown.Seq))
        {
            Report("I9", $"seq {ghost.Seq} was shown to {ghost.Observer} and is not in the final history");
        }

        return observers.Count;
    }

    /// <returns>Where the observer stood in the end, and what it then showed at each seq: null is a tombstone.</returns>
    private (long At, IReadOnlyDictionary<long, string?> Picture) Follow(string observer, IEnumerable<FrameShown> frames)
    {
        long? at = null;
        var next = 0;
        var picture = new Dictionary<long, string?>();
        foreach (var frame in frames)
        {
            CheckStep(observer, at, frame);
            var from = frame.Reset ? BeginningOf(frame) : at ?? frame.From;
            if (frame.Reset)
            {
                picture.Clear();
            }

            foreach (var shown in frame.Shown)
            {
                picture[shown.Seq] = shown.Hash;
                if (shown.Hash is not null && _removedAt.TryGetValue(shown.Seq, out var removedAt) && removedAt <= frame.To)
                {
                    Report("I9", $"{observer} was shown the text of seq {shown.Seq} at {frame.To}, after its removal at {removedAt}");
                }
            }

            var seqs = frame.Shown.Select(message => message.Seq).ToHashSet();
            for (var i = FirstAfter(_visibleAt, from); i < _visible.Count && _visibleAt[i] <= frame.To; i++)
            {
                if (!seqs.Contains(_visible[i].Seq))
                {
                    Report("I3", $"{observer} was led {from}→{frame.To} without being shown seq {_visible[i].Seq}");
                }
            }

            at = Math.Max(at ?? 0, frame.To);
            for (; next < _removals.Count && _removals[next].At <= at; next++)
            {
                if (picture.GetValueOrDefault(_removals[next].Seq) is not null && !seqs.Contains(_removals[next].Seq))
                {
                    Report("I9", $"{observer} was led to {at} and still shows the text of seq {_removals[next].Seq}, removed at {_removals[next].At}");
                }
            }
        }

        return (at ?? 0, picture);
    }

    private void CheckStep(string observer, long? at, FrameShown frame)
    {
        if (!frame.Reset && at is null)
        {
            Report("I3", $"{observer} was given a step {frame.From}→{frame.To} before any beginning");
        }
        else if (!frame.Reset && frame.From > at)
        {
            Report("I3", $"{observer} stood at {at} and applied {frame.From}→{frame.To}: a hole");
        }
        else if (!frame.Reset && frame.To <= at)
        {
            Report("I3", $"{observer} stood at {at} and applied {frame.From}→{frame.To}: a repeat");
        }
        else if (frame.Reset && frame.To < at)
        {
            Report("I3", $"{observer} stood at {at} and was set back to {frame.To}");
        }
    }

    /// <summary>Everything visible after it must be in the reset; a full window leaves what is older to history pages.</summary>
    private long BeginningOf(FrameShown reset) => reset.Shown.Count < _window
        ? 0
        : reset.Shown.Min(message => _final.BySeq.TryGetValue(message.Seq, out var stored) ? stored.ShownAt : message.Seq) - 1;

    private void Report(string invariant, string what) => _report(invariant, _room, what);

    private static int FirstAfter(List<long> sorted, long value)
    {
        var index = sorted.BinarySearch(value + 1);
        return index < 0 ? ~index : index;
    }
}
