namespace Halle.Cluster.Tests.History;

/// <summary>The checker judged by histories whose verdict is known: what makes its "holds" worth something.</summary>
public sealed class HistoryCheckerTests
{
    private const string Room = "booth:edf";

    [Fact(DisplayName = "a faithful history is accepted, with its figures")]
    public void A_faithful_history_is_accepted()
    {
        var verdict = HistoryChecker.Check(Faithful());

        Assert.True(verdict.Holds, verdict.ToString());
        Assert.Equal(new Figures(Acked: 4, Unsure: 0, UnsureStored: 0, Refused: 1, Observers: 2, Stored: 4), verdict.Figures);
    }

    [Fact(DisplayName = "[I5] an unknown message may be there once or not at all")]
    public void Unknown_may_appear_or_not()
    {
        var absent = Faithful(extra: [Send(90, "eve", "e1"), new Unsure(95, Room, "eve", "e1")]);
        var present = Faithful(
            extra: [Send(90, "eve", "e1"), new Unsure(95, Room, "eve", "e1")],
            messages: [At(1, "a1"), At(2, "b1"), At(3, "a2"), At(4, "b2"), At(5, "e1")],
            lastFrame: Frame(100, "olga", 2, 5, false, (3, "a2"), (4, "b2"), (5, "e1")));

        var without = HistoryChecker.Check(absent);
        var with = HistoryChecker.Check(present);

        Assert.True(without.Holds, without.ToString());
        Assert.True(with.Holds, with.ToString());
        Assert.Equal((1, 0), (without.Figures.Unsure, without.Figures.UnsureStored));
        Assert.Equal((1, 1), (with.Figures.Unsure, with.Figures.UnsureStored));
    }

    [Fact(DisplayName = "[I2] a resend that gets the same seq is accepted")]
    public void Resend_with_the_same_seq_is_accepted() =>
        Accepted(Faithful(extra: [new Unsure(12, Room, "anna", "a1"), Send(13, "anna", "a1"), new Acked(21, Room, "anna", "a1", 1)]));

    [Fact(DisplayName = "[I3] a reset that brings what was missed is accepted")]
    public void A_reset_that_closes_the_hole_is_accepted() =>
        Accepted(Faithful(lastFrame: Frame(100, "olga", 0, 4, true, (1, "a1"), (2, "b1"), (3, "a2"), (4, "b2"))));

    [Fact(DisplayName = "[I3] a reset of a full window leaves older messages to history pages")]
    public void A_full_window_is_accepted()
    {
        var history = Faithful(lastFrame: Frame(100, "olga", 0, 4, true, (3, "a2"), (4, "b2")));

        Assert.True(HistoryChecker.Check(history, window: 2).Holds);
    }

    [Fact(DisplayName = "[I9] a removed message leaves a tombstone and is accepted")]
    public void A_tombstone_is_accepted() =>
        Accepted(WithRemoval());

    [Fact(DisplayName = "[I9] a message removed before an observer came is a tombstone to it from the beginning")]
    public void A_tombstone_at_the_beginning_is_accepted() =>
        Accepted(WithRemoval(extra: [Tombstone(Frame(140, "late comer", 0, 5, true, (1, "a1"), (3, "a2"), (4, "b2")), 2)]));

    [Fact(DisplayName = "[I9] a text that stays with an observer after its removal is found")]
    public void A_text_that_stays_is_found() =>
        Rejected("I9", "olga was led to 5 and still shows the text of seq 2", WithRemoval(told: Frame(130, "olga", 4, 5, false)));

    [Fact(DisplayName = "[I9] a text that stays with a settled observer is found by the tombstone alone")]
    public void A_text_beside_a_tombstone_is_found() =>
        Rejected("I9", "olga still shows the text of seq 2", Faithful(messages: WithoutText));

    [Fact(DisplayName = "[I9] a text that is shown after its removal is found")]
    public void A_text_shown_after_its_removal_is_found() =>
        Rejected("I9", "was shown the text of seq 2 at 5", WithRemoval(extra: [Frame(140, "late comer", 0, 5, true, (1, "a1"), (2, "b1"), (3, "a2"), (4, "b2"))]));

    [Fact(DisplayName = "[I9] a text that is read after its removal is found")]
    public void A_text_read_after_its_removal_is_found() =>
        Rejected("I9", "and late reads its text", Faithful(extra: [new Removed(110, Room, 2, 4)]));

