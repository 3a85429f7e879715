using Halle.Live.Connections;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Live.Connections;

public sealed class RestlessTests
{
    [Fact(DisplayName = "[RC111] Who sits still is not looked at each second; who gives cause is, and one that has ended is not, whoever still holds it")]
    public async Task Who_has_ended_is_forgotten()
    {
        await using var host = await LiveHost.StartAsync();
        var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await Eventually.IsTrueAsync(() => host.Connections.Count == 1 && host.Connections.Restless == 0, what: "it is calm");
        var live = host.Connections.All.Single();

        await client.DisposeAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "it has ended");
        live.Guard.Refuse(ClosingCode.Failed);

        await Eventually.IsTrueAsync(() => host.Connections.Restless == 0, what: "it is not looked at any more");
    }

    [Fact(DisplayName = "[LI11] E01: who has not shaken hands is refused within 5 s, whenever in a round it came")]
    public async Task Without_a_handshake_five_seconds_are_the_end()
    {
        // The host's own beats go by this clock too, whenever a thread comes to them; the test does not wait for them and makes its own.
        var time = new FakeTimeProvider();
        await using var host = await LiveHost.StartAsync(time);
        var beat = 0;
        for (var phase = 0; phase < LiveTicker.BeatsPerSecond; phase++)
        {
            // Between two beats, and each time at another place of the second.
            time.Advance(TimeSpan.FromMilliseconds(1 + (phase * 1000 / LiveTicker.BeatsPerSecond)));
            await using var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id);
            await Eventually.IsTrueAsync(() => host.Connections.Count == 1, what: "it has come");
            var (live, begun) = (host.Connections.All.Single(), time.GetTimestamp());

            while (!live.Guard.IsRefused && time.GetElapsedTime(begun) < TimeSpan.FromSeconds(20))
            {
                time.Advance(TimeSpan.FromSeconds(1.0 / LiveTicker.BeatsPerSecond));
                host.Connections.Sweep(++beat);
            }

            Assert.InRange(time.GetElapsedTime(begun).TotalSeconds, 3, 5);
            await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "it has gone");
            host.Connections.Sweep(++beat);
        }
    }
}
