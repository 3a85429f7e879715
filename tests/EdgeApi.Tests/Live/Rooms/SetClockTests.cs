using Halle.Chat;
using Halle.Live.Contract;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>The machine's clock is set while an edge runs: by NTP after a wrong start, or by a virtual machine that was asleep.</summary>
public sealed class SetClockTests
{
    [Theory(DisplayName = "[PR27] A clock that is set neither silences an edge towards its rooms nor keeps anybody who has gone")]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_changes_nothing(int hours)
    {
        var clock = new SetClock();
        await using var host = await LiveHost.StartAsync(
            clock, ("Live:Heartbeat", "00:00:00.500"), ("Live:ReportEvery", "00:00:00.100"), ("Live:FlapGrace", "00:00:00.500"));
        var room = host.Rooms[LiveHost.Booth];
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var other = await host.ConnectAsync();
        await other.EnterAsync(LiveHost.Booth);
        await Eventually.IsTrueAsync(() => room.Present == 2, what: "both are there");

        clock.Set(TimeSpan.FromHours(hours));
        await other.DisposeAsync();
        await Eventually.IsTrueAsync(() => room.Present == 1, what: "the one who went is gone");
        room.Reactivate();
        room.Say("pendant l'absence");

        var frame = await client.NextAsync<Frame>(where: frame => !frame.Set.IsEmpty);
        Assert.Equal("pendant l'absence", frame.Set.OfType<ChatMessage>().Single().Text);
    }

    private sealed class SetClock : TimeProvider
    {
        private long _off;

        public void Set(TimeSpan off) => Interlocked.Exchange(ref _off, off.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _off));
    }
}
