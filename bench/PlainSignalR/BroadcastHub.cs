using Microsoft.AspNetCore.SignalR;

namespace Halle.Bench.PlainSignalR;

/// <summary>A group broadcast: every message is sent to every member of the room as one invocation.</summary>
internal sealed class BroadcastHub : Hub
{
    private static long _seq;

    public Task Enter(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public async Task<long> Post(string room, string text)
    {
        var seq = Interlocked.Increment(ref _seq);
        await Clients.Group(room).SendAsync("message", new { id = seq, author = "Visiteur", text });
        return seq;
    }
}
