using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Halle.Rehearsal.Sockets;

/// <summary>
/// One simulated visitor's live connection: a WebSocket that speaks just enough of SignalR's JSON protocol. It holds no buffer of its own
/// while nothing is half received. Calls may come from any thread; what the server sends is told on the thread that reads.
/// </summary>
public abstract class VisitorSocket
{
    /// <summary>Clients say something every 15 s; the server hangs up on one that is silent for longer.</summary>
    private const long PingAfterMs = 15_000;

    private static readonly byte[] Handshake = """{"protocol":"json","version":1}"""u8.ToArray().Append((byte)0x1e).ToArray();
    private static readonly byte[] PingRecord = """{"type":6}"""u8.ToArray().Append((byte)0x1e).ToArray();

    private readonly Lock _gate = new();
    private readonly IVisitorEvents _events;
    private Opening? _opening;
    private PendingCalls _calls;
    private FrameParser _frames;
    private RecordSplitter _records;
    private byte[]? _control;
    private VisitorEnd? _farewell;
    private long _saidAt = Environment.TickCount64;
    private int _lastCall;
    private bool _ended;

    private protected VisitorSocket(IVisitorEvents events, Opening opening) => (_events, _opening) = (events, opening);

    /// <summary>How long a call waits for its answer. Set it before many visitors connect.</summary>
    public static TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Open and not ended.</summary>
    public bool IsOpen => !_ended && _opening is null;

    internal bool HasEnded => _ended;

    private protected Lock Gate => _gate;

    /// <summary>Calls a method of the server.</summary>
    /// <exception cref="VisitorRefusedException">It answered with an error.</exception>
    /// <exception cref="VisitorClosedException">It did not answer.</exception>
    public Task<JsonElement> InvokeAsync(string target, params ReadOnlySpan<object?> arguments)
    {
        lock (_gate)
        {
            if (!IsOpen)
            {
                return Task.FromException<JsonElement>(new VisitorClosedException("The connection is not open."));
            }

            var now = Environment.TickCount64;
            var call = new PendingCall(++_lastCall, now + (long)AnswerWithin.TotalMilliseconds);
            var frame = OutgoingFrame.Call(call.Id, target, arguments);
            _calls.Add(call);
            Say(frame, now);
            return call.Task;
        }
    }

    /// <summary>Hangs up politely: a close frame, then the connection.</summary>
    public void Close() => End(new VisitorEnd(1000, "closed by the visitor", ByVisitor: true), saysGoodbye: true);

    /// <summary>Cuts the line, as a train's tunnel does.</summary>
    public void Abort() => End(new VisitorEnd(Code: null, "cut by the visitor", ByVisitor: true));

    /// <summary>Sends all of it, now or as soon as the line takes it. Called under <see cref="Gate"/>.</summary>
    private protected abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Gives the line up. Called once, under <see cref="Gate"/>.</summary>
    private protected abstract void CloseLine();

    /// <summary>The line is there: asks for the upgrade.</summary>
    private protected void OnConnected()
    {
        lock (_gate)
        {
            if (!_ended && _opening is { } opening)
            {
                Write(opening.Request());
            }
        }
    }

    /// <summary>Takes what was read. One thread at a time.</summary>
    private protected void OnBytes(ReadOnlySpan<byte> bytes, long timestamp)
    {
        if (_opening is { Upgraded: false } opening)
        {
            byte[]? rest;
            try
            {
                rest = opening.Feed(bytes, ended: false);
            }
            catch (VisitorRefusedException refused)
            {
                Fail(refused);
                return;
            }

            if (rest is null)
            {
                return;
            }

            lock (_gate)
            {
                if (!_ended)
                {
                    Say(OutgoingFrame.Of(FrameOpcode.Text, Handshake), Environment.TickCount64);
                }
            }

            bytes = rest;
        }

        while (!_ended && _frames.TryRead(ref bytes, out var piece, out var ends))
        {
            if (_frames.Opcode >= FrameOpcode.Close)
            {
                Control(piece, ends);
                continue;
            }

            while (_records.TryRead(ref piece, out var record))
            {
                Take(record, timestamp);
            }
        }

        _records.Release();
        if (_frames.IsBroken)
        {
            End(new VisitorEnd(Code: null, "the server broke the WebSocket protocol"));
        }
    }

