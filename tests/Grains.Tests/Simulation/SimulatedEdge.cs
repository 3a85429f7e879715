using System.Text.Json;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Rooms;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Halle.Tests.Simulation;

/// <summary>
/// One edge's copy of the room behind the real ring of frames. It takes batches and serves cursors as the live edge does, without its threads
/// and timers. A restart loses all of it.
/// </summary>
internal sealed class SimulatedEdge(RoomId id)
{
    private static readonly JsonHubProtocol Protocol = new();
    private static readonly FrameRingLimits Limits = new(Steps: 8, Keys: 64, MergedEntities: 24, SnapshotMessages: 200);

    private readonly Dictionary<WireMessage, Frame> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Changes _changes = new();
    private FrameRing _ring = new(id, Limits);
    private Room? _room;

    /// <summary>Counts its lives: what belongs to an earlier one is void.</summary>
    public int Life { get; private set; }

    /// <summary>The activation that feeds this edge; null while it has none.</summary>
    public SimulatedActivation? Source { get; set; }

    /// <summary>The batch the source has sent and this edge has not taken.</summary>
    public FeedBatch? Arriving { get; set; }

    public List<SimulatedCursor> Readers { get; } = [];

    public bool IsReady => _room is not null;

    public bool CanFlush => _ring.Applied > _ring.Head;

    public long Head => _ring.Head;

    public Room Room => _room!;

    public RoomPosition? Position => _room is null ? null : new RoomPosition(_ring.Epoch, _ring.Applied);

    public bool Adopt(Subscription subscription)
    {
        if (subscription.Snapshot is null)
        {
            return Take(new FeedBatch(id, subscription.Epoch, _ring.Applied, subscription.Seq, subscription.Tail, null));
        }

        // An activation that was left behind knows less than this copy: its feed is no beginning.
        if (_room is not null && subscription.Seq < _ring.Applied)
        {
            return false;
        }

        _room = RoomFactory.ForReaders(id, new RoomSettings(), subscription.Snapshot);
        _ring.Restart(_room, subscription.Epoch);
        return true;
    }

    public bool Take(FeedBatch batch)
    {
        if (_room is null || batch.From > _room.Seq)
        {
            return false;
        }

        foreach (var stored in batch.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)).Where(stored => stored.Seq > _room.Seq))
        {
            _room.Apply(stored, _changes);
        }

        if (_room.Seq < batch.To)
        {
            return false;
        }

        if (_room.Seq > _ring.Applied)
        {
            _ring.Touch(_changes.Entities);
            _changes.Clear();
        }

        return true;
    }

    public void Flush() => _ring.Flush();

    public void Enter(SimulatedCursor cursor, string? epoch, long? lastSeq)
    {
        cursor.Position = string.Equals(epoch, _ring.Epoch, StringComparison.Ordinal) && lastSeq is >= 0 && lastSeq <= _ring.Applied ? lastSeq.Value : -1;
        cursor.Fresh = true;
        if (!Readers.Contains(cursor))
        {
            Readers.Add(cursor);
        }
    }

    /// <summary>What the reader is sent next, read back from the bytes it would get.</summary>
    public Frame? Next(SimulatedCursor cursor)
    {
        if (_room is null || _ring.Next(cursor.Audience, cursor.Position, cursor.Fresh) is not { } delivery)
        {
            return null;
        }

        cursor.Position = delivery.Position;
        cursor.Fresh = false;
        if (!_read.TryGetValue(delivery.Message, out var frame))
        {
            var bytes = delivery.Message.Message.GetSerializedMessage(Protocol);
            using var call = JsonDocument.Parse(bytes[..^1]);
            frame = call.RootElement.GetProperty("arguments")[0].Deserialize<Frame>(RoomJson.Options)!;
            _read.Add(delivery.Message, frame);
        }

        return frame;
    }

    public void Restart()
    {
        Life++;
        Source = null;
        Arriving = null;
        _room = null;
        _ring = new FrameRing(id, Limits);
        _changes.Clear();
        _read.Clear();
        Readers.Clear();
    }
}

/// <summary>One connection's place at an edge.</summary>
internal sealed class SimulatedCursor(Audience audience)
{
    public Audience Audience => audience;

    public long Position { get; set; } = -1;

    public bool Fresh { get; set; } = true;
}
