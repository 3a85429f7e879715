using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Halle.Bench.SideBySide;

/// <summary>
/// One connection that speaks just enough of SignalR's JSON protocol: the same code for Halle and for its peer, so that the driver
/// weighs the same on both sides.
/// </summary>
internal sealed class LiveSocket : IDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<string, TaskCompletionSource<JsonElement>> _answers = new(StringComparer.Ordinal);
    private readonly Action<ReadOnlySpan<byte>> _received;
    private int _invocation;

    private LiveSocket(Action<ReadOnlySpan<byte>> received) => _received = received;

    /// <param name="received">Called with each record that is no answer; must be quick.</param>
    public static async Task<LiveSocket> OpenAsync(
        Uri server, string? cookie, Action<ReadOnlySpan<byte>> received, CancellationToken cancellationToken)
    {
        var live = new LiveSocket(received);
        live._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        live._socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        if (cookie is not null)
        {
            live._socket.Options.SetRequestHeader("Cookie", cookie);
        }

        await live._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, cancellationToken);
        await live.WriteAsync("""{"protocol":"json","version":1}""", cancellationToken);
        _ = live.ReadAsync(cancellationToken);
        return live;
    }

    public async Task<JsonElement> InvokeAsync(string target, CancellationToken cancellationToken, params object[] arguments)
    {
        var id = Interlocked.Increment(ref _invocation).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_answers)
        {
            _answers[id] = answer;
        }

        await WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target, arguments }), cancellationToken);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _writing.Dispose();
    }

    private async Task WriteAsync(string record, CancellationToken cancellationToken)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(record) + 1];
        Encoding.UTF8.GetBytes(record, bytes);
        bytes[^1] = RecordSeparator;
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var pending = new ArrayBufferWriter<byte>(4 * 1024);
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(pending.GetMemory(2 * 1024), cancellationToken);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                pending.Advance(result.Count);
                if (result.EndOfMessage)
                {
                    Split(pending.WrittenSpan);
                    pending.ResetWrittenCount();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            lock (_answers)
            {
                foreach (var answer in _answers.Values)
                {
                    answer.TrySetException(error);
                }
            }
        }
    }

    private void Split(ReadOnlySpan<byte> message)
    {
        while (message.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            Take(message[..end]);
            message = message[(end + 1)..];
        }
    }

    private void Take(ReadOnlySpan<byte> record)
    {
        if (record.StartsWith("{\"type\":3"u8))
        {
            using var completion = JsonDocument.Parse(record.ToArray());
            var root = completion.RootElement;
            TaskCompletionSource<JsonElement>? answer;
            lock (_answers)
            {
                _answers.Remove(root.GetProperty("invocationId").GetString()!, out answer);
            }

            if (root.TryGetProperty("error", out var error))
            {
                answer?.TrySetException(new InvalidOperationException(error.GetString()));
            }
            else
            {
                answer?.TrySetResult(root.TryGetProperty("result", out var value) ? value.Clone() : default);
            }
        }
        else if (!record.StartsWith("{\"type\":6"u8))
        {
            _received(record);
        }
    }
}
