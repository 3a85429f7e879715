using System.Text.Json;
using Halle.Live.Connections;
using Halle.Live.Contract;
using Halle.Rooms;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Halle.Live;

/// <summary>Finds the method a browser calls, for the conversations that do without a hub. What the methods do is in <see cref="LiveRooms"/>, for both.</summary>
internal sealed partial class LiveCalls(LiveRooms rooms, ILogger<LiveCalls> logger) : IInvocationBinder
{
    private static readonly Dictionary<string, Type[]> Parameters = typeof(ILiveServer).GetMethods().ToDictionary(
        method => method.Name, method => method.GetParameters().Select(parameter => parameter.ParameterType).ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, Call> Calls = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ILiveServer.Enter)] = static async (rooms, caller, arguments) =>
            await rooms.EnterAsync(caller, (EnterRequest?)arguments[0]),
        [nameof(ILiveServer.Leave)] = static async (rooms, caller, arguments) =>
            await rooms.LeaveAsync(caller, (string?)arguments[0]),
        [nameof(ILiveServer.Execute)] = static async (rooms, caller, arguments) =>
            await rooms.ExecuteAsync(caller, (string?)arguments[0], (string?)arguments[1], (JsonElement)arguments[2]!, CancellationToken.None),
        [nameof(ILiveServer.React)] = static async (rooms, caller, arguments) =>
            await rooms.ReactAsync(caller, (string?)arguments[0], (string?)arguments[1]),
        [nameof(ILiveServer.History)] = static async (rooms, caller, arguments) =>
            await rooms.HistoryAsync(caller, (string?)arguments[0], (string?)arguments[1], (int)arguments[2]!, CancellationToken.None),
    };

    private delegate Task<object> Call(LiveRooms rooms, LiveConnection caller, object?[] arguments);

    /// <summary>Does what the message asks for. Null when nothing is answered: a ping, or what no honest browser sends and the guard has counted.</summary>
    public async ValueTask<CompletionMessage?> AnswerAsync(LiveConnection caller, HubMessage message)
    {
        switch (message)
        {
            case InvocationBindingFailureMessage { InvocationId: { } id, BindingFailure.SourceException: var failure }:
                return CompletionMessage.WithError(id, failure.Message);
            case StreamInvocationMessage { InvocationId: { } id }:
                return CompletionMessage.WithError(id, RejectionCode.BadRequest);
            case InvocationMessage { StreamIds.Length: > 0 } call:
                return call.InvocationId is null ? null : CompletionMessage.WithError(call.InvocationId, RejectionCode.BadRequest);
            case InvocationMessage call:
                var answer = await InvokeAsync(caller, call);
                return call.InvocationId is null ? null : answer;
            default:
                return null;
        }
    }

    /// <exception cref="HubException">There is no such method.</exception>
    public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
        Parameters.TryGetValue(methodName, out var types) ? types : throw new HubException(RejectionCode.NotFound);

    public Type GetReturnType(string invocationId) => typeof(object);

    public Type GetStreamItemType(string streamId) => typeof(object);

    private async Task<CompletionMessage> InvokeAsync(LiveConnection caller, InvocationMessage call)
    {
        var id = call.InvocationId ?? "";
        try
        {
            return CompletionMessage.WithResult(id, await Calls[call.Target](rooms, caller, call.Arguments));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failed(logger, exception, call.Target);
            return CompletionMessage.WithError(id, RejectionCode.Unavailable);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string method);
}