    [Fact(DisplayName = "[I9] a removed message of which nothing is left is found")]
    public void A_removal_without_a_tombstone_is_found() =>
        Rejected("I9", "reads no tombstone", Faithful(extra: [new Removed(110, Room, 2, 4)], messages: [At(1, "a1"), At(3, "a2"), At(4, "b2")]));

    [Fact(DisplayName = "[I9] pages have a tombstone of what was removed, also where no reset brings it any more")]
    public void A_removal_older_than_the_window_is_found_too()
    {
        var history = WithRemoval(extra: [Frame(140, "late comer", 0, 5, true, (3, "a2"), (4, "b2"))])
            .ConvertAll(record => record is HistoryRead read ? read with { Messages = [.. read.Messages.Where(message => message.Hash is not null)] } : record);

        Assert.Contains(HistoryChecker.Check(history, window: 2).Violations, violation => violation.What.Contains("reads no tombstone", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[I3] an observer that is not shown the tombstone of what it passes is found")]
    public void A_missing_tombstone_is_found() =>
        Rejected("I3", "without being shown seq 2", WithRemoval(extra: [Frame(140, "late comer", 0, 5, true, (1, "a1"), (3, "a2"), (4, "b2"))]));

    [Fact(DisplayName = "[I3] a first frame that leaves a message out is found, whichever it is")]
    public void A_message_left_out_of_the_beginning_is_found()
    {
        Rejected("I3", "late comer was led 0→4 without being shown seq 1", Faithful(extra: [Frame(140, "late comer", 0, 4, true, (2, "b1"), (3, "a2"), (4, "b2"))]));
        Rejected("I3", "late comer was led 0→4 without being shown seq 3", Faithful(extra: [Frame(140, "late comer", 0, 4, true)]));
    }

    [Fact(DisplayName = "[I3] a reset that leaves out what had been shown before it is found: its observer has forgotten it")]
    public void A_message_forgotten_by_a_reset_is_found() =>
        Rejected("I3", "without being shown seq 1", Faithful(lastFrame: Frame(100, "olga", 0, 4, true, (2, "b1"), (3, "a2"), (4, "b2"))));

    [Fact(DisplayName = "[I3] a full window with a hole in it is found")]
    public void A_hole_in_a_full_window_is_found()
    {
        var verdict = HistoryChecker.Check(Faithful(lastFrame: Frame(100, "olga", 0, 4, true, (2, "b1"), (4, "b2"))), window: 2);

        Assert.Contains(verdict.Violations, violation => violation.What.Contains("olga was led 1→4 without being shown seq 3", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "[I3] a held message that is released later is shown at its release")]
    public void A_released_message_is_accepted() =>
        Accepted(Faithful(
            messages: [At(1, "a1"), new StoredMessage(2, 5, Hash("bert", "b1")), At(3, "a2"), At(4, "b2")],
            firstFrame: Frame(40, "olga", 0, 2, true, (1, "a1")),
            lastFrame: Frame(100, "olga", 2, 5, false, (3, "a2"), (4, "b2"), (2, "b1"))));

    [Fact(DisplayName = "[I6] a mute that ends lets its sender speak again")]
    public void A_revoked_mute_is_accepted() =>
        Accepted(Faithful(extra: [new Muted(5, Room, "bert", 0), new Unmuted(15, Room, "bert", 1)]));

    [Fact(DisplayName = "[I1] an acknowledged message that is lost is found")]
    public void A_lost_acknowledgement_is_found() =>
        Rejected("I1", "is lost", Faithful(messages: [At(1, "a1"), At(2, "b1"), At(3, "a2")]));

    [Fact(DisplayName = "[I1] an acknowledged message with another content is found")]
    public void A_changed_content_is_found() =>
        Rejected("I1", "stands instead", Faithful(messages: [At(1, "a1"), At(2, "b1x"), At(3, "a2"), At(4, "b2")]));

    [Fact(DisplayName = "[I1] a message stored twice is found")]
    public void A_duplicate_is_found() =>
        Rejected("I1", "and again at 5", Faithful(messages: [At(1, "a1"), At(2, "b1"), At(3, "a2"), At(4, "b2"), At(5, "a1")]));

    [Fact(DisplayName = "[I2] a client id with two seqs is found")]
    public void Two_seqs_of_one_client_id_are_found() =>
        Rejected("I2", "was acknowledged at 1 and at 7", Faithful(extra: [new Acked(60, Room, "anna", "a1", 7)]));

    [Fact(DisplayName = "[I2] a seq given to two senders is found")]
    public void One_seq_given_twice_is_found() =>
        Rejected("I2", "was given to", Faithful(extra: [Send(90, "eve", "e1"), new Acked(95, Room, "eve", "e1", 4)]));

    [Fact(DisplayName = "[I2] a seq with different contents to two observers is found")]
    public void Two_contents_of_one_seq_are_found() =>
        Rejected("I2", "seq 3 is", Faithful(lastFrame: Frame(100, "olga", 2, 4, false, (3, "b2"), (4, "b2"))));

    [Fact(DisplayName = "[I3] a hole that is not filled is found")]
    public void A_hole_is_found() =>
        Rejected("I3", "a hole", Faithful(lastFrame: Frame(100, "olga", 3, 4, false, (4, "b2"))));

    [Fact(DisplayName = "[I3] a step that leaves a message out is found")]
    public void A_message_left_out_of_a_step_is_found() =>
        Rejected("I3", "without being shown seq 3", Faithful(lastFrame: Frame(100, "olga", 2, 4, false, (4, "b2"))));

    [Fact(DisplayName = "[I3] a reset that leaves a missed message out is found")]
    public void A_message_left_out_of_a_reset_is_found() =>
        Rejected("I3", "without being shown seq 3", Faithful(lastFrame: Frame(100, "olga", 0, 4, true, (1, "a1"), (2, "b1"), (4, "b2"))));

    [Fact(DisplayName = "[I3] a step shown twice is found")]
    public void A_repeat_is_found() =>
        Rejected("I3", "a repeat", Faithful(extra: [Frame(101, "olga", 2, 4, false, (3, "a2"), (4, "b2"))]));

    [Fact(DisplayName = "[I3] an observer set back in time is found")]
    public void A_step_back_is_found() =>
        Rejected("I3", "was set back to 2", Faithful(extra: [Frame(101, "olga", 0, 2, true, (1, "a1"), (2, "b1"))]));

    [Fact(DisplayName = "[I3] an observer that stays behind after the end is found")]
    public void An_observer_left_behind_is_found() =>
        Rejected("I3", "stayed at 2", Faithful(behind: true));

    [Fact(DisplayName = "[I3] an observer that was shown nothing is found")]
    public void A_silent_observer_is_found() =>
        Rejected("I3", "shown nothing at all", Faithful(extra: [new Settled(120, Room, "otto")]));

    [Fact(DisplayName = "[I4] a message sent after an acknowledgement and placed before it is found")]
    public void A_swapped_order_is_found() =>
        Rejected(
            "I4",
            "anna/a2 was sent after bert/b1 was acknowledged",
            Faithful(
                extra: [],
                acks: [("anna", "a1", 1), ("bert", "b1", 3), ("anna", "a2", 2), ("bert", "b2", 4)],
                messages: [At(1, "a1"), At(2, "a2"), At(3, "b1"), At(4, "b2")],
                firstFrame: Frame(40, "olga", 0, 2, true, (1, "a1"), (2, "a2")),
                lastFrame: Frame(100, "olga", 2, 4, false, (3, "b1"), (4, "b2"))));

    [Fact(DisplayName = "[I4] an unknown message that overtook an acknowledged one is found")]
    public void An_unknown_out_of_order_is_found() =>
        Rejected(
            "I4",
            "eve/e1 was sent after",
            Faithful(
                extra: [Send(90, "eve", "e1"), new Unsure(95, Room, "eve", "e1")],
                acks: [("anna", "a1", 1), ("bert", "b1", 2), ("anna", "a2", 4), ("bert", "b2", 5)],
                messages: [At(1, "a1"), At(2, "b1"), At(3, "e1"), At(4, "a2"), At(5, "b2")],
                lastFrame: Frame(100, "olga", 2, 5, false, (3, "e1"), (4, "a2"), (5, "b2"))));

    [Fact(DisplayName = "[I5] a refused message that is there is found")]
    public void A_refused_message_that_is_there_is_found() =>
        Rejected(
            "I5",
            "was refused (slow_down) and stands at 5",
            Faithful(
                messages: [At(1, "a1"), At(2, "b1"), At(3, "a2"), At(4, "b2"), At(5, "c1")],
                lastFrame: Frame(100, "olga", 2, 5, false, (3, "a2"), (4, "b2"), (5, "c1"))));

    [Fact(DisplayName = "[I5] a message nobody sent is found")]
    public void A_ghost_is_found() =>
        Rejected(
            "I5",
            "nobody sent it",
            Faithful(
                messages: [At(1, "a1"), At(2, "b1"), At(3, "a2"), At(4, "b2"), At(5, "g1")],
                lastFrame: Frame(100, "olga", 2, 5, false, (3, "a2"), (4, "b2"), (5, "g1"))));

    [Fact(DisplayName = "[I5] a message acknowledged and refused is found")]
    public void Acknowledged_and_refused_is_found() =>
        Rejected("I5", "was acknowledged at 1 and refused", Faithful(extra: [new Failed(30, Room, "anna", "a1", "muted")]));

    [Fact(DisplayName = "[I6] a message after its sender's mute is found")]
    public void A_message_after_a_mute_is_found() =>
        Rejected("I6", "after the mute", Faithful(extra: [new Muted(25, Room, "bert", 2)]));

    [Fact(DisplayName = "[I9] a message that was read and is gone is found")]
    public void A_shrunken_history_is_found() =>
        Rejected(
            "I9",
            "gone without a tombstone",
            Faithful(extra: [Send(90, "eve", "e1"), new HistoryRead(96, Room, "early", 5, [At(5, "e1")])]));

    [Fact(DisplayName = "[I9] a message that was shown and never stored is found")]
    public void A_message_shown_before_it_was_stored_is_found() =>
        Rejected(
            "I9",
            "was shown to olga and is not in the final history",
            Faithful(extra: [Send(90, "eve", "e1"), Frame(110, "olga", 4, 5, false, (5, "e1"))]));

    [Fact(DisplayName = "a history without a final reading is no evidence")]
    public void No_final_reading_is_refused() =>
        Assert.Throws<InvalidDataException>(() => HistoryChecker.Check(Faithful().Where(record => record is not HistoryRead)));

    [Fact(DisplayName = "two client ids with one content are refused: nothing could tell them apart")]
    public void Ambiguous_contents_are_refused() =>
        Assert.Throws<InvalidDataException>(
            () => HistoryChecker.Check([.. Faithful(), new Invoked(90, Room, "anna", "a9", Hash("anna", "a1"))]));

    [Fact(DisplayName = "a history survives its file, and an unreadable line is refused with its number")]
    public void Lines_round_trip()
    {
        var lines = Faithful().Select(HistoryFile.Format).ToList();

        Assert.True(HistoryChecker.Check(HistoryFile.Parse(lines)).Holds);
        Assert.Equal(lines, HistoryFile.Parse(lines).Select(HistoryFile.Format));
        var refusal = Assert.Throws<InvalidDataException>(() => HistoryFile.Parse([lines[0], """{"kind":"ok","t":"yesterday"}"""]));
        Assert.Contains("Line 2", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Mutations => [.. HistoryMutations.All.Select(mutation => mutation.Name)];

    [Theory(DisplayName = "a true history spoiled in one place is rejected for that reason")]
    [MemberData(nameof(Mutations))]
    public void A_spoiled_history_is_rejected(string name)
    {
        var (_, invariant, spoil) = HistoryMutations.All.Single(mutation => string.Equals(mutation.Name, name, StringComparison.Ordinal));

        Rejected(invariant, "", spoil(LedStepByStep()));
    }

    [Fact(DisplayName = "a large faithful history is judged in the time of sorting it")]
    public void A_large_history_is_judged_quickly()
    {
        const int count = 200_000;
        var records = new List<HistoryRecord>(count * 3);
        for (var i = 1; i <= count; i++)
        {
            records.Add(new Invoked(i * 10, Room, "anna", "c" + i, "h" + i));
            records.Add(new Acked((i * 10) + 5, Room, "anna", "c" + i, i));
            records.Add(new FrameShown((i * 10) + 6, Room, "olga", i - 1, i, i == 1, [new ShownMessage(i, "h" + i)]));
        }

        records.Add(new HistoryRead(count * 20, Room, "late", count, [.. Enumerable.Range(1, count).Select(i => new StoredMessage(i, i, "h" + i))]));
        records.Add(new Settled(count * 20, Room, "olga"));

        var started = System.Diagnostics.Stopwatch.StartNew();
        var verdict = HistoryChecker.Check(records);

        Assert.True(verdict.Holds, verdict.ToString());
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"{count} messages took {started.Elapsed}");
    }

    private static IReadOnlyList<StoredMessage> WithoutText => [At(1, "a1"), new StoredMessage(2, 2, Hash: null), At(3, "a2"), At(4, "b2")];

    /// <summary>As <see cref="Faithful"/>, and Bert's first message was removed at 5, of which Olga was told.</summary>
    private static List<HistoryRecord> WithRemoval(IEnumerable<HistoryRecord>? extra = null, FrameShown? told = null) => Faithful(
        extra: [new Removed(125, Room, 2, 5), told ?? Tombstone(Frame(130, "olga", 4, 5, false), 2), .. extra ?? []], messages: WithoutText, head: 5);

    private static FrameShown Tombstone(FrameShown frame, long seq) => frame with { Shown = [.. frame.Shown, new ShownMessage(seq, null)] };

    /// <summary>As <see cref="Faithful"/>, with a step in the middle that a mutation can take away.</summary>
    private static List<HistoryRecord> LedStepByStep() => Faithful(
        extra: [Frame(120, "olga", 3, 4, false, (4, "b2"))],
        lastFrame: Frame(100, "olga", 2, 3, false, (3, "a2")));

    private static void Accepted(IEnumerable<HistoryRecord> history)
    {
        var verdict = HistoryChecker.Check(history);
        Assert.True(verdict.Holds, verdict.ToString());
    }

    private static void Rejected(string invariant, string because, IEnumerable<HistoryRecord> history)
    {
        var verdict = HistoryChecker.Check(history);
        Assert.Contains(
            verdict.Violations,
            violation => string.Equals(violation.Invariant, invariant, StringComparison.Ordinal)
                && violation.What.Contains(because, StringComparison.Ordinal));
    }

    /// <summary>Anna and Bert write two messages each, Carl's is refused, Olga watches in two steps, Paul comes late.</summary>
    private static List<HistoryRecord> Faithful(
        IEnumerable<HistoryRecord>? extra = null,
        IReadOnlyList<(string Sender, string Id, long Seq)>? acks = null,
        IReadOnlyList<StoredMessage>? messages = null,
        FrameShown? firstFrame = null,
        FrameShown? lastFrame = null,
        bool behind = false,
        long? head = null)
    {
        var final = messages ?? [At(1, "a1"), At(2, "b1"), At(3, "a2"), At(4, "b2")];
        List<HistoryRecord> history = [];
        var t = 10;
        foreach (var (sender, id, seq) in acks ?? [("anna", "a1", 1), ("bert", "b1", 2), ("anna", "a2", 3), ("bert", "b2", 4)])
        {
            history.Add(Send(t, sender, id));
            history.Add(new Acked(t + 5, Room, sender, id, seq));
            t += 10;
        }

        history.Add(Send(70, "carl", "c1"));
        history.Add(new Failed(75, Room, "carl", "c1", "slow_down"));
        history.Add(firstFrame ?? Frame(40, "olga", 0, 2, true, (1, "a1"), (2, "b1")));
        if (!behind)
        {
            history.Add(lastFrame ?? Frame(100, "olga", 2, 4, false, (3, "a2"), (4, "b2")));
        }

        history.AddRange(extra ?? []);
        var end = head ?? final.Max(message => message.ShownAt);
        history.Add(new FrameShown(
            150, Room, "paul", 0, end, Reset: true, [.. final.Select(message => new ShownMessage(message.Seq, message.Hash))]));
        history.Add(new Settled(160, Room, "olga"));
        history.Add(new Settled(160, Room, "paul"));
        history.Add(new HistoryRead(200, Room, "late", end, final));
        return history;
    }

    /// <summary>A message's id begins with the letter of its sender.</summary>
    private static string SenderOf(string id) => id[0] switch
    {
        'a' => "anna",
        'b' => "bert",
        'c' => "carl",
        'e' => "eve",
        _ => "ghost",
    };

    private static string Hash(string sender, string text) => HistoryFile.Hash(sender, text);

    private static Invoked Send(long t, string sender, string id) => new(t, Room, sender, id, Hash(sender, id));

    private static StoredMessage At(long seq, string id) => new(seq, seq, Hash(SenderOf(id), id));

    private static FrameShown Frame(long t, string observer, long from, long to, bool reset, params (long Seq, string Id)[] shown) =>
        new(t, Room, observer, from, to, reset, [.. shown.Select(one => new ShownMessage(one.Seq, Hash(SenderOf(one.Id), one.Id)))]);
}
