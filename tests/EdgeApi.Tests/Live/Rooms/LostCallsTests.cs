using System.Diagnostics;
using Halle.Chat;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>What goes down with a silo is not waited for.</summary>
public sealed class LostCallsTests
{
    [Fact(DisplayName = "[RC92] Just after a silo was lost, attempts that are refused are repeated at once beside one that hangs")]
    public async Task A_refusal_is_no_wait_for_the_call_that_hangs()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        var hanging = new TaskCompletionSource<Receipt>();
        var asked = 0;
        host.Rooms[LiveHost.Booth].OnExecute = (_, _, _) => Interlocked.Increment(ref asked) switch
        {
            1 => hanging.Task,
            < 7 => throw new OrleansException("no such silo"),
            _ => Task.FromResult(Receipt.Ok(7)),
        };
        host.Rooms.Breaks++;

        var watch = Stopwatch.StartNew();
        var answer = await client.SayAsync(LiveHost.Booth, "bonjour", "client-0001");

        Assert.Equal((ReceiptStatus.Ok, 7), (answer.Status, answer.Seq));
        Assert.Equal(7, asked);

        // A second for the one that hangs, a quarter for each that was refused; with another second for each it would be seven.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4.5), $"{watch.Elapsed}");
    }

    [Theory(DisplayName = "[RC91] Just after a silo was lost, a report or a subscription that hangs is given up after a second, and the room is asked again")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_feed_is_no_wait_for_a_call_that_hangs(bool ended)
    {
        await using var host = await LiveHost.StartAsync(("Live:Heartbeat", "00:00:10"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];
        await Eventually.IsTrueAsync(() => room.Present == 1);
        room.Swallows = 1;
        host.Rooms.Breaks++;

        if (ended)
        {
            // What is lost is the subscription; else it is the report.
            room.Move();
        }
        else
        {
            room.Reactivate();
        }

        room.Say("pendant l'absence");

        var frame = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Equal("pendant l'absence", frame.Set.OfType<ChatMessage>().Single().Text);
        Assert.Equal(0, room.Swallows);
    }
}
