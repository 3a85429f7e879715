using System.Collections.Immutable;
using Halle.Live.Frames;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class RepeatedPulseTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    [Fact(DisplayName = "[RC130] A room that is quiet after a message says its last pulse once more, within 5 s, with where the room stands: a lost last frame is noticed")]
    public async Task A_quiet_room_says_where_it_stands()
    {
        using var edge = new BareReplicas();
        var room = edge.Rooms[LiveHost.Talk];
        var (lease, _) = await edge.Replicas.OpenAsync(LiveHost.Talk);
        var (frames, pulses) = (0, 0);
        Cursor? cursor = null;
        cursor = new Cursor(lease!.Replica, new Actor(new PersonId(new string('a', 32)), Role.Visitor, "Camille (démo)", []), Audience.Public, () =>
        {
            while (cursor is not null && lease.Replica.Next(cursor) is { } delivery)
            {
                Interlocked.Add(ref frames, delivery.Kind == DeliveryKind.Frame ? 1 : 0);
                Interlocked.Add(ref pulses, delivery.Kind == DeliveryKind.Pulse ? 1 : 0);
            }
        });
        lease.Replica.Enter(cursor, epoch: null, lastSeq: null);
        lease.Replica.Release(cursor);
        room.Pulse(new RoomPulse(0, 1, [], ImmutableDictionary<string, int>.Empty, Zone: null));
        await Eventually.IsTrueAsync(() => Volatile.Read(ref pulses) == 1, what: "the room's pulse");

        // Messages that come closer than that are their own proof.
        for (var message = 0; message < 3; message++)
        {
            var before = Volatile.Read(ref frames);
            room.Say("Bonjour");
            await Eventually.IsTrueAsync(
                () =>
                {
                    edge.Time.Advance(TimeSpan.FromMilliseconds(10));
                    return Volatile.Read(ref frames) > before;
                },
                what: "the message's frame");
            Pass(beats: 2);
        }

        Assert.Equal(1, Volatile.Read(ref pulses));
        Pass(beats: 3);
        Assert.Equal(2, Volatile.Read(ref pulses));
        Pass(beats: 30);
        Assert.Equal(2, Volatile.Read(ref pulses));
        lease.Dispose();

        void Pass(int beats)
        {
            for (; beats > 0; beats--)
            {
                edge.Pass(Beat);
            }
        }
    }
}
