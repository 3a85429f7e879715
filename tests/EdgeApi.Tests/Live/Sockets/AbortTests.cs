using System.Buffers;
using System.Net.Sockets;
using Halle.Live.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Halle.Tests.Live.Sockets;

public sealed class AbortTests
{
    [Fact(DisplayName = "[LI9] What was written before a connection is aborted goes out first: SignalR aborts right behind a close frame")]
    public async Task A_close_frame_is_not_lost_in_the_abort_behind_it()
    {
        byte[] close = [0x88, 2, 0x03, 0xea];
        for (var round = 0; round < 300; round++)
        {
            using var pair = await SocketPair.ConnectAsync();
            var connection = new SocketConnection(pair.Near, MemoryPool<byte>.Shared);
            connection.Start();

            await connection.Transport.Output.WriteAsync(close, TestContext.Current.CancellationToken);
            connection.Abort(new ConnectionAbortedException());

            Assert.Equal((round, Convert.ToHexString(close)), (round, Convert.ToHexString(await ReadToEndAsync(pair.Far))));
            await connection.DisposeAsync();
        }
    }

    [Fact(DisplayName = "[LI9] A browser that takes nothing more holds no abort up")]
    public async Task A_stuck_browser_holds_no_abort_up()
    {
        using var pair = await SocketPair.ConnectAsync();
        var connection = new SocketConnection(pair.Near, MemoryPool<byte>.Shared);
        connection.Start();
        var writing = connection.Transport.Output.WriteAsync(new byte[1024 * 1024], TestContext.Current.CancellationToken);
        Assert.False(writing.IsCompleted);

        connection.Abort(new ConnectionAbortedException());

        await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Throws<ObjectDisposedException>(() => pair.Near.Send([1]));
    }

    private static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
            {
                all.Write(buffer, 0, read);
            }
        }
        catch (SocketException)
        {
            // Reset: an end, too.
        }

        return all.ToArray();
    }
}
