using Halle.Live.Contract;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>A room that nobody read for a while, and that somebody comes to again.</summary>
public sealed class ReopenedTests
{
    [Fact(DisplayName = "[PR28] Reports of a room that an edge copies anew are newer than those of the copy before: a room that did not hear the goodbye goes by them")]
    public async Task Reports_go_on_counting()
    {
        await using var host = await LiveHost.StartAsync(("Live:Linger", "00:00:01"), ("Live:ReportEvery", "00:00:00.050"));
        await using var client = await host.ConnectAsync();
        var room = host.Rooms[LiveHost.Booth];
        for (var copy = 1; copy <= 3; copy++)
        {
            await client.EnterAsync(LiveHost.Booth);
            await Eventually.IsTrueAsync(() => room.Present == 1, what: "the reader is reported");
            Assert.Equal(copy, room.Subscriptions);
            await client.CallAsync<CommandAnswer>("Leave", "\"booth:stand-demo\"");
            await Eventually.IsTrueAsync(() => room.Feeds.IsEmpty, what: "the copy is dropped");
        }

        var versions = room.Reports.Select(report => report.Version).ToList();
        Assert.Equal(versions.Distinct().Order(), versions);
    }

    [Fact(DisplayName = "[RC161] A copy of a room that somebody comes to while it is being dropped is replaced, and the new one is kept up")]
    public async Task The_new_copy_is_kept()
    {
        await using var host = await LiveHost.StartAsync(("Live:Linger", "00:00:00"));
        using var enough = new CancellationTokenSource();
        var ticking = Task.Run(() =>
        {
            while (!enough.IsCancellationRequested)
            {
                host.Copies.Tick();
            }
        }, CancellationToken.None);

        for (var round = 0; round < 20_000; round++)
        {
            var (lease, rejection) = await host.Copies.OpenAsync(LiveHost.Booth);
            Assert.Null(rejection);
            Assert.Equal((round, 1), (round, host.Copies.Count));
            lease!.Dispose();
        }

        await enough.CancelAsync();
        await ticking;
    }
}
