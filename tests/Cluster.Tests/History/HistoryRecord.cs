using System.Text.Json.Serialization;

namespace Halle.Cluster.Tests.History;

/// <summary>
/// One line of a run's history. Every time is in microseconds of one monotonic clock, that of the driving process, so that "before"
/// means something across clients. A hash names sender and text together: a message shown under another's name is another hash.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Invoked), "invoke")]
[JsonDerivedType(typeof(Acked), "ok")]
[JsonDerivedType(typeof(Failed), "fail")]
[JsonDerivedType(typeof(Unsure), "unknown")]
[JsonDerivedType(typeof(Muted), "muted")]
[JsonDerivedType(typeof(Unmuted), "unmuted")]
[JsonDerivedType(typeof(Removed), "removed")]
[JsonDerivedType(typeof(FrameShown), "frame")]
[JsonDerivedType(typeof(Settled), "settled")]
[JsonDerivedType(typeof(HistoryRead), "history")]
public abstract record HistoryRecord(long T, string Room);

/// <summary>A client sends a message, for the first time or again under the same client id.</summary>
public sealed record Invoked(long T, string Room, string Sender, string ClientId, string Hash) : HistoryRecord(T, Room);

/// <summary>The server said: stored, at this seq.</summary>
public sealed record Acked(long T, string Room, string Sender, string ClientId, long Seq) : HistoryRecord(T, Room);

/// <summary>The server said: not done, and never will be.</summary>
public sealed record Failed(long T, string Room, string Sender, string ClientId, string Code) : HistoryRecord(T, Room);

/// <summary>No answer, or the answer "unknown"; a later ok or fail of the same client id settles it.</summary>
public sealed record Unsure(long T, string Room, string Sender, string ClientId) : HistoryRecord(T, Room);

/// <summary>A moderator's mute of a sender was acknowledged at this seq.</summary>
public sealed record Muted(long T, string Room, string Sender, long Seq) : HistoryRecord(T, Room);

/// <summary>The mute was revoked, or ran out.</summary>
public sealed record Unmuted(long T, string Room, string Sender, long Seq) : HistoryRecord(T, Room);

/// <summary>A moderator's removal of a message that had been shown was acknowledged, for good: nobody takes it back in these runs.</summary>
/// <param name="Seq">The message's.</param>
/// <param name="At">The removal's own.</param>
public sealed record Removed(long T, string Room, long Seq, long At) : HistoryRecord(T, Room);

/// <summary>
/// An observer applied a frame: it moved from <paramref name="From"/> to <paramref name="To"/> and rendered these messages. A frame that
/// did not fit (a hole, a repeat) is not applied and so not recorded; what closes the hole is.
/// </summary>
/// <param name="Reset">The observer forgot the room first; <paramref name="From"/> means nothing.</param>
public sealed record FrameShown(
    long T, string Room, string Observer, long From, long To, bool Reset, IReadOnlyList<ShownMessage> Shown) : HistoryRecord(T, Room);

/// <param name="Seq">The message's id: the seq of its posting.</param>
/// <param name="Hash">Null for a tombstone.</param>
public sealed record ShownMessage(long Seq, string? Hash);

/// <summary>The run is over and this observer had the time to catch up: it must have seen everything.</summary>
public sealed record Settled(long T, string Room, string Observer) : HistoryRecord(T, Room);

/// <summary>A fresh visitor read the room's whole history, page by page.</summary>
/// <param name="Head">The room's seq when the reading began.</param>
public sealed record HistoryRead(long T, string Room, string Reader, long Head, IReadOnlyList<StoredMessage> Messages) : HistoryRecord(T, Room);

/// <param name="ShownAt">The seq at which it became visible; the seq itself unless a moderator released it later.</param>
/// <param name="Hash">Null for a tombstone: removed by moderation or retention.</param>
public sealed record StoredMessage(long Seq, long ShownAt, string? Hash);
