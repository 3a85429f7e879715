using System.Diagnostics;
using System.Globalization;
using Halle.Booths;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class PresenceTests(ShellCluster shell)
{
    [Fact(DisplayName = "[PR50] Every edge is told the sum of all edges")]
    public async Task Every_edge_is_told_the_sum_of_all_edges()
    {
        var room = ShellCluster.NewBooth();
        var (a, b) = (new TestEdge(shell.Grains, room, "edge-a"), new TestEdge(shell.Grains, room, "edge-b"));
        await a.SubscribeAsync();
        await b.SubscribeAsync();

        await a.ReportAsync(3);
        await b.ReportAsync(4);
        await Eventually.HoldsAsync("both are told of seven", () => a.Pulses.LastOrDefault()?.Present == 7 && b.Pulses.LastOrDefault()?.Present == 7);

        await a.ReportAsync(1);
        await Eventually.HoldsAsync("both are told of five", () => a.Pulses.Last().Present == 5 && b.Pulses.Last().Present == 5);
    }

    [Fact(DisplayName = "[PR56] However often edges report, everybody is told once in a pulse's time")]
    public async Task Everybody_is_told_once_in_a_pulses_time()
    {
        var room = ShellCluster.NewBooth();
        var (busy, quiet) = (new TestEdge(shell.Grains, room, "edge-busy"), new TestEdge(shell.Grains, room, "edge-quiet"));
        await busy.SubscribeAsync();
        await quiet.SubscribeAsync();

        var clock = Stopwatch.StartNew();
        for (var present = 1; present <= 2_000; present++)
        {
            await busy.ReportAsync(present);
        }

        await Eventually.HoldsAsync("the last of them is told", () => quiet.Pulses.LastOrDefault()?.Present == 2_000);
        var pulses = clock.Elapsed / TimeSpan.Parse(ShellCluster.Settings["Halle:Rooms:PulseEvery"]!, CultureInfo.InvariantCulture);
        Assert.InRange(quiet.Pulses.Count, 1, pulses + 2);
    }

    [Fact(DisplayName = "[PR51] Reactions reach every edge once, however often a report is repeated")]
    public async Task Reactions_are_counted_once()
    {
        var room = ShellCluster.NewBooth();
        var edge = new TestEdge(shell.Grains, room, "edge-pr51");
        await edge.SubscribeAsync();

        await edge.ReportAsync(1, reaction: "clap");
        await edge.ReportAsync(1, reaction: "clap", repeat: true);
        await edge.ReportAsync(2, reaction: "clap");
        await Eventually.HoldsAsync("two people are told", () => edge.Pulses.LastOrDefault()?.Present == 2);

        Assert.Equal(6, edge.Pulses.Sum(pulse => pulse.Reactions.GetValueOrDefault("clap")));
    }

    [Fact(DisplayName = "[PR52] An edge that falls silent is gone with everybody it reported when its lease ends")]
    public async Task A_silent_edge_is_gone_when_its_lease_ends()
    {
        var room = ShellCluster.NewBooth();
        var (silent, lively) = (new TestEdge(shell.Grains, room, "edge-silent"), new TestEdge(shell.Grains, room, "edge-lively"));
        await silent.SubscribeAsync();
        await lively.SubscribeAsync();
        await silent.ReportAsync(100);

        await Eventually.HoldsAsync("the ghosts are seen", async () =>
            await lively.ReportAsync(1) && lively.Pulses.LastOrDefault()?.Present == 101);
        await Eventually.HoldsAsync("the ghosts are gone", async () => await lively.ReportAsync(1) && lively.Pulses.Last().Present == 1);
        Assert.False(await silent.ReportAsync(100));
    }

    [Fact(DisplayName = "[PR53] The event's room shows who is where, and forgets a room that fell silent")]
    public async Task The_events_room_shows_who_is_where()
    {
        await shell.ReadyAsync();
        var room = ShellCluster.NewBooth();
        var zone = new TestEdge(shell.Grains, RoomId.TheEvent, "edge-zone");
        var edge = new TestEdge(shell.Grains, room, "edge-pr53");
        var host = Cast.Somebody(500, Role.Professional, "Demo host", room);
        await zone.SubscribeAsync();
        await edge.SubscribeAsync();
        await shell.Grains.GetRoom(room).Execute(host, ShellCluster.NewId(), new SetDuty(DutyStatus.Available), TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync("two people and nobody available", async () =>
            await edge.ReportAsync(2) && await zone.ReportAsync(0) && Last() == new SiteStatus(2, 0, Live: false));
        await Eventually.HoldsAsync("the host is available once there", async () =>
            await edge.ReportAsync(3, [new NamedPresence(host.Person, host.Role, host.Name)]) && await zone.ReportAsync(0) && Last() == new SiteStatus(3, 1, Live: false));
        Assert.Equal(3, (await new TestEdge(shell.Grains, RoomId.TheEvent, "edge-late").SubscribeAsync()).Pulse?.Zone?[room.ToGrainKey()].Present);
        await Eventually.HoldsAsync("the silent room is empty", async () =>
            await zone.ReportAsync(0) && Last() == new SiteStatus(0, 0, Live: false));

        SiteStatus? Last() => zone.Pulses.Select(pulse => pulse.Zone?.GetValueOrDefault(room.ToGrainKey())).LastOrDefault(status => status is not null);
    }

    [Fact(DisplayName = "[ZO3] The zone tells when somebody is at a booth next, with nobody there, and again after the event's room began anew")]
    public async Task The_zone_tells_when_somebody_is_next()
    {
        await shell.ReadyAsync();
        var (room, stop) = (ShellCluster.NewBooth(), TestContext.Current.CancellationToken);
        var host = Cast.Somebody(502, Role.Professional, "Demo host", room);
        var now = TimeProvider.System.GetUtcNow();
        var first = now.AddTicks(HalfHour.Length.Ticks - (now.Ticks % HalfHour.Length.Ticks)).AddHours(1);
        var zone = new TestEdge(shell.Grains, RoomId.TheEvent, "edge-zo3");
        await zone.SubscribeAsync();

        var receipt = await shell.Grains.GetRoom(room).Execute(host, ShellCluster.NewId(), new SetHours([first, first.AddHours(3)], []), stop);
        Assert.Equal(ReceiptStatus.Ok, receipt.Status);
        await Eventually.HoldsAsync("the first is told", () => Task.FromResult(Told() == first));
        await shell.Grains.GetRoom(room).Execute(host, ShellCluster.NewId(), new SetHours([], [first]), stop);
        await Eventually.HoldsAsync("the second is told", () => Task.FromResult(Told() == first.AddHours(3)));

        // Another activation knows nothing, and asks; the booth's room sleeps too.
        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(room));
        await shell.Cluster.DeactivateAsync(shell.Grains.GetEvent());
        await Eventually.HoldsAsync("a newcomer is told", async () =>
            (await new TestEdge(shell.Grains, RoomId.TheEvent, "edge-zo3-late").SubscribeAsync()).Pulse?.Zone?.GetValueOrDefault(room.ToGrainKey())?.Next
                == first.AddHours(3));

        DateTimeOffset? Told() => zone.Pulses.Select(pulse => pulse.Zone?.GetValueOrDefault(room.ToGrainKey())).LastOrDefault(status => status is not null)?.Next;
    }
}
