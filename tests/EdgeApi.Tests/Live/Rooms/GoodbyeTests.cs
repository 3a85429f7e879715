using Halle.Live.Contract;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class GoodbyeTests
{
    [Fact(DisplayName = "[DE7] An edge that stops says goodbye to its rooms, and subscribes to none that ends while it stops")]
    public async Task A_stopping_edge_ends_its_feeds()
    {
        await using var host = await LiveHost.StartAsync(("Live:GoingAwayNotice", "00:00:00"), ("Live:GoingAwaySpread", "00:00:00"));
        await using var client = await host.ConnectAsync();
        await client.EnterAsync(LiveHost.Booth);
        await client.NextAsync<Frame>();
        var room = host.Rooms[LiveHost.Booth];
        var feed = Assert.Single(room.Feeds);

        await host.StopAsync();
        await feed.Ended();

        Assert.Empty(room.Feeds);
        Assert.Equal(1, room.Subscriptions);
    }
}
