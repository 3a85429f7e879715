using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>One running edge process; a new one after each start.</summary>
[GenerateSerializer, Immutable, Alias("halle.EdgeId")]
public readonly record struct EdgeId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A place in a room's order. The epoch names the store's lineage: it changes when a backup is restored.</summary>
[GenerateSerializer, Immutable, Alias("halle.RoomPosition")]
public readonly record struct RoomPosition(string Epoch, long Seq);

/// <summary>Committed events after <paramref name="From"/> up to and including <paramref name="To"/>, as stored:
/// each payload is one commit, a JSON array of <see cref="StoredEvent"/>. Empty payloads with a pulse are allowed.</summary>
[GenerateSerializer, Immutable, Alias("halle.FeedBatch")]
public sealed record FeedBatch(RoomId Room, string Epoch, long From, long To, ImmutableArray<byte[]> Commits, RoomPulse? Pulse);

/// <summary>The answer to a subscription: either a snapshot at <paramref name="Seq"/>, or the commits after the asked position.</summary>
[GenerateSerializer, Immutable, Alias("halle.Subscription")]
public sealed record Subscription(
    Rejection? Rejection, string Epoch, long Seq, byte[]? Snapshot, ImmutableArray<byte[]> Tail, RoomPulse? Pulse);

/// <summary>A slice of the journal: whole commits, oldest first; <paramref name="NextSeq"/> is where to go on, or 0 at the end.</summary>
[GenerateSerializer, Immutable, Alias("halle.RoomSlice")]
public sealed record RoomSlice(Rejection? Rejection, ImmutableArray<byte[]> Commits, long NextSeq);