    /// <summary>The line has ended, with or without a word.</summary>
    private protected void OnEnd(string why)
    {
        if (_opening is { Upgraded: false } opening)
        {
            try
            {
                opening.Feed([], ended: true);
            }
            catch (VisitorRefusedException refused) when (refused.Status != 0)
            {
                Fail(refused);
                return;
            }
            catch (VisitorRefusedException)
            {
                // Nothing came: what broke says more.
            }
        }

        End(_farewell ?? new VisitorEnd(Code: null, why));
    }

    /// <summary>Called about once a second by the thread that reads: pings, and gives up what waits too long.</summary>
    private protected void OnTick(long now)
    {
        if (_opening is { } opening)
        {
            if (opening.Deadline <= now)
            {
                End(new VisitorEnd(Code: null, "not connected in time"));
            }

            return;
        }

        PendingCall? overdue;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            if (now - _saidAt >= PingAfterMs)
            {
                Say(OutgoingFrame.Of(FrameOpcode.Text, PingRecord), now);
            }

            overdue = _calls.TakeOverdue(now);
        }

        PendingCall.FailAll(overdue, "No answer in time.");
    }

    private void Say(ReadOnlySpan<byte> frame, long now)
    {
        _saidAt = now;
        Write(frame);
    }

    private void Take(ReadOnlySpan<byte> record, long timestamp)
    {
        if (_opening is { } opening)
        {
            if (record is [(byte)'{', (byte)'}'])
            {
                _opening = null;
                opening.Opened.TrySetResult();
            }
            else
            {
                Fail(new VisitorRefusedException(101, Encoding.UTF8.GetString(record), retryAfter: null));
            }
        }
        else if (record.StartsWith("{\"type\":3"u8))
        {
            Answer(record);
        }
        else if (record.StartsWith("{\"type\":7"u8))
        {
            _farewell ??= new VisitorEnd(Code: null, Encoding.UTF8.GetString(record));
        }
        else if (!record.StartsWith("{\"type\":6"u8))
        {
            _events.Received(this, record, timestamp);
        }
    }

    private void Answer(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        if (!JsonElement.TryParseValue(ref reader, out var element) || element is not { } answer
            || !answer.TryGetProperty("invocationId", out var id) || !int.TryParse(id.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            End(new VisitorEnd(Code: null, "an answer that cannot be read"));
            return;
        }

        PendingCall? call;
        lock (_gate)
        {
            call = _calls.Take(number);
        }

        if (answer.TryGetProperty("error", out var error))
        {
            call?.TrySetException(new VisitorRefusedException(0, error.GetString() ?? "", retryAfter: null));
        }
        else
        {
            call?.TrySetResult(answer.TryGetProperty("result", out var result) ? result : default);
        }
    }

    private void Control(ReadOnlySpan<byte> piece, bool ends)
    {
        byte[] payload = [.. _control ?? [], .. piece];
        _control = ends ? null : payload;
        if (!ends)
        {
            return;
        }

        if (_frames.Opcode == FrameOpcode.Close)
        {
            End(payload.Length >= 2
                ? new VisitorEnd(BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)))
                : _farewell ?? new VisitorEnd(1005, ""));
        }
        else if (_frames.Opcode == FrameOpcode.Ping)
        {
            lock (_gate)
            {
                if (!_ended)
                {
                    Say(OutgoingFrame.Of(FrameOpcode.Pong, payload), Environment.TickCount64);
                }
            }
        }
    }

    private void Fail(VisitorRefusedException refused)
    {
        _opening?.Opened.TrySetException(refused);
        End(new VisitorEnd(Code: null, refused.Message));
    }

    private void End(VisitorEnd end, bool saysGoodbye = false)
    {
        PendingCall? calls;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            // Ended first: the server's answer to a goodbye may be read before the line is given up, and is not the server's hanging up.
            var isOpen = IsOpen;
            _ended = true;
            if (saysGoodbye && isOpen)
            {
                Span<byte> code = stackalloc byte[2];
                BinaryPrimitives.WriteUInt16BigEndian(code, (ushort)end.Code!.Value);
                Say(OutgoingFrame.Of(FrameOpcode.Close, code), Environment.TickCount64);
            }

            calls = _calls.TakeAll();
            CloseLine();
        }

        PendingCall.FailAll(calls, $"The connection ended: {end.Reason}");
        if (_opening is { } opening)
        {
            opening.Opened.TrySetException(new VisitorClosedException($"Cannot connect: {end.Reason}."));
        }
        else
        {
            _events.Closed(this, end);
        }
    }
}
