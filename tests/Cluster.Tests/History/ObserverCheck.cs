namespace Halle.Cluster.Tests.History;

/// <summary>I3: what each observer was shown, against the final history.</summary>
internal static class ObserverCheck
{
    /// <returns>How many observers there were.</returns>
    public static int Run(
        string room, IReadOnlyList<HistoryRecord> records, FinalHistory final, int window, Action<string, string, string> report)
    {
        var visible = final.BySeq.Values.Where(message => message.Hash is not null).OrderBy(message => message.ShownAt).ToList();
        var visibleAt = visible.ConvertAll(message => message.ShownAt);
        var settled = records.OfType<Settled>().Select(record => record.Observer).ToHashSet(StringComparer.Ordinal);
        var observers = records.OfType<FrameShown>().GroupBy(frame => frame.Observer, StringComparer.Ordinal).ToList();
        foreach (var observer in observers)
        {
            var at = Follow(room, observer.Key, observer, visible, visibleAt, window, report);
            if (settled.Contains(observer.Key) && visibleAt.Count > 0 && at < visibleAt[^1])
            {
                report("I3", room, $"{observer.Key} stayed at {at} while the last message stands at {visibleAt[^1]}");
            }
        }

        foreach (var silent in settled.Except(observers.Select(observer => observer.Key), StringComparer.Ordinal))
        {
            report("I3", room, $"{silent} was shown nothing at all");
        }

        // What an observer saw must have stayed: a message shown and then gone was never stored, or was lost.
        foreach (var ghost in observers
            .SelectMany(observer => observer)
            .SelectMany(frame => frame.Shown, (frame, shown) => (frame.Observer, shown.Seq))
            .Where(shown => !final.BySeq.ContainsKey(shown.Seq))
            .DistinctBy(shown => shown.Seq))
        {
            report("I9", room, $"seq {ghost.Seq} was shown to {ghost.Observer} and is not in the final history");
        }

        return observers.Count;
    }

    private static long Follow(
        string room,
        string observer,
        IEnumerable<FrameShown> frames,
        List<StoredMessage> visible,
        List<long> visibleAt,
        int window,
        Action<string, string, string> report)
    {
        long? at = null;
        foreach (var frame in frames)
        {
            if (!frame.Reset && at is null)
            {
                report("I3", room, $"{observer} was given a step {frame.From}→{frame.To} before any beginning");
                at = frame.From;
            }
            else if (!frame.Reset && frame.From > at)
            {
                report("I3", room, $"{observer} stood at {at} and applied {frame.From}→{frame.To}: a hole");
            }
            else if (!frame.Reset && frame.To <= at)
            {
                report("I3", room, $"{observer} stood at {at} and applied {frame.From}→{frame.To}: a repeat");
            }
            else if (frame.Reset && frame.To < at)
            {
                report("I3", room, $"{observer} stood at {at} and was set back to {frame.To}");
            }

            var seqs = frame.Shown.Select(message => message.Seq).ToHashSet();
            // Before its first frame an observer was not there; a full window leaves what is older to history pages.
            var from = frame.Reset && (at is null || frame.Shown.Count >= window) && frame.Shown.Count > 0
                ? Math.Max(at ?? 0, frame.Shown.Min(message => message.Seq) - 1)
                : at ?? frame.To;
            for (var i = FirstAfter(visibleAt, from); i < visible.Count && visibleAt[i] <= frame.To; i++)
            {
                if (!seqs.Contains(visible[i].Seq))
                {
                    report("I3", room, $"{observer} was led {from}→{frame.To} without being shown seq {visible[i].Seq}");
                }
            }

            at = Math.Max(at ?? 0, frame.To);
        }

        return at ?? 0;
    }

    private static int FirstAfter(List<long> sorted, long value)
    {
        var index = sorted.BinarySearch(value + 1);
        return index < 0 ? ~index : index;
    }
}
