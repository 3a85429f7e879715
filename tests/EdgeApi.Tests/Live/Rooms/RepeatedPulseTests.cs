using System.Collections.Immutable;
using Halle.Capacity;
using Halle.Live;
using Halle.Live.Frames;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Live.Rooms;

public sealed class RepeatedPulseTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    [Fact(DisplayName = "[RC130] A room that is quiet after a message says its last pulse once more, within 5 s, with where the room stands: a lost last frame is noticed")]
    public async Task A_quiet_room_says_where_it_stands()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
        var rooms = new ScriptedRooms();
        var room = rooms[LiveHost.Talk];
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<LiveInstruments>().BuildServiceProvider();
        using var replicas = new RoomReplicas(
            new ReplicaContext(
                rooms, new NoProgramme(), Options.Create(new LiveOptions()), new Overload(), time, services.GetRequiredService<LiveInstruments>(),
                NullLogger<ReplicaContext>.Instance),
            NullLogger<RoomReplicas>.Instance);
        var (lease, _) = await replicas.OpenAsync(LiveHost.Talk);
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
                    time.Advance(TimeSpan.FromMilliseconds(10));
                    return Volatile.Read(ref frames) > before;
                },
                what: "the message's frame");
            Pass(2 * Beat);
        }

        Assert.Equal(1, Volatile.Read(ref pulses));
        Pass(3 * Beat);
        Assert.Equal(2, Volatile.Read(ref pulses));
        Pass(30 * Beat);
        Assert.Equal(2, Volatile.Read(ref pulses));
        lease.Dispose();

        void Pass(TimeSpan span)
        {
            for (var passed = TimeSpan.Zero; passed < span; passed += Beat)
            {
                time.Advance(Beat);
                replicas.Tick();
            }
        }
    }
}
