using Halle.Live.Connections;
using Halle.Live.Limits;
using Microsoft.Extensions.Options;

namespace Halle.Live.Sockets;

/// <summary>What every conversation shares.</summary>
internal sealed partial class LineServices(
    LiveConnections connections,
    LiveCalls calls,
    LiveHubProtocol protocol,
    LiveInstruments instruments,
    IOptions<LiveOptions> options,
    TimeProvider time,
    ILogger<LineServices> logger) : IDisposable
{
    public CallGathering Gathering { get; } = new(options.Value.GatherCalls, time);

    public LiveConnections Connections => connections;

    public LiveCalls Calls => calls;

    public LiveHubProtocol Protocol => protocol;

    public LiveInstruments Instruments => instruments;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public void Dispose() => Gathering.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "A conversation failed")]
    public partial void ConversationFailed(Exception exception);
}
