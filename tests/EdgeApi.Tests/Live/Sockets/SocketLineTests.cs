using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using CsCheck;
using Halle.Live;
using Halle.Live.Frames;
using Halle.Live.Sockets;
using Halle.Tests.Live.Host;
using WireFrames = Halle.Live.Frames.Wire;

namespace Halle.Tests.Live.Sockets;

/// <summary>The outgoing half of a socket, over a real one with the smallest buffers there are.</summary>
public sealed class SocketLineTests : IDisposable
{
    private const int TooMuchForTheBuffers = 1_000_000;
    private static readonly WireMessage Small = Message('f', 1);
    private static readonly WireMessage Large = Message('F', TooMuchForTheBuffers);
    private static readonly byte[] Answer = [0x81, 1, (byte)'a'];
    private static readonly byte[] Close = [0x88, 0];

    private readonly LiveInstruments _instruments = new(new OwnMeters());

    public void Dispose() => _instruments.Dispose();

    [Fact(DisplayName = "[RC81] An answer waits until the frame in flight is on the socket, and goes before the next frame")]
    public async Task Frames_are_whole_and_answers_come_first()
    {
        using var pair = await SocketPair.ConnectAsync();
        var (line, free) = Open(pair);

        Assert.True(line.TryBegin());
        Assert.False(line.Give(Large));
        var answer = line.WriteAsync(Answer).AsTask();
        Assert.False(line.TryBegin());
        Assert.True(line.Waiting > TimeSpan.Zero);
        var reading = ReadAsync(pair.Far, frames: 3);
        Assert.True(await free.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken), "The pump was never told.");
        await answer;
        Assert.True(line.TryBegin());
        Assert.True(line.Give(Small));
        line.End();

