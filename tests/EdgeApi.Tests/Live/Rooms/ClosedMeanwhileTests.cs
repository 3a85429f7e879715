using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public abstract class ClosedMeanwhileFacts(bool ownSockets) : OverBothCarriers(ownSockets)
{
    [Fact(DisplayName = "[PR26] Who is gone before the room has opened is nobody in it")]
    public async Task Who_is_gone_before_the_room_opens_is_not_there()
    {
        await using var host = await StartAsync(("Live:FlapGrace", "00:00:00.200"), ("Live:ReportEvery", "00:00:00.100"));
        var room = host.Rooms[LiveHost.Booth];
        var opens = new TaskCompletionSource();
        room.Opened = opens.Task;
        var client = await host.ConnectAsync();
        await client.SendAsync("""{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");
        await Eventually.IsTrueAsync(() => host.Rooms.Opened.Contains(LiveHost.Booth), what: "the room is asked for");

        await client.DisposeAsync();
        await Eventually.IsTrueAsync(() => host.Connections.Count == 0, what: "the connection is over");
        opens.SetResult();

        var other = await host.ConnectAsync();
        await other.EnterAsync(LiveHost.Booth);
        await Eventually.IsTrueAsync(() => room.Present > 0, what: "another is there");
        await other.DisposeAsync();
        await Eventually.IsTrueAsync(() => room.Present == 0, what: "nobody is left");
    }
}

public sealed class ClosedMeanwhileTests() : ClosedMeanwhileFacts(ownSockets: true);

public sealed class ClosedMeanwhileOverSignalRTests() : ClosedMeanwhileFacts(ownSockets: false);
