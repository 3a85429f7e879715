using Halle.Live.Sockets;

namespace Halle.Tests.Live.Sockets;

public sealed class SocketLineTests : IDisposable
{
    private static readonly byte[] Frame = [0x81, 1, (byte)'f'];
    private static readonly byte[] Answer = [0x81, 1, (byte)'a'];
    private static readonly byte[] Beginning = [0x01, 1, (byte)'b'];
    private static readonly byte[] Close = [0x88, 0];

    private readonly HeldStream _stream = new();
    private readonly SocketLine _line = new();
    private int _freed;

    public SocketLineTests()
    {
        _line.Open(_stream);
        _line.OnFree(() => _freed++);
    }

    public void Dispose() => _stream.Dispose();

    [Fact(DisplayName = "[RC81] A frame waits for the answer that SignalR still holds in its pipe, and is told when that has passed")]
    public async Task Answers_come_first()
    {
        _line.Held(1);

        Assert.False(_line.TryBegin());
        await _line.WriteAsync(Answer, CancellationToken.None);
        Assert.False(_line.TryBegin());
        _line.Passed(1);

        Assert.True(_freed > 0);
        Assert.True(_line.TryBegin());
    }

    [Fact(DisplayName = "[RC81] A frame is not written between two fragments of one message")]
    public async Task Fragments_stay_together()
    {
        _line.Held(2);
        await _line.WriteAsync(Beginning, CancellationToken.None);
        _line.Passed(1);

        Assert.False(_line.TryBegin());
    }

    [Fact(DisplayName = "[RC81] An answer waits until the frame in flight is on the socket")]
    public async Task Frames_are_whole()
    {
        _stream.Stall();
        Assert.True(_line.TryBegin());
        var frame = _line.WriteInTurn(Frame).AsTask();
        var answer = _line.WriteAsync(Answer, CancellationToken.None).AsTask();
        Assert.Equal([Frame], _stream.Written);

        _stream.GoOn();
        await frame;
        _line.End();
        await answer;

        Assert.Equal([Frame, Answer], _stream.Written);
    }

    [Fact(DisplayName = "[RC81] Whoever found the line taken is told when the other's write ends")]
    public async Task The_pump_is_told_when_it_is_free()
    {
        _stream.Stall();
        var pong = _line.WriteAsync(Answer, CancellationToken.None).AsTask();
        Assert.False(_line.TryBegin());
        Assert.Equal(0, _freed);

        _stream.GoOn();
        await pong;

        Assert.Equal(1, _freed);
        Assert.True(_line.TryBegin());
    }

    [Fact(DisplayName = "[RC81] Nothing follows a close frame")]
    public async Task Nothing_follows_a_close_frame()
    {
        await _line.WriteAsync(Close, CancellationToken.None);

        Assert.False(_line.TryBegin());
    }

    [Fact(DisplayName = "[RC81] A write to a connection that has just ended is a failed write, not an exception")]
    public async Task A_write_after_the_end_fails_quietly()
    {
        Assert.True(_line.TryBegin());
        await _stream.DisposeAsync();

        var write = _line.WriteInTurn(Frame).AsTask();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => write);
    }

    [Fact(DisplayName = "[RC81] Two who write as they like never overlap, and the pump always gets its turn")]
    public async Task Two_writers_never_overlap()
    {
        const int each = 20_000;
        var wakes = new SemaphoreSlim(0);
        _line.OnFree(() => wakes.Release());
        var answers = Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                _line.Held(1);
                await _line.WriteAsync(Answer, CancellationToken.None);
                _line.Passed(1);
            }
        }, TestContext.Current.CancellationToken);
        var frames = Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                while (!_line.TryBegin())
                {
                    Assert.True(await wakes.WaitAsync(TimeSpan.FromSeconds(10)), "The pump was never told.");
                }

                await _line.WriteInTurn(Frame);
                _line.End();
            }
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(answers, frames).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(2 * each, _stream.Written.Count);
        Assert.Equal(0, _stream.Overlaps);
    }

    /// <summary>Keeps what is written, and counts writes that began before the last one had ended.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private TaskCompletionSource? _stalled;
        private int _writing;
        private bool _disposed;

        public List<byte[]> Written { get; } = [];

        public int Overlaps { get; private set; }

        public void Stall() => _stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _stalled!.SetResult();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (Interlocked.Exchange(ref _writing, 1) == 1)
            {
                Overlaps++;
            }

            Written.Add(buffer.ToArray());
            Interlocked.Exchange(ref _writing, 0);
            return _stalled is { } stalled ? new ValueTask(stalled.Task) : default;
        }

        protected override void Dispose(bool disposing)
        {
            _disposed = true;
            base.Dispose(disposing);
        }
    }
}