        Assert.Equal(["F1000000", "a1", "f1"], await reading);
        Assert.Equal(TimeSpan.Zero, line.Waiting);
    }

    [Fact(DisplayName = "[RC81] Nothing follows a close frame")]
    public async Task Nothing_follows_a_close_frame()
    {
        using var pair = await SocketPair.ConnectAsync();
        var (line, _) = Open(pair);

        await line.WriteAsync(Close);

        Assert.False(line.TryBegin());
        await line.WriteAsync(Answer);
        pair.Near.Shutdown(SocketShutdown.Send);
        var rest = new byte[16];
        Assert.Equal(2, await pair.Far.ReceiveAsync(rest.AsMemory(), TestContext.Current.CancellationToken));
        Assert.Equal(0, await pair.Far.ReceiveAsync(rest.AsMemory(), TestContext.Current.CancellationToken));
    }

    [Fact(DisplayName = "[RC81] A write to a connection that has just ended disturbs nobody, and is the last")]
    public async Task A_write_after_the_end_is_quiet()
    {
        using var pair = await SocketPair.ConnectAsync();
        var (line, _) = Open(pair);
        Assert.True(line.TryBegin());
        pair.Near.Dispose();

        Assert.True(line.Give(Small));
        line.End();

        Assert.False(line.TryBegin());
        await line.WriteAsync(Answer);
    }

    [Fact(DisplayName = "[RC86] A reader that stops reading keeps no thread, and nothing but the rest of the frame in flight")]
    public async Task A_stuck_reader_keeps_nobody()
    {
        using var pair = await SocketPair.ConnectAsync();
        var (line, _) = Open(pair);
        Assert.True(line.TryBegin());
        Assert.False(line.Give(Large));

        line.Say(Small);
        for (var i = 0; i < 10; i++)
        {
            line.KeepAlive();
        }

        Assert.Equal(["F1000000"], await ReadAsync(pair.Far, frames: 1));
        await Eventually.IsTrueAsync(line.TryBegin);
        Assert.Equal(0, pair.Far.Available);
    }

    [Fact(DisplayName = "[RC87] A browser that was sent nothing for 15 s is pinged; one that was is not")]
    public async Task The_quiet_are_pinged()
    {
        using var pair = await SocketPair.ConnectAsync();
        var (line, _) = Open(pair);
        var ping = WireFrames.Ping.Length - 2;

        foreach (var quiet in new[] { 2, 2, 3 })
        {
            for (var i = 0; i < quiet; i++)
            {
                line.KeepAlive();
            }

            await line.WriteAsync(Answer);
        }

        Assert.Equal(["a1", "a1", $"{{{ping}", "a1"], await ReadAsync(pair.Far, frames: 4));
    }

    [Fact(DisplayName = "[RC81] However the kernel cuts the writes, the stream is whole frames in the order of each writer, and the pump gets its turn")]
    public Task However_writes_are_cut_the_stream_is_legal() =>
        Gen.Select(Gen.Int[1, 9_000].Array[1, 40], Gen.Int[1, 300].Array[0, 40], Gen.Int[1, 5_000]).SampleAsync(
            async (frames, answers, step) =>
            {
                using var pair = await SocketPair.ConnectAsync();
                var (line, free) = Open(pair);
                var reading = ReadAsync(pair.Far, frames.Length + answers.Length, step);

                await Task.WhenAll(Task.Run(() => AnswerAsync(line, answers)), Task.Run(() => PumpAsync(line, free, frames)))
                    .WaitAsync(Eventually.Patience);

                var seen = await reading;
                Assert.Equal(frames.Select(size => $"f{size}"), seen.Where(one => one[0] == 'f'));
                Assert.Equal(answers.Select(size => $"a{size}"), seen.Where(one => one[0] == 'a'));
            },
            iter: 100);

    private (SocketLine Line, SemaphoreSlim Free) Open(SocketPair pair)
    {
        var line = new SocketLine(pair.Near, _instruments, TimeProvider.System);
        var free = new SemaphoreSlim(0);
        line.OnFree(() => free.Release());
        return (line, free);
    }

    private static async Task AnswerAsync(SocketLine line, int[] answers)
    {
        foreach (var size in answers)
        {
            await line.WriteAsync(Message('a', size).Frame);
        }
    }

    private static async Task PumpAsync(SocketLine line, SemaphoreSlim free, int[] frames)
    {
        for (var i = 0; i < frames.Length;)
        {
            if (!line.TryBegin())
            {
                Assert.True(await free.WaitAsync(TimeSpan.FromSeconds(10)), "The pump was never told.");
                continue;
            }

            var whole = true;
            while (whole && i < frames.Length)
            {
                whole = line.Give(Message('f', frames[i++]));
            }

            if (whole)
            {
                line.End();
            }
        }
    }

    private static WireMessage Message(char letter, int size)
    {
        byte[] payload = [.. Enumerable.Repeat((byte)letter, size)];
        return new WireMessage(WireFrames.TextFrame(payload), payload);
    }

    /// <summary>Reads so many frames, at most a step at a time, and tells each by its first byte and its length. Fails on a payload of two kinds.</summary>
    private static async Task<List<string>> ReadAsync(Socket socket, int frames, int step = 65_536)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        await using var stream = new NetworkStream(socket);
        var buffer = new byte[step];
        var head = new byte[10];
        var seen = new List<string>();
        while (seen.Count < frames)
        {
            await stream.ReadExactlyAsync(head.AsMemory(0, 2), patience.Token);
            Assert.Equal(0x81, head[0]);
            long length = head[1];
            if (length >= 126)
            {
                var wide = head.AsMemory(2, length == 126 ? 2 : 8);
                await stream.ReadExactlyAsync(wide, patience.Token);
                length = wide.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(wide.Span) : BinaryPrimitives.ReadInt64BigEndian(wide.Span);
            }

            byte first = 0;
            for (var left = length; left > 0;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), patience.Token);
                Assert.NotEqual(0, read);
                first = left == length ? buffer[0] : first;
                Assert.True(first == (byte)'{' || !buffer.AsSpan(0, read).ContainsAnyExcept(first), "A frame of two kinds of bytes.");
                left -= read;
            }

            seen.Add($"{(char)first}{length}");
        }

        return seen;
    }

    private sealed class OwnMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
