namespace Halle.Cluster.Tests.History;

/// <summary>
/// Ways to spoil a true history, each breaking one promise. A run that was judged good is spoiled by each in turn and must be judged bad:
/// so the very records a green verdict rests on are shown to be able to turn it red.
/// </summary>
internal static class HistoryMutations
{
    public static readonly IReadOnlyList<(string Name, string Invariant, Func<IReadOnlyList<HistoryRecord>, IEnumerable<HistoryRecord>> Spoil)> All =
    [
        ("an acknowledged message is lost", "I1", records => WithFinal(records, messages => [.. messages.SkipLast(1)])),
        ("a message is stored twice", "I1", records => WithFinal(records, messages => [.. messages, Moved(messages[0], messages[^1].Seq + 1)])),
        ("two messages changed places", "I1", records => WithFinal(records, messages => Swapped(messages))),
        ("a client id got two seqs", "I2", records => [.. records, LastAck(records) with { Seq = LastAck(records).Seq + 1 }]),
        ("an observer lost a frame", "I3", records => Without(records, MiddleFrame(records))),
        ("an observer applied a frame twice", "I3", records => Repeated(records, MiddleFrame(records))),
        ("a frame lacks a message", "I3", records => Replaced(records, MiddleFrame(records), MiddleFrame(records) with { Shown = [] })),
        ("a beginning lacks a message", "I3", records => Replaced(records, Beginning(records), Beginning(records) with { Shown = [.. Beginning(records).Shown.Skip(1)] })),
        ("the first message was sent after everything", "I4", FirstSentLast),
        ("a stored message had been refused", "I5", records => Replaced(records, LastAck(records), Refusal(LastAck(records)))),
        ("a message nobody sent", "I5", records => WithFinal(records, messages => [.. messages, new StoredMessage(messages[^1].Seq + 1, messages[^1].Seq + 1, "ghost")])),
        ("a sender was mute all along", "I6", records => [.. records, new Muted(0, LastAck(records).Room, LastAck(records).Sender, 0)]),
        ("a message was removed and is there", "I9", records => [.. records, new Removed(0, LastAck(records).Room, LastAck(records).Seq, LastAck(records).Seq)]),
        ("history had been longer", "I9", records => WithFinal(records, messages => [.. messages.SkipLast(1)], keepFormer: true)),
    ];

    private static IEnumerable<HistoryRecord> WithFinal(
        IReadOnlyList<HistoryRecord> records, Func<IReadOnlyList<StoredMessage>, IReadOnlyList<StoredMessage>> change, bool keepFormer = false)
    {
        var room = LastAck(records).Room;
        var final = records.OfType<HistoryRead>().Where(read => Same(read.Room, room)).MaxBy(read => read.T)!;
        var changed = final with { T = final.T + 1, Messages = change(final.Messages) };
        return keepFormer ? [.. records, changed] : Replaced(records, final, changed);
    }

    private static List<StoredMessage> Swapped(IReadOnlyList<StoredMessage> messages)
    {
        var (a, b) = (messages[0], messages[^1]);
        return [a with { Hash = b.Hash }, .. messages.Skip(1).SkipLast(1), b with { Hash = a.Hash }];
    }

    private static StoredMessage Moved(StoredMessage message, long seq) => message with { Seq = seq, ShownAt = seq };

    private static Acked LastAck(IReadOnlyList<HistoryRecord> records) => records.OfType<Acked>().MaxBy(acked => acked.T)!;

    private static Failed Refusal(Acked acked) => new(acked.T, acked.Room, acked.Sender, acked.ClientId, "muted");

    /// <summary>A step with a message in it, after which the same observer was led on by another step: a reset would make it good.</summary>
    private static FrameShown MiddleFrame(IReadOnlyList<HistoryRecord> records) => records.OfType<FrameShown>()
        .GroupBy(frame => (frame.Room, frame.Observer))
        .SelectMany(frames => frames.Zip(frames.Skip(1)))
        .First(pair => !pair.First.Reset && pair.First.Shown.Count > 0 && !pair.Second.Reset)
        .First;

    /// <summary>The first frame of somebody who came when there were messages.</summary>
    private static FrameShown Beginning(IReadOnlyList<HistoryRecord> records) => records.OfType<FrameShown>()
        .GroupBy(frame => (frame.Room, frame.Observer))
        .Select(frames => frames.First())
        .First(frame => frame.Shown.Count > 0);

    private static IEnumerable<HistoryRecord> FirstSentLast(IReadOnlyList<HistoryRecord> records)
    {
        var room = LastAck(records).Room;
        var first = records.OfType<Acked>().Where(acked => Same(acked.Room, room)).MinBy(acked => acked.Seq)!;
        var end = records.Max(record => record.T);
        return records.Select(record => record switch
        {
            Invoked sent when IsOf(sent.Sender, sent.ClientId) => sent with { T = end + 1 },
            Acked acked when IsOf(acked.Sender, acked.ClientId) => acked with { T = end + 2 },
            _ => record,
        });

        bool IsOf(string sender, string clientId) => Same(sender, first.Sender) && Same(clientId, first.ClientId);
    }

    private static IEnumerable<HistoryRecord> Without(IReadOnlyList<HistoryRecord> records, HistoryRecord one) =>
        records.Where(record => !ReferenceEquals(record, one));

    private static IEnumerable<HistoryRecord> Replaced(IReadOnlyList<HistoryRecord> records, HistoryRecord one, HistoryRecord other) =>
        records.Select(record => ReferenceEquals(record, one) ? other : record);

    private static IEnumerable<HistoryRecord> Repeated(IReadOnlyList<HistoryRecord> records, HistoryRecord one) =>
        records.SelectMany(record => ReferenceEquals(record, one) ? new[] { record, record } : [record]);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
