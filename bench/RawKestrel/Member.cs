using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Halle.Bench.RawKestrel;

/// <summary>One upgraded connection: the framework's WebSocket reads, frames made elsewhere are written beside it.</summary>
internal sealed class Member : IDisposable
{
    private readonly Stream _stream;
    private readonly WebSocket _reading;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private Member(Stream stream)
    {
        _stream = stream;
        _reading = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    /// <summary>Null when it is no WebSocket.</summary>
    public static async Task<Member?> UpgradeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.SecWebSocketAccept = AcceptOf(context.Request.Headers.SecWebSocketKey.ToString());
        return new Member(await upgrade.UpgradeAsync());
    }

    public ValueTask WriteAsync(byte[] frame)
    {
        if (!_writing.Wait(0))
        {
            return WaitAndWriteAsync(frame);
        }

        var write = _stream.WriteAsync(frame);
        if (write.IsCompletedSuccessfully)
        {
            _writing.Release();
            return default;
        }

        return FinishAsync(write);
    }

    public async Task ReadAsync(Rooms rooms, CancellationToken cancellationToken)
    {
        using var _ = this;
        var buffer = new byte[4 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var result = await _reading.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                filled += result.Count;
                if (!result.EndOfMessage)
                {
                    continue;
                }

                await AnswerAsync(rooms, buffer.AsMemory(0, filled - 1));
                filled = 0;
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
            // Gone.
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
    }

    private async Task AnswerAsync(Rooms rooms, ReadOnlyMemory<byte> record)
    {
        using var call = JsonDocument.Parse(record);
        if (call.RootElement.TryGetProperty("protocol", out _))
        {
            await WriteAsync(SocketFrame.Text("{}\u001e"u8));
            return;
        }

        if (!call.RootElement.TryGetProperty("target", out var target))
        {
            return;
        }

        var arguments = call.RootElement.GetProperty("arguments");
        var room = arguments[0].GetString()!;
        var result = 0L;
        if (target.ValueEquals("Enter"))
        {
            rooms.Enter(room, this);
        }
        else
        {
            result = await rooms.PostAsync(room, arguments[1].GetString()!);
        }

        var answer = JsonSerializer.Serialize(new { type = 3, invocationId = call.RootElement.GetProperty("invocationId").GetString(), result });
        await WriteAsync(SocketFrame.Text(Encoding.UTF8.GetBytes(answer + "\u001e")));
    }

    private async ValueTask WaitAndWriteAsync(byte[] frame)
    {
        await _writing.WaitAsync();
        await FinishAsync(_stream.WriteAsync(frame));
    }

    private async ValueTask FinishAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        finally
        {
            _writing.Release();
        }
    }

    private static string AcceptOf(string key)
    {
#pragma warning disable CA5350 // SHA-1 is what RFC 6455 prescribes here; it protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
    }
}
