using Halle.Live.Contract;

namespace Halle.Live.Limits;

/// <summary>
/// What one connection may send, whatever transport it uses: messages and bytes a second, how long a message may stay half sent,
/// how much nonsense is put up with. Once refused it stays refused, and its reading ends.
/// </summary>
public sealed class ConnectionGuard(GuardLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TokenBudget _messages = new(limits.MessageBurst, limits.MessagesPerSecond);
    private readonly TokenBudget _bytes = new(limits.ByteBurst, limits.BytesPerSecond);
    private readonly TokenBudget _socketFrames = new(limits.SocketFrameBurst, limits.SocketFramesPerSecond);
    private int _abuse;
    private long _refusedAt;
    private long _partialSince;
    private Action? _onRefused;
    private volatile string? _code;

    public GuardLimits Limits => limits;

    public bool IsRefused => _code is not null;

    /// <summary>The <see cref="ClosingCode"/> it was refused with.</summary>
    public string? Code => _code;

    public TimeSpan RefusedFor => IsRefused ? time.GetElapsedTime(_refusedAt) : TimeSpan.Zero;

    /// <summary>How long a begun message has been waiting for its end.</summary>
    public TimeSpan PartialFor => Interlocked.Read(ref _partialSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Runs when the connection is refused, or at once when it is already.</summary>
    public void OnRefused(Action end)
    {
        lock (_gate)
        {
            _onRefused += end;
        }

        if (IsRefused)
        {
            end();
        }
    }

    public void Refuse(string code)
    {
        Action? end;
        lock (_gate)
        {
            if (_code is not null)
            {
                return;
            }

            _refusedAt = time.GetTimestamp();
            _code = code;
            end = _onRefused;
        }

        end?.Invoke();
    }

    /// <summary>Counts a message of the envelope's level.</summary>
    public void Message(int bytes)
    {
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

    /// <summary>Tells whether a message is half received now.</summary>
    public void Partial(bool begun)
    {
        if (!begun)
        {
            Interlocked.Exchange(ref _partialSince, 0);
        }
        else if (Interlocked.Read(ref _partialSince) == 0)
        {
            Interlocked.Exchange(ref _partialSince, time.GetTimestamp());
        }
    }

    private double Seconds() => (double)time.GetTimestamp() / time.TimestampFrequency;
}

/// <summary>A token bucket. Pure: the caller brings the time, in seconds.</summary>
public sealed class TokenBudget(double burst, double perSecond)
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
}

/// <summary>Limits below the hub.</summary>
public sealed record GuardLimits
{
    /// <summary>Bytes of one message. 8 KiB: 2 000 characters and their envelope fit.</summary>
    public int MessageBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of the first message. 1 KiB: a handshake has 32.</summary>
    public int HandshakeBytes { get; init; } = 1024;

    /// <summary>50 a second: a person makes a few.</summary>
    public double MessagesPerSecond { get; init; } = 50;

    public double MessageBurst { get; init; } = 100;

    /// <summary>64 KiB a second.</summary>
    public double BytesPerSecond { get; init; } = 64 * 1024;

    public double ByteBurst { get; init; } = 128 * 1024;

    /// <summary>WebSocket frames a second, pings and fragments counted.</summary>
    public double SocketFramesPerSecond { get; init; } = 50;

    public double SocketFrameBurst { get; init; } = 200;

    /// <summary>How long a message may stay half sent.</summary>
    public TimeSpan PartialAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Odd envelopes and unknown methods put up with on one connection.</summary>
    public int AbuseAllowed { get; init; } = 10;
}
