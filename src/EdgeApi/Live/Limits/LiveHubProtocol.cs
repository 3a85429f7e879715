using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Rooms;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Halle.Live.Limits;

/// <summary>
/// SignalR's JSON protocol, with coded answers where it has prose: arguments that do not bind arrive as absent ones, and the method
/// answers <c>bad_request</c>; a call that reaches no method is answered with a code and nothing of what was sent.
/// </summary>
internal sealed class LiveHubProtocol : IHubProtocol
{
    private const string Prefix = "HubException: ";

    private static readonly Dictionary<string, object?[]> Absent = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(LiveHub.Enter)] = [null],
        [nameof(LiveHub.Leave)] = [null],
        [nameof(LiveHub.Execute)] = [null, null, default(JsonElement)],
        [nameof(LiveHub.React)] = [null, null],
        [nameof(LiveHub.History)] = [null, null, 0],
    };

    private readonly JsonHubProtocol _json = new(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = RoomJson.Options }));

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        for (var before = input.Length; !TryParse(ref input, binder, out message); before = input.Length)
        {
            // A message of an unknown type is consumed and gives none; what follows it must not wait for the next read.
            if (input.Length == before)
            {
                return false;
            }
        }

        if (message is InvocationBindingFailureMessage failed)
        {
            message = Absent.TryGetValue(failed.Target, out var arguments)
                ? new InvocationMessage(failed.InvocationId, failed.Target, arguments)
                : new InvocationBindingFailureMessage(
                    failed.InvocationId, failed.Target, ExceptionDispatchInfo.Capture(new HubException(RejectionCode.NotFound)));
        }

        return true;
    }

    private bool TryParse(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        try
        {
            return _json.TryParseMessage(ref input, binder, out message);
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair in the envelope itself: as malformed as any other, and no fault of ours.
            throw new InvalidDataException("The envelope is no text.", exception);
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        _json.WriteMessage(Coded(message), output);

        // The answer is in the connection's buffer now; whatever follows comes after it.
        if (Written(message) is { } written)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static action => action(), written, preferLocal: false);
        }
    }

    /// <summary>The message as a whole WebSocket frame. Whoever writes it calls <see cref="Written"/> afterwards.</summary>
    public ReadOnlyMemory<byte> Frame(HubMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        _json.WriteMessage(Coded(message), buffer);
        return Wire.TextFrame(buffer.WrittenSpan);
    }

    /// <summary>What waits until this answer is written; null for nothing.</summary>
    public static Action? Written(HubMessage message) => message is CompletionMessage { Result: EnterAnswer answer } ? answer.Written : null;

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(Coded(message));

    private static HubMessage Coded(HubMessage message)
    {
        if (message is not CompletionMessage { Error: { } error } completion)
        {
            return message;
        }

        var at = error.LastIndexOf(Prefix, StringComparison.Ordinal);
        var code = at < 0 ? error : error[(at + Prefix.Length)..];
        return CompletionMessage.WithError(
            completion.InvocationId!, code is RejectionCode.NotFound or RejectionCode.Unavailable ? code : RejectionCode.BadRequest);
    }
}
