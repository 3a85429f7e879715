using System.Text;
using CsCheck;
using Halle.Rooms;
using Halle.Storage.Journal;

namespace Halle.Tests.Journal;

/// <summary>What every journal promises, run over each back end.</summary>
public abstract class JournalConformance : IAsyncLifetime
{
    protected static readonly RoomId Booth = RoomId.Booth("edf");

    protected static CancellationToken Timeout => TestContext.Current.CancellationToken;

    protected IJournal Journal { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Journal = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Journal is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact(DisplayName = "[ST1] An empty room is at 0 and has neither commits nor a snapshot")]
    public async Task Empty_room_is_at_zero()
    {
        Assert.Equal(0, await Journal.ReadHeadAsync(Booth, Timeout));
        Assert.Empty(await Journal.ReadAsync(Booth, 0, 10, Timeout));
        Assert.Null(await Journal.LoadSnapshotAsync(Booth, Timeout));
    }

    [Fact(DisplayName = "[ST1] What was appended is read back, in order, byte for byte")]
    public async Task Appended_is_read_back()
    {
        await Journal.AppendAsync(Booth, 0, Commit(1, 3, "a"), Timeout);
        await Journal.AppendAsync(Booth, 3, Commit(4, 4, "é€😀"), Timeout);

        var read = await Journal.ReadAsync(Booth, 0, 10, Timeout);

        Assert.Equal([(1L, 3L, "a"), (4L, 4L, "é€😀")], read.Select(Shown));
        Assert.Equal(4, await Journal.ReadHeadAsync(Booth, Timeout));
    }

    [Fact(DisplayName = "[ST1] Reading from a seq begins at the commit that contains it and honours the limit")]
    public async Task Reading_begins_where_asked()
    {
        for (var seq = 1; seq <= 9; seq += 3)
        {
            await Journal.AppendAsync(Booth, seq - 1, Commit(seq, seq + 2, $"c{seq}"), Timeout);
        }

        Assert.Equal([4L], (await Journal.ReadAsync(Booth, 5, 1, Timeout)).Select(commit => commit.From));
        Assert.Equal([4L, 7L], (await Journal.ReadAsync(Booth, 6, 10, Timeout)).Select(commit => commit.From));
        Assert.Empty(await Journal.ReadAsync(Booth, 10, 10, Timeout));
    }

