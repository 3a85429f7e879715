using Halle.Live.Connections;
using Halle.Live.Limits;

namespace Halle.Live.Sockets;

/// <summary>What every conversation shares.</summary>
internal sealed partial class LineServices(
    LiveConnections connections, LiveCalls calls, LiveHubProtocol protocol, LiveInstruments instruments, TimeProvider time, ILogger<LineServices> logger)
{
    public LiveConnections Connections => connections;

    public LiveCalls Calls => calls;

    public LiveHubProtocol Protocol => protocol;

    public LiveInstruments Instruments => instruments;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    [LoggerMessage(Level = LogLevel.Error, Message = "A conversation failed")]
    public partial void ConversationFailed(Exception exception);
}
