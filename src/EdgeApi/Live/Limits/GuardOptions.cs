using System.ComponentModel.DataAnnotations;

namespace Halle.Live.Limits;

/// <summary>What one connection may send, below the hub.</summary>
public sealed class GuardOptions
{
    public const string Section = "Live:Guard";

    /// <summary>Bytes of one message. Default 8 KiB: 2 000 characters and their envelope fit.</summary>
    [Range(1_024, 1_048_576)]
    public int MessageBytes { get; set; } = 8 * 1024;

    /// <summary>Bytes of the first message. Default 1 KiB: a handshake has 32.</summary>
    [Range(64, 65_536)]
    public int HandshakeBytes { get; set; } = 1024;

    /// <summary>Messages a second. Default 50: a person makes a few.</summary>
    [Range(1, 100_000)]
    public double MessagesPerSecond { get; set; } = 50;

    /// <summary>Messages at once. Default 128: a hundred get their answers, and only more is a flood.</summary>
    [Range(1, 100_000)]
    public double MessageBurst { get; set; } = 128;

    /// <summary>Bytes a second. Default 64 KiB: over a hundred of the longest messages.</summary>
    [Range(1_024, 1e9)]
    public double BytesPerSecond { get; set; } = 64 * 1024;

    /// <summary>Bytes at once. Default 256 KiB: a burst of messages, counted as frames and as messages.</summary>
    [Range(1_024, 1e9)]
    public double ByteBurst { get; set; } = 256 * 1024;

    /// <summary>Bytes a WebSocket frame may announce. Default 16 KiB: a client may pack two messages in one.</summary>
    [Range(1_024, 1_048_576)]
    public int SocketFrameBytes { get; set; } = 16 * 1024;

    /// <summary>WebSocket frames a second, pings and fragments counted. Default 50: as many as messages, each in one.</summary>
    [Range(1, 100_000)]
    public double SocketFramesPerSecond { get; set; } = 50;

    /// <summary>WebSocket frames at once. Default 200: the burst of messages, each in two.</summary>
    [Range(1, 100_000)]
    public double SocketFrameBurst { get; set; } = 200;

    /// <summary>How long a message may stay half sent. Default 4 s, so that it is closed within 5.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PartialAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a connection may say nothing. Default 27 s, so that a half-open one is gone within 30; clients ping every 15.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(27);

    /// <summary>Odd envelopes and unknown methods put up with on one connection. Default 10: versions differ, people do not.</summary>
    [Range(0, 10_000)]
    public int AbuseAllowed { get; set; } = 10;
}