    [Fact(DisplayName = "[ST2] A writer that is behind is fenced and writes nothing")]
    public async Task Stale_writer_is_fenced()
    {
        await Journal.AppendAsync(Booth, 0, Commit(1, 1, "first"), Timeout);

        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.AppendAsync(Booth, 0, Commit(1, 1, "second"), Timeout));
        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.AppendAsync(Booth, 5, Commit(6, 6, "ahead"), Timeout));

        Assert.Equal([(1L, 1L, "first")], (await Journal.ReadAsync(Booth, 0, 10, Timeout)).Select(Shown));
    }

    [Fact(DisplayName = "[ST2] Of two activations that write at once exactly one wins each seq")]
    public async Task Two_writers_never_share_a_seq()
    {
        var other = await ReopenAsync();
        var won = new List<(long Seq, string Text)>();
        for (var seq = 1; seq <= 30; seq++)
        {
            var (from, a, b) = (seq, $"a{seq}", $"b{seq}");
            var results = await Task.WhenAll(
                TryAppendAsync(Journal, from - 1, Commit(from, from, a)), TryAppendAsync(other, from - 1, Commit(from, from, b)));

            Assert.Equal(1, results.Count(result => result));
            won.Add((from, results[0] ? a : b));
        }

        Assert.Equal(won, (await Journal.ReadAsync(Booth, 0, 100, Timeout)).Select(commit => (commit.From, Shown(commit).Text)));
        await CloseAsync(other);
    }

    [Theory(DisplayName = "[ST2] Who read the head before somebody else wrote is fenced, however long its commit is, and writes on once it has read it again")]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    public async Task A_head_that_was_read_goes_out_of_date(int before, int length)
    {
        var other = await ReopenAsync();
        for (var seq = 1; seq <= before; seq++)
        {
            await Journal.AppendAsync(Booth, seq - 1, Commit(seq, seq, "before"), Timeout);
        }

        Assert.Equal(before, await other.ReadHeadAsync(Booth, Timeout));
        await Journal.AppendAsync(Booth, before, Commit(before + 1, before + 1, "ours"), Timeout);

        await Assert.ThrowsAsync<JournalFencedException>(() => other.AppendAsync(Booth, before, Commit(before + 1, before + length, "late"), Timeout));

        Assert.Equal(before + 1, await other.ReadHeadAsync(Booth, Timeout));
        await other.AppendAsync(Booth, before + 1, Commit(before + 2, before + 2, "then"), Timeout);
        Assert.Equal(["ours", "then"], (await Journal.ReadAsync(Booth, before + 1, 9, Timeout)).Select(commit => Shown(commit).Text));
        await CloseAsync(other);
    }

    [Fact(DisplayName = "[ST3] Rooms do not disturb each other: a fenced one fails alone")]
    public async Task Rooms_are_independent()
    {
        var rooms = Enumerable.Range(0, 16).Select(number => RoomId.Booth($"b{number}")).ToArray();
        await Journal.AppendAsync(rooms[3], 0, Commit(1, 1, "taken"), Timeout);

        var results = await Task.WhenAll(rooms.Select(room => TryAppendAsync(Journal, room, 0, Commit(1, 1, room.Key))));

        Assert.Equal(Enumerable.Range(0, 16).Select(number => number != 3), results);
    }

    [Fact(DisplayName = "[ST1] S4: a commit of 48 KiB is stored, one byte more is refused before the store")]
    public async Task Payload_has_a_limit()
    {
        var largest = new JournalCommit(1, 1, new byte[JournalCommit.MaxPayload]);
        await Journal.AppendAsync(Booth, 0, largest, Timeout);

        Assert.Equal(JournalCommit.MaxPayload, (await Journal.ReadAsync(Booth, 0, 1, Timeout))[0].Payload.Length);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(
            Booth, 1, new JournalCommit(2, 2, new byte[JournalCommit.MaxPayload + 1]), Timeout));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Booth, 1, Commit(3, 3, "a hole"), Timeout));
    }

    [Fact(DisplayName = "[ST4] The newest snapshot is kept, whatever its size; an older one does not replace it")]
    public async Task Newest_snapshot_is_kept()
    {
        var large = new byte[1_500_000];
        new Random(1).NextBytes(large);
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(5, "small"u8.ToArray()), Timeout);
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(9, large), Timeout);
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(7, "late"u8.ToArray()), Timeout);

        var loaded = await Journal.LoadSnapshotAsync(Booth, Timeout);

        Assert.Equal(9, loaded?.Seq);
        Assert.True(loaded!.Payload.Span.SequenceEqual(large));
    }

    [Fact(DisplayName = "[ST5] Opened again, the store has the same epoch and everything in it")]
    public async Task Reopening_keeps_everything()
    {
        await Journal.AppendAsync(Booth, 0, Commit(1, 1, "kept"), Timeout);

        var again = await ReopenAsync();

        Assert.Equal(Journal.Epoch, again.Epoch);
        Assert.Equal(32, again.Epoch.Length);
        Assert.Equal([(1L, 1L, "kept")], (await again.ReadAsync(Booth, 0, 10, Timeout)).Select(Shown));
        await again.AppendAsync(Booth, 1, Commit(2, 2, "and on"), Timeout);
        await CloseAsync(again);
    }

    [Fact(DisplayName = "[ST2] Any sequence of appends, right or stale, leaves exactly what a model holds")]
    public async Task Journal_is_its_model() =>
        await Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 1], Gen.Int[1, 3]).List[1, 12].SampleAsync(
            async steps =>
            {
                var model = new Dictionary<RoomId, List<(long, long, string)>>();
                var rooms = Enumerable.Range(0, 3).Select(_ => RoomId.Booth(Guid.NewGuid().ToString("n"))).ToArray();
                foreach (var (index, shift, length) in steps)
                {
                    var room = rooms[index];
                    var kept = model.TryGetValue(room, out var list) ? list : model[room] = [];
                    var head = kept.Count == 0 ? 0 : kept[^1].Item2;
                    var expected = Math.Max(0, head + shift);
                    var commit = Commit(expected + 1, expected + length, $"{expected}");
                    if (await TryAppendAsync(Journal, room, expected, commit))
                    {
                        kept.Add(Shown(commit));
                        Assert.Equal(head, expected);
                    }
                    else
                    {
                        Assert.NotEqual(head, expected);
                    }
                }

                foreach (var (room, kept) in model)
                {
                    Assert.Equal(kept, (await Journal.ReadAsync(room, 0, 100, Timeout)).Select(Shown));
                }
            },
            iter: 40,
            threads: 1);

    [Fact(DisplayName = "[ER1] A rewritten commit keeps its place and its neighbours, and what follows is appended as ever")]
    public async Task Rewritten_commit_keeps_its_place()
    {
        await AppendAsync(5);

        await Journal.RewriteAsync(Booth, 5, [Commit(2, 2, ""), Commit(4, 4, "four")], Timeout);
        await Journal.RewriteAsync(Booth, 5, [Commit(2, 2, "two")], Timeout);
        await Journal.AppendAsync(Booth, 5, Commit(6, 6, "m6"), Timeout);

        var again = await ReopenAsync();
        Assert.Equal(["m1", "two", "m3", "four", "m5", "m6"], (await again.ReadAsync(Booth, 0, 10, Timeout)).Select(commit => Shown(commit).Text));
        await again.RewriteAsync(Booth, 6, [Commit(6, 6, "")], Timeout);
        await again.AppendAsync(Booth, 6, Commit(7, 7, "m7"), Timeout);
        Assert.Equal(["two", "m3"], (await again.ReadAsync(Booth, 2, 2, Timeout)).Select(commit => Shown(commit).Text));
        await CloseAsync(again);
    }

    [Theory(DisplayName = "[ER1] Who does not know the head, or a commit's place, rewrites nothing at all")]
    [InlineData(4, 2, 2, 3, 3)]
    [InlineData(6, 2, 2, 3, 3)]
    [InlineData(5, 2, 2, 3, 4)]
    [InlineData(5, 2, 2, 6, 6)]
    public async Task Stale_rewrite_is_fenced(long head, long from, long to, long from2, long to2)
    {
        await AppendAsync(5);

        await Assert.ThrowsAsync<JournalFencedException>(
            () => Journal.RewriteAsync(Booth, head, [Commit(from, to, "x"), Commit(from2, to2, "y")], Timeout));

        Assert.Equal(["m1", "m2", "m3", "m4", "m5"], (await Journal.ReadAsync(Booth, 0, 10, Timeout)).Select(commit => Shown(commit).Text));
        await Assert.ThrowsAsync<JournalFencedException>(() => Journal.RewriteAsync(RoomId.Booth("empty"), 0, [Commit(1, 1, "x")], Timeout));
    }

    [Fact(DisplayName = "[ER1] As many of the largest commits as one rewrite takes are rewritten; one more, or a larger one, is refused before the store")]
    public async Task Largest_rewrite_is_taken()
    {
        var large = new byte[JournalCommit.MaxPayload];
        JournalCommit[] commits = [.. Enumerable.Range(1, JournalCommit.MaxRewrite + 1).Select(seq => new JournalCommit(seq, seq, large))];
        foreach (var commit in commits)
        {
            await Journal.AppendAsync(Booth, commit.From - 1, commit with { Payload = "short"u8.ToArray() }, Timeout);
        }

        await Journal.RewriteAsync(Booth, commits.Length, commits[..^1], Timeout);

        Assert.All((await Journal.ReadAsync(Booth, 0, 100, Timeout)).SkipLast(1), commit => Assert.Equal(large.Length, commit.Payload.Length));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.RewriteAsync(Booth, commits.Length, commits, Timeout));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.RewriteAsync(
            Booth, commits.Length, [new JournalCommit(1, 1, new byte[JournalCommit.MaxPayload + 1])], Timeout));
    }

    [Fact(DisplayName = "[ER1] A dropped snapshot is gone, whatever its size, and a later one of any seq is kept")]
    public async Task Dropped_snapshot_is_gone()
    {
        await Journal.DropSnapshotAsync(Booth, Timeout);
        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(9, new byte[200_000]), Timeout);

        await Journal.DropSnapshotAsync(Booth, Timeout);
        Assert.Null(await Journal.LoadSnapshotAsync(Booth, Timeout));

        await Journal.SaveSnapshotAsync(Booth, new JournalSnapshot(7, "new"u8.ToArray()), Timeout);
        Assert.Equal(7, (await Journal.LoadSnapshotAsync(Booth, Timeout))?.Seq);
    }

    [Fact(DisplayName = "[ER1] Every room with a commit is named once, in order")]
    public async Task Rooms_are_named()
    {
        RoomId[] rooms = [RoomId.TheEvent, RoomId.Booth("b-1"), RoomId.Class("0f"), RoomId.Talk("t"), RoomId.Class("zz"), RoomId.Booth("a")];
        foreach (var room in rooms)
        {
            await Journal.AppendAsync(room, 0, Commit(1, 1, "m1"), Timeout);
            await Journal.AppendAsync(room, 1, Commit(2, 2, "m2"), Timeout);
        }

        await Journal.SaveSnapshotAsync(RoomId.Booth("nothing-but-this"), new JournalSnapshot(1, "s"u8.ToArray()), Timeout);

        Assert.Equal(
            rooms.Select(room => room.ToGrainKey()).Order(StringComparer.Ordinal),
            (await Journal.ReadRoomsAsync(Timeout)).Select(room => room.ToGrainKey()));
    }

    private async Task AppendAsync(int count)
    {
        for (var seq = 1; seq <= count; seq++)
        {
            await Journal.AppendAsync(Booth, seq - 1, Commit(seq, seq, $"m{seq}"), Timeout);
        }
    }

    protected abstract Task<IJournal> OpenAsync();

    /// <summary>A second program on the same store.</summary>
    protected abstract Task<IJournal> ReopenAsync();

    protected static JournalCommit Commit(long from, long to, string text) => new(from, to, Encoding.UTF8.GetBytes(text));

    protected static (long From, long To, string Text) Shown(JournalCommit commit) =>
        (commit.From, commit.To, Encoding.UTF8.GetString(commit.Payload.Span));

    private static Task<bool> TryAppendAsync(IJournal journal, long expected, JournalCommit commit) =>
        TryAppendAsync(journal, Booth, expected, commit);

    private static async Task<bool> TryAppendAsync(IJournal journal, RoomId room, long expected, JournalCommit commit)
    {
        try
        {
            await journal.AppendAsync(room, expected, commit, Timeout);
            return true;
        }
        catch (JournalFencedException)
        {
            return false;
        }
    }

    private static async Task CloseAsync(IJournal journal)
    {
        if (journal is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
