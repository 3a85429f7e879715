using System.Text.Json;
using Halle.Live.Connections;
using Halle.Live.Contract;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live;

/// <summary>The door browsers come through: it finds the caller's connection and passes the wish on. See <see cref="ILiveServer"/>.</summary>
internal sealed class LiveHub(LiveRooms rooms) : Hub<ILiveClient>, ILiveServer
{
    private LiveConnection Caller =>
        Context.Features.Get<LiveConnection>() ?? throw new InvalidOperationException("The connection was not accepted.");

    public Task<EnterAnswer> Enter(EnterRequest request) => rooms.EnterAsync(Caller, request);

    public Task<CommandAnswer> Leave(string room) => rooms.LeaveAsync(Caller, room);

    public Task<CommandAnswer> Execute(string room, string clientId, JsonElement command) =>
        rooms.ExecuteAsync(Caller, room, clientId, command, Context.ConnectionAborted);

    public Task<CommandAnswer> React(string room, string reaction) => rooms.ReactAsync(Caller, room, reaction);

    public Task<HistoryPage> History(string room, string before, int limit) =>
        rooms.HistoryAsync(Caller, room, before, limit, Context.ConnectionAborted);
}
