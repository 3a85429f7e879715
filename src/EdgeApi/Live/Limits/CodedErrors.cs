using Halle.Rooms;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Limits;

/// <summary>A fault inside a hub method reaches the browser as a code and nothing else, and the log in full.</summary>
internal sealed partial class CodedErrors(ILogger<CodedErrors> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (OperationCanceledException exception) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw new HubException(RejectionCode.Unavailable, exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Failed(logger, exception, invocationContext.HubMethodName);
            throw new HubException(RejectionCode.Unavailable, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} of the hub failed")]
    private static partial void Failed(ILogger logger, Exception exception, string method);
}
