using System.Collections.Concurrent;
using Halle.Event;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Tests.Rooms;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class EventWideTests(ShellCluster shell)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "[RC70] After the receipt of an event-wide mute no room on any silo takes a message of that person")]
    public async Task After_an_event_wide_mute_no_room_takes_a_message()
    {
        await shell.ReadyAsync();
        var rooms = Enumerable.Range(0, 8).Select(_ => ShellCluster.NewBooth()).ToArray();
        foreach (var room in rooms)
        {
            await shell.PostSurelyAsync(room, Cast.Visitor(1), "Demo: open");
        }

        for (var round = 0; round < 10; round++)
        {
            var loud = Cast.Visitor(1_000 + round);
            var sent = new ConcurrentBag<(bool AfterMute, Receipt Receipt)>();
            var muted = false;
            using var over = new CancellationTokenSource();
            var senders = rooms.Select(async room =>
            {
                while (!over.IsCancellationRequested)
                {
                    var after = Volatile.Read(ref muted);
                    sent.Add((after, await shell.PostAsync(room, loud, $"Demo {ShellCluster.NewId()}")));
                }
            }).ToArray();
            await Eventually.HoldsAsync("messages are taken", () => sent.Any(each => each.Receipt.Status == ReceiptStatus.Ok));

            await ExecuteSurelyAsync(new MutePerson(loud.Person, 10, "Demo: loud"));
            Volatile.Write(ref muted, true);
            await Eventually.HoldsAsync("every room was tried afterwards", () => sent.Count(each => each.AfterMute) > 40);
            await over.CancelAsync();
            await Task.WhenAll(senders);

            Assert.All(sent.Where(each => each.AfterMute), each => Assert.Equal(ReceiptStatus.Refused, each.Receipt.Status));
        }
    }

    [Fact(DisplayName = "[RC71] A change waits for a silo that does not take it, until that silo's lease is over")]
    public async Task A_change_waits_for_a_silo_that_does_not_take_it()
    {
        var time = new FakeTimeProvider();
        var list = new WatchList(TimeSpan.FromSeconds(6), time, NullLogger.Instance);
        var (deaf, good) = (new DeafWatch(), new GoodWatch());
        list.Register("deaf", deaf);
        list.Register("good", good);

        var confirmed = list.ConfirmAsync(EventWide.None with { Seq = 7 });
        Assert.Equal(7, good.Seq);
        time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(confirmed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Eventually.HoldsAsync("the lease is over", () =>
        {
            time.Advance(TimeSpan.FromSeconds(0.2));
            return confirmed.IsCompleted;
        });
    }

    [Fact(DisplayName = "[RC72] A pause of the event stops the public in every room and the staff in none")]
    public async Task A_pause_stops_the_public_everywhere()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var host = Cast.Somebody(501, Role.Professional, "Demo host", room);

        await ExecuteSurelyAsync(new PauseEvent("Demo: break"));
        try
        {
            Assert.Equal(RejectionCode.EventPaused, (await shell.PostAsync(room, Cast.Visitor(1), "Demo")).Rejection?.Code);
            Assert.Equal(ReceiptStatus.Ok, (await shell.PostAsync(room, host, "Demo: stay calm")).Status);
        }
        finally
        {
            await ExecuteSurelyAsync(new ResumeEvent());
        }

        Assert.Equal(ReceiptStatus.Ok, (await shell.PostAsync(room, Cast.Visitor(1), "Demo")).Status);
    }

    private Task ExecuteSurelyAsync(RoomCommand command)
    {
        var id = ShellCluster.NewId();
        return Eventually.HoldsAsync($"{command} is confirmed", async () =>
        {
            var receipt = await shell.Grains.GetEvent().Execute(Cast.Moderator, id, command, Stop);
            Assert.NotEqual(ReceiptStatus.Refused, receipt.Status);
            return receipt.Status == ReceiptStatus.Ok;
        });
    }

    private sealed class DeafWatch : IEventWatch
    {
        public Task Changed(EventWide wide) => new TaskCompletionSource().Task;
    }

    private sealed class GoodWatch : IEventWatch
    {
        public long Seq { get; private set; }

        public Task Changed(EventWide wide)
        {
            Seq = wide.Seq;
            return Task.CompletedTask;
        }
    }
}
