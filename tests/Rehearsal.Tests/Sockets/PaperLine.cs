using System.Diagnostics;
using System.Text;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Tests.Sockets;

/// <summary>A visitor's socket whose line is a list: what it says is kept, what it hears is given.</summary>
internal sealed class PaperLine : VisitorSocket
{
    private readonly List<byte> _said = [];

    private PaperLine(Heard heard, Opening opening)
        : base(heard, opening) => (Heard, Opening) = (heard, opening);

    public Heard Heard { get; }

    public Opening Opening { get; }

    public bool IsClosed { get; private set; }

    /// <summary>A server so near that its answer to a close frame is there before the visitor's call returns.</summary>
    public bool AnswersGoodbyeAtOnce { get; set; }

    public static async Task<PaperLine> DialAsync()
    {
        var target = await VisitorTarget.ResolveAsync(new Uri("http://127.0.0.1:12345"));
        var line = new PaperLine(new Heard(), new Opening(target, "halle=demo", Environment.TickCount64 + 60_000));
        line.OnConnected();
        return line;
    }

    /// <summary>Upgraded, shaken hands.</summary>
    public static async Task<PaperLine> OpenAsync()
    {
        var line = await DialAsync();
        line.SaidBytes();
        line.Hear([.. Server.Upgrade(), .. Server.Text("{}\u001e")]);
        await line.Opening.Opened.Task;
        line.SaidBytes();
        return line;
    }

    public void Hear(ReadOnlySpan<byte> bytes) => OnBytes(bytes, Stopwatch.GetTimestamp());

    public void HangUp() => OnEnd("hung up");

    public void Tick(long now) => OnTick(now);

    /// <summary>What was said since the last time, as it went over the line.</summary>
    public byte[] SaidBytes()
    {
        byte[] said = [.. _said];
        _said.Clear();
        return said;
    }

    /// <summary>The payloads of the frames said since the last time.</summary>
    public string Said() => string.Concat(Server.Unmask(SaidBytes()).Select(frame => Encoding.UTF8.GetString(frame.Payload)));

    private protected override void Write(ReadOnlySpan<byte> bytes)
    {
        _said.AddRange(bytes);
        if (AnswersGoodbyeAtOnce && (bytes[0] & 0x0f) == (int)FrameOpcode.Close)
        {
            Hear(Server.Frame(FrameOpcode.Close, [0x03, 0xe8]));
        }
    }

    private protected override void CloseLine() => IsClosed = true;
}

/// <summary>Keeps what a visitor was told.</summary>
internal sealed class Heard : IVisitorEvents
{
    private readonly Lock _gate = new();
    private readonly List<string> _records = [];

    public IReadOnlyList<string> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    public VisitorEnd? End { get; private set; }

    public void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp)
    {
        lock (_gate)
        {
            _records.Add(Encoding.UTF8.GetString(record));
        }
    }

    public void Closed(VisitorSocket socket, VisitorEnd end)
    {
        Assert.Null(End);
        End = end;
    }
}
