using System.Buffers;
using System.Runtime.InteropServices;
using Halle.Live.Contract;

namespace Halle.Live.Limits;

/// <summary>
/// What one connection may send, whatever transport it uses: messages and bytes a second, how long a message may stay half sent,
/// how much nonsense is put up with. Once refused it stays refused, and its reading ends.
/// </summary>
public sealed class ConnectionGuard(GuardOptions limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private TokenBudget _messages = new(limits.MessageBurst, limits.MessagesPerSecond);
    private TokenBudget _bytes = new(limits.ByteBurst, limits.BytesPerSecond);
    private TokenBudget _socketFrames = new(limits.SocketFrameBurst, limits.SocketFramesPerSecond);
    private int _abuse;
    private long _heardAt = time.GetTimestamp();
    private long _refusedAt;
    private long _partialSince;
    private long _socketPartialSince;
    private TaskCompletionSource? _whySaid;
    private Action? _onRefused;
    private Action<string, TimeSpan?>? _farewell;
    private Action _doubt = static () => { };
    private volatile string? _code;

    public GuardOptions Limits => limits;

    public bool IsRefused => _code is not null;

    /// <summary>The <see cref="ClosingCode"/> it was refused with.</summary>
    public string? Code => _code;

    /// <summary>How long nothing has been heard. SignalR's own timeout only begins with a client's first ping.</summary>
    public TimeSpan SilentFor => time.GetElapsedTime(Interlocked.Read(ref _heardAt));

    public TimeSpan RefusedFor => IsRefused ? time.GetElapsedTime(_refusedAt) : TimeSpan.Zero;

    /// <summary>How long a begun message or frame has been waiting for its end.</summary>
    public TimeSpan PartialFor
    {
        get
        {
            var (message, frame) = (Since(ref _partialSince), Since(ref _socketPartialSince));
            return message > frame ? message : frame;
        }
    }

    /// <summary>Completes when the close frame is written, or the socket is gone.</summary>
    public Task WhySaid => Why().Task;

    public void SaidWhy() => Why().TrySetResult();

    /// <summary>Ends the reading when the connection is refused.</summary>
    public void OnRefused(Action end)
    {
        lock (_gate)
        {
            _onRefused += end;
        }
    }

    /// <summary>Tells the browser the code, and within what time it may come back, before the reading ends.</summary>
    public void OnFarewell(Action<string, TimeSpan?> say)
    {
        lock (_gate)
        {
            _farewell = say;
        }
    }

    /// <summary>Called when it is refused, or something is half received: somebody should look at it soon.</summary>
    public void OnDoubt(Action tell) => _doubt = tell;

    /// <param name="retryWithin">Null: the browser does not come back by itself.</param>
    public void Refuse(string code, TimeSpan? retryWithin = null)
    {
        Action? end;
        Action<string, TimeSpan?>? say;
        lock (_gate)
        {
            if (_code is not null)
            {
                return;
            }

            _refusedAt = time.GetTimestamp();
            _code = code;
            end = _onRefused;
            say = _farewell;
        }

        _doubt();
        say?.Invoke(code, retryWithin);
        end?.Invoke();
    }

    /// <summary>Judges a whole message, its end mark not included.</summary>
    /// <param name="handshaken">False: it is the first.</param>
    public void Whole(in ReadOnlySequence<byte> message, bool handshaken)
    {
        if (IsTooLarge(message.Length, handshaken))
        {
            return;
        }

        Count((int)message.Length + 1);
        if (handshaken && !IsPing(message) && Envelope.Judge(message) == EnvelopeVerdict.Odd)
        {
            Abuse();
        }
    }

    /// <summary>Judges a ping that came in a WebSocket frame of its own of so many bytes, as <see cref="SocketFrame"/> and <see cref="Whole"/> do.</summary>
    public void Ping(int frameBytes)
    {
        SocketFrame(1, frameBytes);
        Count(Envelope.Ping.Length + 1);
    }

    private static bool IsPing(in ReadOnlySequence<byte> message) => message.IsSingleSegment && message.FirstSpan.SequenceEqual(Envelope.Ping);

    /// <summary>Judges the beginning of a message whose end is not there yet; of no bytes when none is begun.</summary>
    public void Unfinished(long bytes, bool handshaken)
    {
        Mark(ref _partialSince, begun: bytes > 0);
        IsTooLarge(bytes, handshaken);
    }

    private bool IsTooLarge(long bytes, bool handshaken)
    {
        if (bytes <= (handshaken ? limits.MessageBytes : limits.HandshakeBytes))
        {
            return false;
        }

        Refuse(ClosingCode.TooLarge);
        return true;
    }

    private void Count(int bytes)
    {
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        var seconds = Seconds();
        lock (_gate)
        {
            if (_messages.Take(1, seconds) && _bytes.Take(bytes, seconds))
            {
                return;
            }
        }

        Refuse(ClosingCode.TooMuch);
    }

    /// <summary>Counts WebSocket frames, control frames included, and their bytes.</summary>
    public void SocketFrame(int frames, int bytes)
    {
        var seconds = Seconds();
        lock (_gate)
        {
            if (_socketFrames.Take(frames, seconds) && _bytes.Take(bytes, seconds))
            {
                return;
            }
        }

        Refuse(ClosingCode.TooMuch);
    }

    /// <summary>Counts something no honest client sends; a few are put up with, since versions differ.</summary>
    public void Abuse()
    {
        if (Interlocked.Increment(ref _abuse) > limits.AbuseAllowed)
        {
            Refuse(ClosingCode.TooMuch);
        }
    }

    /// <summary>Tells whether a WebSocket frame, or a message in several, is half received now.</summary>
    public void SocketPartial(bool begun) => Mark(ref _socketPartialSince, begun);

    /// <summary>Made when somebody waits, or has said it: few connections end by our will.</summary>
    private TaskCompletionSource Why()
    {
        lock (_gate)
        {
            return _whySaid ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Mark(ref long since, bool begun)
    {
        if (!begun)
        {
            Interlocked.Exchange(ref since, 0);
        }
        else if (Interlocked.Read(ref since) == 0)
        {
            Interlocked.Exchange(ref since, time.GetTimestamp());
            _doubt();
        }
    }

    private TimeSpan Since(ref long since) => Interlocked.Read(ref since) is var begun and not 0 ? time.GetElapsedTime(begun) : TimeSpan.Zero;

    private double Seconds() => (double)time.GetTimestamp() / time.TimestampFrequency;
}

/// <summary>A token bucket. Pure: the caller brings the time, in seconds.</summary>
[StructLayout(LayoutKind.Auto)]
public struct TokenBudget(double burst, double perSecond)
{
    private double _spent;
    private double _at;

    public bool Take(double tokens, double seconds)
    {
        _spent = Math.Max(0, _spent - (Math.Max(0, seconds - _at) * perSecond));
        _at = seconds;
        if (_spent + tokens > burst)
        {
            return false;
        }

        _spent += tokens;
        return true;
    }

    /// <summary>Seconds until so many can be taken, from the last <see cref="Take"/> on.</summary>
    public readonly double Wait(double tokens) => Math.Max(0, _spent + tokens - burst) / perSecond;

    public readonly bool IsFull(double seconds) => _spent <= Math.Max(0, seconds - _at) * perSecond;
}
