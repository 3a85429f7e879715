using System.Collections.Immutable;
using System.Text.Json;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>Everybody comes into one talk within ten seconds: what the room's grain and each reader have to bear.</summary>
public sealed class PresenceStormTests
{
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact(DisplayName = "[PR24] 5 000 who enter one talk within 10 s cost the room no more calls than 50, and no reader more than 40 deliveries")]
    public async Task A_storm_costs_the_room_no_more_than_a_trickle()
    {
        var trickle = await PlayAsync(people: 50);
        var storm = await PlayAsync(people: 5_000);

        Assert.Equal((50, 5_000), (trickle.Present, storm.Present));
        Assert.Equal(trickle.Calls, storm.Calls);
        Assert.InRange(storm.Calls, 10, 13);
        Assert.InRange(storm.LargestReport, 1, trickle.LargestReport + 8);
        Assert.InRange(storm.MostDeliveries, 1, 40);
    }

    [Fact(DisplayName = "[PR25] A report of a talk names staff and nobody else")]
    public async Task A_report_names_staff_and_nobody_else()
    {
        var storm = await PlayAsync(people: 200, staff: 3);

        Assert.Equal(3, storm.Last.Named.Length);
        Assert.All(storm.Last.Named, named => Assert.Equal(Role.Professional, named.Role));
        Assert.Equal((200, 3), (storm.Last.Present[Role.Visitor], storm.Last.Present[Role.Professional]));
    }

    private static async Task<Played> PlayAsync(int people, int staff = 0)
    {
        using var edge = new BareReplicas();
        var room = edge.Rooms[LiveHost.Talk];
        var (lease, _) = await edge.Replicas.OpenAsync(LiveHost.Talk);
        Assert.NotNull(lease);

        var deliveries = new int[people + staff];
        var (entered, reported, steps) = (0, 0, (int)(Storm / Step));
        for (var step = 1; step <= steps; step++)
        {
            for (; entered < (people + staff) * step / steps; entered++)
            {
                var cursor = NewReader(lease.Replica, entered, entered < people ? Role.Visitor : Role.Professional, deliveries);
                lease.Replica.Enter(cursor, epoch: null, lastSeq: null);
                lease.Replica.Release(cursor);
            }

            edge.Pass(Step);

            // As the room does: everybody is told the sum, once a second and when it has changed.
            if (step % 10 == 0 && room.Reports.Count > reported)
            {
                reported = room.Reports.Count;
                var (newest, before) = (entered - 1, Volatile.Read(ref deliveries[entered - 1]));
                room.Pulse(new RoomPulse(0, room.Present, room.Reports[^1].Named, ImmutableDictionary<string, int>.Empty, Zone: null));

                // A larger room's pulses wait for one another (CA9); the last of them is waited for below.
                if (entered <= 4_000)
                {
                    await Eventually.IsTrueAsync(() => Volatile.Read(ref deliveries[newest]) > before, what: "the newest reader is told how many are there");
                }
            }
        }

        var first = Volatile.Read(ref deliveries[0]);
        room.Pulse(new RoomPulse(0, room.Present, room.Reports[^1].Named, ImmutableDictionary<string, int>.Empty, Zone: null));
        edge.Pass(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref deliveries[0]) > first, what: "the first reader is told how many came in the end");
        var reports = room.Reports;
        lease.Dispose();
        return new Played(
            room.Present,
            room.Subscriptions + reports.Count,
            reports.Max(report => JsonSerializer.SerializeToUtf8Bytes(report, RoomJson.Options).Length),
            deliveries.Max(),
            reports[^1]);
    }

    private static Cursor NewReader(RoomReplica replica, int number, Role role, int[] deliveries)
    {
        var actor = new Actor(
            new PersonId(number.ToString("x32")), role, "Camille (démo)", role == Role.Professional ? [LiveHost.Talk] : ImmutableArray<RoomId>.Empty);
        Cursor? cursor = null;
        return cursor = new Cursor(replica, actor, Audience.Public, () =>
        {
            while (cursor is not null && replica.Next(cursor) is not null)
            {
                Interlocked.Increment(ref deliveries[number]);
            }
        });
    }

    private sealed record Played(int Present, int Calls, int LargestReport, int MostDeliveries, PresenceReport Last);
}
