using Halle.Chat;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class RoomGrainTests(ShellCluster shell)
{
    private static readonly CancellationToken Stop = CancellationToken.None;

    [Fact(DisplayName = "[RC50] Nobody is answered or told before the store has confirmed")]
    public async Task Nobody_is_answered_before_the_store_has_confirmed()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var line = shell.Journal.For(room);
        var edge = new TestEdge(shell.Grains, room, "edge-rc50");
        await edge.SubscribeAsync();

        line.Hold();
        var answer = shell.PostAsync(room, Cast.Visitor(1), "Demo: is this stored?");
        await Eventually.HoldsAsync("the append is on its way", () => line.Attempts == 1);
        await edge.ReportAsync(1);
        await Eventually.HoldsAsync("a pulse arrives", () => !edge.Pulses.IsEmpty);
        Assert.False(answer.IsCompleted);
        Assert.Empty(edge.Events);

        line.Release();
        Assert.Equal(Receipt.Ok(1), await answer);
        await Eventually.HoldsAsync("the edge is told", () => edge.Events.Length == 1);
    }

    [Fact(DisplayName = "[RC150] What was refused stays refused for its other attempts, also when the room would take it by now; a new wish is judged anew")]
    public async Task What_was_refused_stays_refused()
    {
        await shell.ReadyAsync();
        var room = shell.Grains.GetRoom(ShellCluster.NewBooth());
        var (author, wish) = (Cast.Visitor(1), new ClientId("rc150-wish-1"));
        await room.Execute(author, new ClientId("rc150-first"), new PostMessage("Demo: seen"), Stop);
        await room.Execute(Cast.Moderator, new ClientId("rc150-mute"), new MutePerson(author.Person, 5, ""), Stop);
        Assert.Equal(RejectionCode.Muted, (await room.Execute(author, wish, new PostMessage("Demo: refused"), Stop)).Rejection?.Code);
        await room.Execute(Cast.Moderator, new ClientId("rc150-unmute"), new RevokeSanction(author.Person, SanctionKind.Mute), Stop);

        Assert.Equal(RejectionCode.Muted, (await room.Execute(author, wish, new PostMessage("Demo: refused"), Stop)).Rejection?.Code);
        Assert.Equal(ReceiptStatus.Ok, (await room.Execute(author, new ClientId("rc150-wish-2"), new PostMessage("Demo: refused"), Stop)).Status);
        Assert.Equal(ReceiptStatus.Ok, (await room.Execute(Cast.Visitor(2), wish, new PostMessage("Demo: of another"), Stop)).Status);
    }

    [Fact(DisplayName = "[RC151] What has nothing to change is answered with the room's present and stores nothing; another attempt of it is judged anew")]
    public async Task What_has_nothing_to_change_leaves_no_trace()
    {
        await shell.ReadyAsync();
        var id = ShellCluster.NewBooth();
        var room = shell.Grains.GetRoom(id);
        var wish = new ClientId("rc151-wish");
        await room.Execute(Cast.Moderator, new ClientId("rc151-post"), new PostMessage("Demo: pinned"), Stop);
        await room.Execute(Cast.Moderator, new ClientId("rc151-pin"), new PinMessage("1"), Stop);

        Assert.Equal(Receipt.Ok(2), await room.Execute(Cast.Moderator, wish, new PinMessage("1"), Stop));
        Assert.Equal(2, shell.Journal.For(id).Commits.Count);
        Assert.Equal(Receipt.Ok(3), await room.Execute(Cast.Moderator, new ClientId("rc151-unpin"), new UnpinMessage("1"), Stop));
        Assert.Equal(Receipt.Ok(4), await room.Execute(Cast.Moderator, wish, new PinMessage("1"), Stop));
    }

    [Fact(DisplayName = "[RC51] What arrives during a write is the next write")]
    public async Task What_arrives_during_a_write_is_the_next_write()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var line = shell.Journal.For(room);

        line.Hold();
        var first = shell.PostAsync(room, Cast.Visitor(0), "Demo 0");
        await Eventually.HoldsAsync("the first append is on its way", () => line.Attempts == 1);
        Task<Receipt>[] answers = [first, .. Enumerable.Range(1, 49).Select(number => shell.PostAsync(room, Cast.Visitor(number), $"Demo {number}"))];
        await shell.Grains.GetRoom(room).Read(1, 1, Stop);
        line.Release();

        var receipts = await Task.WhenAll(answers);
        Assert.All(receipts, receipt => Assert.Equal(ReceiptStatus.Ok, receipt.Status));
        Assert.InRange(line.Commits.Count, 2, 4);
    }

    [Fact(DisplayName = "[RC52] Fifty concurrent senders get one order, the same for the store and every edge")]
    public async Task Fifty_concurrent_senders_get_one_order()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var edges = new[] { new TestEdge(shell.Grains, room, "edge-a"), new TestEdge(shell.Grains, room, "edge-b") };
        await Task.WhenAll(edges.Select(edge => edge.SubscribeAsync()));

        var sent = await Task.WhenAll(Enumerable.Range(0, 50).Select(async sender =>
        {
            var seqs = new List<long>();
            for (var number = 0; number < 4; number++)
            {
                seqs.Add((await shell.PostSurelyAsync(room, Cast.Visitor(sender), $"Demo {sender}-{number}")).Seq);
            }

            return seqs;
        }));

        Assert.All(sent, seqs => Assert.Equal(seqs.Order(), seqs));
        Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), sent.SelectMany(seqs => seqs).Order());
        var stored = (await shell.Journal.EventsAsync(room)).Select(Text).ToArray();
        foreach (var edge in edges)
        {
            await Eventually.HoldsAsync("the edge has all", () => edge.Events.Length == 200);
            Assert.Equal(stored, edge.Events.Select(Text));
            Assert.Empty(edge.Holes);
        }
    }

    [Fact(DisplayName = "[RC53] A resend gets the same seq, at once and after the room was reactivated")]
    public async Task A_resend_gets_the_same_seq()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var id = ShellCluster.NewId();
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo: somebody before");

        var first = await shell.PostAsync(room, Cast.Visitor(1), "Demo: once", id);
        var again = await shell.PostAsync(room, Cast.Visitor(1), "Demo: once", id);
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));
        var later = await shell.PostAsync(room, Cast.Visitor(1), "Demo: once", id);

        Assert.Equal([Receipt.Ok(2), Receipt.Ok(2), Receipt.Ok(2)], [first, again, later]);
        Assert.Equal(2, (await shell.Journal.EventsAsync(room)).Count);
    }

    [Fact(DisplayName = "[RC54] A resend of a command on its way waits for the same commit")]
    public async Task A_resend_of_a_command_on_its_way_waits_for_the_same_commit()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var line = shell.Journal.For(room);
        var id = ShellCluster.NewId();

        line.Hold();
        var first = shell.PostAsync(room, Cast.Visitor(1), "Demo: once", id);
        await Eventually.HoldsAsync("the append is on its way", () => line.Attempts == 1);
        var again = shell.PostAsync(room, Cast.Visitor(1), "Demo: once", id);
        await shell.Grains.GetRoom(room).Read(1, 1, Stop);
        Assert.False(again.IsCompleted);
        line.Release();

        Assert.Equal([Receipt.Ok(1), Receipt.Ok(1)], await Task.WhenAll(first, again));
        Assert.Single(await shell.Journal.EventsAsync(room));
    }

    [Fact(DisplayName = "[RC93] A room that ends in order says so to its edges")]
    public async Task A_room_that_ends_says_so()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var edge = new TestEdge(shell.Grains, room, "edge-rc85");
        await edge.SubscribeAsync();

        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));

        await Eventually.HoldsAsync("the edge was told once", () => edge.Ends == 1);
    }

    [Fact(DisplayName = "[RC55] An edge misses nothing while its room is deactivated again and again")]
    public async Task An_edge_misses_nothing_while_its_room_is_deactivated()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var edge = new TestEdge(shell.Grains, room, "edge-rc55");
        await edge.SubscribeAsync();
        using var over = new CancellationTokenSource();

        var keeper = EveryAsync(TimeSpan.FromMilliseconds(20), over, async () =>
        {
            if (!await TryAsync(() => edge.ReportAsync(1)))
            {
                await TryAsync(async () => (await ResumeAsync(edge)).Rejection is null);
            }
        });
        var killer = EveryAsync(
            TimeSpan.FromMilliseconds(250), over, () => shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room)));
        var senders = Enumerable.Range(0, 5).Select(async sender =>
        {
            for (var number = 0; number < 40; number++)
            {
                await shell.PostSurelyAsync(room, Cast.Visitor((sender * 100) + number), $"Demo {sender}-{number}");
            }
        });
        await Task.WhenAll(senders);
        await Eventually.HoldsAsync("the edge stands at the end", () => edge.At.Seq == 200);
        await over.CancelAsync();
        await Task.WhenAll(keeper, killer);

        Assert.Empty(edge.Holes);
        Assert.Equal((await shell.Journal.EventsAsync(room)).Select(Text), edge.Events.Select(Text));
        return;

        // A snapshot is no list of events: what it skips is read as history, as a browser does.
        async Task<Subscription> ResumeAsync(TestEdge resuming)
        {
            var answer = await resuming.SubscribeAsync(resume: true);
            if (answer.Snapshot is not null)
            {
                await resuming.CatchUpAsync(shell.Journal);
            }

            return answer;
        }
    }

    [Fact(DisplayName = "[RC56] An edge that does not take anything delays no other")]
    public async Task An_edge_that_does_not_take_anything_delays_no_other()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var stuck = new TestEdge(shell.Grains, room, "edge-stuck") { Stuck = new TaskCompletionSource() };
        var other = new TestEdge(shell.Grains, room, "edge-other");
        await stuck.SubscribeAsync();
        await other.SubscribeAsync();

        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(ReceiptStatus.Ok, (await shell.PostSurelyAsync(room, Cast.Visitor(number), $"Demo {number}")).Status);
        }

        await Eventually.HoldsAsync("the other edge has all", () => other.Events.Length == 20);
        Assert.Empty(stuck.Events);

        stuck.Stuck.SetResult();
        stuck.Stuck = null;
        await Eventually.HoldsAsync("the stuck edge has all", () => stuck.Events.Length == 20);
        Assert.Empty(stuck.Holes);
        Assert.InRange(stuck.Deliveries, 2, 6);
    }

    [Fact(DisplayName = "[RC82] A batch whose delivery failed is sent again, and the feed goes on without hole or repeat")]
    public async Task A_batch_whose_delivery_failed_is_sent_again()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var edge = new TestEdge(shell.Grains, room, "edge-lossy");
        await edge.SubscribeAsync();
        edge.Failing = 3;

        await shell.PostSurelyAsync(room, Cast.Visitor(1), "Demo 1");
        await Eventually.HoldsAsync("the batch was sent until it was answered", () => edge.Failing == 0 && edge.Deliveries >= 4);
        await shell.PostSurelyAsync(room, Cast.Visitor(2), "Demo 2");

        await Eventually.HoldsAsync("the edge has both", () => edge.Events.Length == 2);
        Assert.Empty(edge.Holes);
        Assert.True(await edge.ReportAsync(1), "It still has its feed.");
    }

    [Fact(DisplayName = "[RC57] An edge that falls too far behind loses its feed and learns so from its report")]
    public async Task An_edge_that_falls_too_far_behind_loses_its_feed()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var stuck = new TestEdge(shell.Grains, room, "edge-behind") { Stuck = new TaskCompletionSource() };
        await stuck.SubscribeAsync();
        Assert.True(await stuck.ReportAsync(1));

        var words = string.Join(' ', Enumerable.Repeat("Demo", 90));
        for (var number = 0; number < 200; number++)
        {
            await shell.PostSurelyAsync(room, Cast.Visitor(number), $"{words} {number}");
        }

        Assert.False(await stuck.ReportAsync(1));
        stuck.Stuck.SetResult();
        stuck.Stuck = null;
        Assert.Equal(200, (await stuck.SubscribeAsync()).Seq);
    }

    [Fact(DisplayName = "[RC58] A room that is not in the programme is not found and touches no store")]
    public async Task An_unknown_room_touches_no_store()
    {
        var room = RoomId.Booth("nobody-registered-this");

        var receipt = await shell.PostAsync(room, Cast.Visitor(1), "Demo");
        var subscription = await new TestEdge(shell.Grains, room, "edge-rc58").SubscribeAsync();
        var slice = await shell.Grains.GetRoom(room).Read(1, 10, Stop);

        Assert.Equal(RejectionCode.NotFound, receipt.Rejection?.Code);
        Assert.Equal(RejectionCode.NotFound, subscription.Rejection?.Code);
        Assert.Equal(RejectionCode.NotFound, slice.Rejection?.Code);
        Assert.Equal((0, 0), (shell.Journal.For(room).Attempts, shell.Journal.For(room).Reads));
    }

    [Fact(DisplayName = "[RC59] Nonsense gets a code and leaves the room usable")]
    public async Task Nonsense_gets_a_code()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var grain = shell.Grains.GetRoom(room);
        var visitor = Cast.Visitor(1);

        Assert.Equal(RejectionCode.BadRequest, (await grain.Execute(visitor, default, new PostMessage("Demo"), Stop)).Rejection?.Code);
        Assert.Equal(RejectionCode.BadRequest, (await grain.Execute(visitor, ShellCluster.NewId(), null!, Stop)).Rejection?.Code);
        Assert.Equal(RejectionCode.BadRequest, (await grain.Execute(
            visitor with { Person = new PersonId("nobody") }, ShellCluster.NewId(), new PostMessage("Demo"), Stop)).Rejection?.Code);
        Assert.Equal(RejectionCode.BadRequest, (await grain.Read(0, 1, Stop)).Rejection?.Code);
        Assert.Equal(RejectionCode.Forbidden, (await shell.PostAsync(Cast.Class, visitor, "Demo")).Rejection?.Code);
        Assert.Equal(Receipt.Ok(1), await shell.PostAsync(room, visitor, "Demo"));
    }

    [Fact(DisplayName = "[RC60] A reader gets what is stored, page by page")]
    public async Task A_reader_gets_what_is_stored_page_by_page()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        for (var number = 0; number < 45; number++)
        {
            await shell.PostSurelyAsync(room, Cast.Visitor(number), $"Demo {number}");
        }

        var read = new List<StoredEvent>();
        for (var next = 1L; next > 0;)
        {
            var slice = await shell.Grains.GetRoom(room).Read(next, 20, Stop);
            Assert.Null(slice.Rejection);
            read.AddRange(slice.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)));
            next = slice.NextSeq;
        }

        Assert.Equal(Enumerable.Range(1, 45).Select(seq => (long)seq), read.Select(stored => stored.Seq));
    }

    private static async Task EveryAsync(TimeSpan pause, CancellationTokenSource over, Func<Task> act)
    {
        using var pace = new PeriodicTimer(pause);
        while (!over.IsCancellationRequested && await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            await act();
        }
    }

    private static string Text(StoredEvent stored) => $"{stored.Seq} {stored.Event}";

    private static async Task<bool> TryAsync(Func<Task<bool>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }
}
