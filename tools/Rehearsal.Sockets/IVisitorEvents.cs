namespace Halle.Rehearsal.Sockets;

/// <summary>What happens to one visitor, told on the thread that reads its socket: be quick, never throw, never wait.</summary>
public interface IVisitorEvents
{
    /// <summary>A record of the server's that is neither an answer nor a ping, without its end mark.</summary>
    /// <param name="record">Only good until the call returns.</param>
    /// <param name="timestamp">When the bytes were seen, as by <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
    void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp);

    /// <summary>An open socket has ended; told once, and nothing follows. One that never opened fails its connecting instead.</summary>
    void Closed(VisitorSocket socket, VisitorEnd end);
}

/// <summary>Why a connection ended.</summary>
/// <param name="Code">Of the WebSocket's close frame; null when there was none.</param>
/// <param name="Reason">The close frame's reason, or what broke.</param>
/// <param name="ByVisitor">The visitor hung up itself.</param>
public sealed record VisitorEnd(int? Code, string Reason, bool ByVisitor = false);

/// <summary>The connection ended, or said nothing in time, before there was an answer: whether the call was carried out is not known.</summary>
public sealed class VisitorClosedException(string message) : IOException(message);

/// <summary>The server answered the upgrade, or a call, with a refusal.</summary>
/// <param name="status">HTTP status; 0 when the connection was open already.</param>
/// <param name="code">The refusal's code, or the answer's beginning when it has none.</param>
public sealed class VisitorRefusedException(int status, string code, TimeSpan? retryAfter)
    : IOException(status == 0 ? $"The server refused: {code}" : $"The server refused the connection: {status} {code}")
{
    public int Status => status;

    public string Code => code;

    public TimeSpan? RetryAfter => retryAfter;
}
