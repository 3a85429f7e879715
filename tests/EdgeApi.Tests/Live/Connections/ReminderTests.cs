using System.Collections.Immutable;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Connections;

public sealed class ReminderTests
{
    [Theory(DisplayName = "[RC130] Who has heard nothing for 15 s is told once where the room stands, if its last pulse is older than its last frame")]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_quiet_are_reminded(string ownSockets)
    {
        await using var host = await LiveHost.StartAsync(("Live:OwnSockets", ownSockets));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        host.Rooms[LiveHost.Booth].Pulse(Told(present: 1));
        await client.NextAsync<Pulse>(where: pulse => pulse.Seq == 0);
        var head = host.Rooms[LiveHost.Booth].Say("Bonjour");
        await client.NextAsync<Frame>(where: frame => frame.To == head);
        var live = host.Connections.All.Single();

        live.KeepAlive();
        live.KeepAlive();
        Assert.DoesNotContain(client.Pending(), message => message.ToString().Contains("Pulse", StringComparison.Ordinal));
        live.KeepAlive();
        await client.NextAsync<Pulse>(where: pulse => pulse.Seq == head);

        for (var beat = 0; beat < 4; beat++)
        {
            live.KeepAlive();
        }

        var next = host.Rooms[LiveHost.Booth].Say("Encore");
        await client.NextAsync<Frame>(where: frame => frame.To == next);
        Assert.DoesNotContain(client.Pending(), message => message.ToString().Contains("Pulse", StringComparison.Ordinal));
    }

    private static RoomPulse Told(int present) => new(Version: 1, present, [], ImmutableDictionary<string, int>.Empty, Zone: null);
}
