using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class LostCommandTests : IAsyncLifetime
{
    private LiveHost _host = null!;
    private RawClient _client = null!;
    private ScriptedRoom _room = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LiveHost.StartAsync();
        _client = await _host.ConnectAsync();
        await _client.EnterAsync(LiveHost.Booth);
        _room = _host.Rooms[LiveHost.Booth];
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact(DisplayName = "[RC92] A command lost on its way to the room is sent again by the edge under the same client id; a fault of the room is not")]
    public async Task A_lost_command_is_sent_again()
    {
        var asked = new List<ClientId>();
        _room.OnExecute = (_, clientId, _) =>
        {
            asked.Add(clientId);
            return asked.Count switch
            {
                1 => throw new TimeoutException("no answer"),
                2 => throw new Orleans.Runtime.OrleansException("no such silo"),
                3 => Task.FromResult(Receipt.Ok(7)),
                _ => throw new InvalidOperationException("a fault"),
            };
        };

        var answer = await _client.SayAsync(LiveHost.Booth, "bonjour", "client-0001");
        var faulty = await _client.SayAsync(LiveHost.Booth, "encore", "client-0002");

        Assert.Equal((ReceiptStatus.Ok, 7), (answer.Status, answer.Seq));
        Assert.Equal(ReceiptStatus.Unknown, faulty.Status);
        Assert.Equal(["client-0001", "client-0001", "client-0001", "client-0002"], asked.Select(clientId => clientId.Value));
    }

    [Fact(DisplayName = "[RC92] Just after a silo was lost a call that hangs is not waited for: the command is sent a second time beside it, and only then")]
    public async Task A_hanging_call_is_not_waited_for()
    {
        var hanging = new TaskCompletionSource<Receipt>();
        var asked = 0;
        _room.OnExecute = (_, _, _) => Interlocked.Increment(ref asked) % 2 == 1 ? hanging.Task : Task.FromResult(Receipt.Ok(7));

        var waiting = _client.SayAsync(LiveHost.Booth, "bonjour", "client-0001");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        Assert.Equal(1, asked);
        _host.Rooms.Breaks++;
        var answer = await waiting;

        Assert.Equal((ReceiptStatus.Ok, 7), (answer.Status, answer.Seq));
        Assert.Equal(2, asked);
        hanging.SetResult(Receipt.Ok(7));
    }

    [Fact(DisplayName = "[RC92] Just after a silo was lost neither a second hanging call nor one that failed beside a hanging one is waited for")]
    public async Task Several_lost_calls_are_not_waited_for()
    {
        var hanging = new TaskCompletionSource<Receipt>();
        var asked = 0;
        _room.OnExecute = (_, _, _) => Interlocked.Increment(ref asked) switch
        {
            1 or 2 => hanging.Task,
            3 => Task.FromException<Receipt>(new Orleans.Runtime.OrleansException("no such silo")),
            _ => Task.FromResult(Receipt.Ok(7)),
        };

        _host.Rooms.Breaks++;
        var answer = await _client.SayAsync(LiveHost.Booth, "bonjour", "client-0001");

        Assert.Equal((ReceiptStatus.Ok, 7), (answer.Status, answer.Seq));
        Assert.Equal(4, asked);
        hanging.SetResult(Receipt.Ok(7));
    }
}
