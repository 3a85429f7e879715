using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Tests.Live.Host;

/// <summary>A browser down to its bytes: it can send any frame, well made or not, and sees the close code.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly Channel<JsonElement> _calls = Channel.CreateUnbounded<JsonElement>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly StringBuilder _partial = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<(int Code, string Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<JsonElement> _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _invocations;

    private RawClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <summary>Completes with the close frame's code and reason; code 1006 when the connection just ended.</summary>
    public Task<(int Code, string Reason)> Closed => _closed.Task.WaitAsync(Eventually.Patience);

    /// <summary>Its own end of the line.</summary>
    public int LocalPort => ((IPEndPoint)_tcp.Client.LocalEndPoint!).Port;

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Sends an upgrade and returns the status line, without going on.</summary>
    public static async Task<(string Head, TcpClient Tcp)> RequestAsync(int port, string head, int receiveBuffer = 0)
    {
        var tcp = new TcpClient { NoDelay = true };
        if (receiveBuffer > 0)
        {
            tcp.ReceiveBufferSize = receiveBuffer;
        }

        await tcp.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        await tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) &&
            await tcp.GetStream().ReadAsync(one, TestContext.Current.CancellationToken) > 0)
        {
            answer.Append((char)one[0]);
        }

        return (answer.ToString(), tcp);
    }

    public static string UpgradeHead(LiveHost host, string? session, string? origin, string more = "") =>
        $"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{host.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
        (origin is null ? "" : $"Origin: {origin}\r\n") + (session is null ? "" : $"{TestSessions.Header}: {session}\r\n") + more + "\r\n";

    /// <param name="reading">False for a client that never reads a byte.</param>
    /// <param name="after">Bytes in the same packet as the request, behind it.</param>
    public static async Task<RawClient> UpgradeAsync(LiveHost host, string session, bool reading = true, byte[]? after = null)
    {
        var request = UpgradeHead(host, session, host.Origin) + Encoding.Latin1.GetString(after ?? []);
        var (head, tcp) = await RequestAsync(host.Port, request, reading ? 0 : 4_096);
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        var client = new RawClient(tcp);
        if (reading)
        {
            _ = client.ReadAllAsync();
        }

        return client;
    }

    public async Task HandshakeAsync()
    {
        await SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", (await HandshakeAnswer).GetRawText());
    }

    public Task<JsonElement> HandshakeAnswer => _handshake.Task.WaitAsync(Eventually.Patience);

    /// <summary>A message of the envelope's level, with its end mark.</summary>
    public Task SendAsync(string json) => SendBytesAsync(MessageBytes(json));

    public static byte[] MessageBytes(string json) => FrameBytes(0x81, Encoding.UTF8.GetBytes(json + "\u001e"));

    public Task SendFrameAsync(byte head, byte[] payload) => SendBytesAsync(FrameBytes(head, payload));

    /// <param name="claimed">What the header says of the length, whatever follows; negative ones are the lengths above 2^63.</param>
    public static byte[] FrameBytes(byte head, byte[] payload, long? claimed = null, bool masked = true)
    {
        var length = claimed ?? payload.Length;
        var frame = new List<byte> { head };
        var mask = (byte)(masked ? 0x80 : 0);
        if (length is >= 0 and < 126)
        {
            frame.Add((byte)(mask | length));
        }
        else if (length is >= 126 and < 65_536)
        {
            frame.AddRange([(byte)(mask | 126), (byte)(length >> 8), (byte)length]);
        }
        else
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(eight, length);
            frame.AddRange([(byte)(mask | 127), .. eight]);
        }

        if (masked)
        {
            // A mask of zeros is a mask.
            frame.AddRange([0, 0, 0, 0]);
        }

        frame.AddRange(payload);
        return [.. frame];
    }

    public async Task SendBytesAsync(byte[] bytes)
    {
        await _sending.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Calls a method and gives the completion: <c>result</c> or <c>error</c>.</summary>
    public async Task<JsonElement> CompleteAsync(string method, string arguments, string more = "", int type = 1)
    {
        var id = Interlocked.Increment(ref _invocations).ToString();
        var answer = _answers[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync($$"""{"type":{{type}},"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]{{more}}}""");
        return await answer.Task.WaitAsync(Eventually.Patience);
    }

    /// <summary>Makes many calls without waiting between them, as many to a frame as fit, and gives the answers in order.</summary>
    public async Task<IReadOnlyList<T>> CallAllAsync<T>(IReadOnlyList<(string Method, string Arguments)> calls)
    {
        const int ToAFrame = 100;
        var answers = new List<T>(calls.Count);
        foreach (var some in calls.Chunk(ToAFrame))
        {
            var waiting = new List<Task<JsonElement>>(some.Length);
            var text = new StringBuilder();
            foreach (var (method, arguments) in some)
            {
                var id = Interlocked.Increment(ref _invocations).ToString();
                waiting.Add((_answers[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
                text.Append($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}""").Append('\u001e');
            }

            await SendFrameAsync(0x81, Encoding.UTF8.GetBytes(text.ToString()));
            var completed = await Task.WhenAll(waiting).WaitAsync(Eventually.Patience);
            answers.AddRange(completed.Select(one => one.GetProperty("result").Deserialize<T>(RoomJson.Options)!));
        }

        return answers;
    }

    public async Task<T> CallAsync<T>(string method, string arguments)
    {
        var completion = await CompleteAsync(method, arguments);
        Assert.True(completion.TryGetProperty("result", out var result), completion.GetRawText());
        return result.Deserialize<T>(RoomJson.Options)!;
    }

    public Task<EnterAnswer> EnterAsync(RoomId room, string? epoch = null, long? lastSeq = null) => CallAsync<EnterAnswer>(
        "Enter", JsonSerializer.Serialize(new EnterRequest(room.ToGrainKey(), epoch, lastSeq), RoomJson.Options));

    public Task<CommandAnswer> SayAsync(RoomId room, string text, string clientId) => CallAsync<CommandAnswer>(
        "Execute", $$"""{{JsonSerializer.Serialize(room.ToGrainKey())}},"{{clientId}}",{"type":"chat.post","text":{{JsonSerializer.Serialize(text)}}}""");

    /// <summary>The next call of that method the server made, skipping others.</summary>
    public async Task<T> NextAsync<T>(string? method = null, Func<T, bool>? where = null)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            JsonElement call;
            try
            {
                call = await _calls.Reader.ReadAsync(patience.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
            {
                throw new TimeoutException($"The server never called {method ?? typeof(T).Name}.", exception);
            }

            if (call.GetProperty("target").GetString() == (method ?? typeof(T).Name) &&
                call.GetProperty("arguments")[0].Deserialize<T>(RoomJson.Options)! is var argument && where?.Invoke(argument) != false)
            {
                return argument;
            }
        }
    }

    /// <summary>What the server has called so far and nobody has taken.</summary>
    public IReadOnlyList<JsonElement> Pending()
    {
        var calls = new List<JsonElement>();
        while (_calls.Reader.TryRead(out var call))
        {
            calls.Add(call);
        }

        return calls;
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadAllAsync()
    {
        var close = (Code: 1006, Reason: "");
        try
        {
            while (await ReadFrameAsync() is var (opcode, payload))
            {
                if (opcode == 8)
                {
                    close = payload.Length < 2
                        ? (1005, "")
                        : (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
                    _tcp.Client.Shutdown(SocketShutdown.Send);
                    break;
                }

                if (opcode is 0 or 1)
                {
                    Take(Encoding.UTF8.GetString(payload));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or ObjectDisposedException or SocketException)
        {
            // The connection is over: 1006.
        }
        finally
        {
            _closed.TrySetResult(close);
            _calls.Writer.TryComplete();
            _handshake.TrySetException(new IOException("The connection ended."));
            foreach (var answer in _answers.Values)
            {
                answer.TrySetException(new IOException("The connection ended."));
            }
        }
    }

    private async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[2];
        await _stream.ReadExactlyAsync(head);
        long length = head[1] & 0x7f;
        if (length >= 126)
        {
            var wide = new byte[length == 126 ? 2 : 8];
            await _stream.ReadExactlyAsync(wide);
            length = wide.Aggregate(0L, (sum, part) => (sum << 8) | part);
        }

        var payload = new byte[length];
        await _stream.ReadExactlyAsync(payload);
        return (head[0] & 0x0f, payload);
    }

    private void Take(string text)
    {
        _partial.Append(text);
        var parts = _partial.ToString().Split('\u001e');
        _partial.Clear().Append(parts[^1]);
        foreach (var part in parts[..^1])
        {
            var message = JsonDocument.Parse(part).RootElement;
            if (!message.TryGetProperty("type", out var type))
            {
                _handshake.TrySetResult(message);
            }
            else if (type.GetInt32() == 1)
            {
                _calls.Writer.TryWrite(message);
            }
            else if (type.GetInt32() == 3 && _answers.TryRemove(message.GetProperty("invocationId").GetString()!, out var answer))
            {
                answer.TrySetResult(message);
            }
        }
    }
}
