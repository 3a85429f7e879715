using Halle.Capacity;
using Halle.Live;
using Halle.Live.Frames;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Halle.Tests.Live.Rooms;

public sealed class ResumeTests
{
    [Fact(DisplayName = "[RC6] Who claims more than the room had gets everything anew, also when the room has come as far by the time it is served")]
    public async Task A_position_of_the_future_is_not_believed_later()
    {
        var rooms = new ScriptedRooms();
        var room = rooms[LiveHost.Booth];
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<LiveInstruments>().BuildServiceProvider();
        var context = new ReplicaContext(
            rooms,
            new NoProgramme(),
            Options.Create(new LiveOptions()),
            new Overload(),
            TimeProvider.System,
            services.GetRequiredService<LiveInstruments>(),
            NullLogger<ReplicaContext>.Instance);
        using var replicas = new RoomReplicas(context, NullLogger<RoomReplicas>.Instance);
        room.Say("un");
        var (lease, _) = await replicas.OpenAsync(LiveHost.Booth);
        Assert.NotNull(lease);
        await Eventually.IsTrueAsync(() => lease.Replica.Position is { Seq: 1 }, what: "the first message is here");
        var cursor = new Cursor(lease.Replica, ScriptedRoom.Nobody, Audience.Public, () => { });

        lease.Replica.Enter(cursor, room.Epoch, lastSeq: 3);
        room.Say("deux");
        room.Say("trois");
        await Eventually.IsTrueAsync(() => lease.Replica.Position is { Seq: 3 }, what: "the room is where the reader said it was");
        lease.Replica.Release(cursor);

        List<DeliveryKind> due = [];
        while (lease.Replica.Next(cursor) is { } next)
        {
            due.Add(next.Kind);
        }

        Assert.Contains(DeliveryKind.Reset, due);
        Assert.Equal(3, cursor.Position);
        lease.Dispose();
    }
}
