using System.Collections.Immutable;
using Halle.Capacity;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Capacity;

public sealed class HeldPulseTests
{
    [Fact(DisplayName = "[CA6] A pulse that is held back is told with the next, its reactions summed; a newcomer is told at once")]
    public async Task A_held_pulse_is_told_with_the_next()
    {
        await using var host = await LiveHost.StartAsync();
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Talk);
        var room = host.Rooms[LiveHost.Talk];
        host.Overload.Level = (int)Burden.PresenceDiffs;
        room.Pulse(Claps(1));
        Assert.Equal(1, await NextClapsAsync(client));

        room.Pulse(Claps(2));
        room.Pulse(Claps(4));
        await using var newcomer = await host.ConnectAsync();
        await newcomer.EnterAsync(LiveHost.Talk);

        Assert.Equal(6, await NextClapsAsync(newcomer));
        Assert.Equal(6, await NextClapsAsync(client));
    }

    private static RoomPulse Claps(int count) => new(0, 1, [], ImmutableDictionary<string, int>.Empty.Add("clap", count), Zone: null);

    private static async Task<int> NextClapsAsync(RawClient client) =>
        (await client.NextAsync<Pulse>(where: shown => !shown.Reactions.IsEmpty)).Reactions["clap"];
}
