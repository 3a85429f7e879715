using System.Collections.Immutable;
using System.Text.Json;
using Halle.Chat;

namespace Halle.Rooms;

/// <summary>
/// A room: one order of events over the parts its kind is made of. Deciding reads, applying writes, and nothing else does either.
/// </summary>
public sealed class Room
{
    /// <summary>Of a snapshot without receipts: what readers are given, the release before this one included.</summary>
    private const int ReadersVersion = 1;

    /// <summary>Of a snapshot with receipts in columns; version 1 has a list of them.</summary>
    private const int CurrentVersion = 2;

    private readonly ImmutableArray<IRoomPart> _parts;
    private readonly Receipts? _receipts;

    /// <param name="receipts">Null: remembers no command.</param>
    internal Room(RoomId id, ImmutableArray<IRoomPart> parts, Receipts? receipts)
    {
        Id = id;
        _parts = parts;
        _receipts = receipts;
    }

    public RoomId Id { get; }

    /// <summary>Seq of the last applied event; 0 in a new room.</summary>
    public long Seq { get; private set; }

    /// <summary>Time of the last applied event.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Commands whose seq is remembered, which is most of what a busy room's snapshot holds.</summary>
    public int Remembered => _receipts?.Count ?? 0;

    /// <summary>The seq the same command got before, when it was sent before.</summary>
    public long? FindReceipt(PersonId sender, ClientId clientId) => _receipts?.Find(sender, clientId);

    /// <summary>Authorises and decides. Changes nothing.</summary>
    public Decision Decide(RoomCommand command, in Situation situation)
    {
        if (!Permissions.Allows(command, situation.Actor.Role, situation.Own, Id.Kind))
        {
            return Decision.Refuse(RejectionCode.Forbidden);
        }

        foreach (var part in _parts)
        {
            if (part.Gate(command, situation) is { } rejection)
            {
                return Decision.Refuse(rejection);
            }
        }

        foreach (var part in _parts)
        {
            if (part.Decide(command, situation) is { } decision)
            {
                return decision;
            }
        }

        return Decision.Refuse(RejectionCode.NotFound);
    }

    /// <summary>Gives accepted events their place: consecutive seqs from the head, a time that never goes back.</summary>
    public ImmutableArray<StoredEvent> Sequence(Decision decision, Actor actor, ClientId? clientId, DateTimeOffset now)
    {
        var stored = ImmutableArray.CreateBuilder<StoredEvent>(decision.Events.Length);
        var at = now > At ? now : At;
        foreach (var happened in decision.Events)
        {
            var first = stored.Count == 0;
            stored.Add(new StoredEvent(Seq + stored.Count + 1, at, actor.ToAuthor(), first ? clientId : null, happened));
        }

        return stored.MoveToImmutable();
    }

    /// <summary>Applies the next event. An event that is not the next one is a bug of the caller.</summary>
    public void Apply(StoredEvent stored, Changes changes)
    {
        if (stored.Seq != Seq + 1)
        {
            throw new InvalidOperationException($"{Id} is at {Seq} and was given {stored.Seq}.");
        }

        Seq = stored.Seq;
        At = stored.At;
        _receipts?.Apply(stored);
        foreach (var part in _parts)
        {
            part.Apply(stored, changes);
        }
    }

    /// <summary>The entity as the audience sees it; null when it is gone or not for them.</summary>
    public Entity? Show(EntityKey key, Audience audience)
    {
        foreach (var part in _parts)
        {
            if (part.Show(key, audience) is { } entity)
            {
                return entity;
            }
        }

        return null;
    }

    /// <summary>Everything a newcomer of that audience is shown.</summary>
    public IEnumerable<Entity> ShowAll(Audience audience)
    {
        foreach (var part in _parts)
        {
            foreach (var key in part.Keys())
            {
                if (part.Show(key, audience) is { } entity)
                {
                    yield return entity;
                }
            }
        }
    }

    /// <summary>
    /// The newest seq at which a message was shown that this copy no longer holds in memory; 0 when there is none. Whoever stands before it
    /// cannot be led on by what changed, only by a snapshot and pages of history.
    /// </summary>
    public long Forgotten => Part<RoomChat>()?.Forgotten ?? 0;

    /// <summary>What waits in all of the room for a moderator, and when the oldest of it was written; null when nothing does.</summary>
    public (int Count, DateTimeOffset? Since) Waiting
    {
        get
        {
            var (count, since) = (0, default(DateTimeOffset?));
            foreach (var part in _parts)
            {
                // Asked with every message, and the chat looks through its window for it: once.
                var waiting = part.Waiting;
                count += waiting.Count;
                since = waiting.Since < since ? waiting.Since : since ?? waiting.Since;
            }

            return (count, since);
        }
    }

    public You Tell(PersonId person) => _parts.Aggregate(You.Nobody, (you, part) => part.Tell(person, you));

    /// <summary>Reads a part's own state for composition (a silo's watch reads the breaker); null when the kind has no such part.</summary>
    public TPart? Part<TPart>()
        where TPart : class, IRoomPart => _parts.OfType<TPart>().FirstOrDefault();

    /// <summary>All of the room, for the store.</summary>
    /// <exception cref="InvalidOperationException">This copy remembers no command, so it is not all of the room.</exception>
    public byte[] Save() => Write(CurrentVersion, (_receipts ?? throw new InvalidOperationException($"A reader's copy of {Id} is not the room.")).Save());

    /// <summary>The room without what it remembers of commands, which only who accepts them needs and which is most of a busy one.</summary>
    public byte[] SaveForReaders() => Write(ReadersVersion, columns: null);

    internal void Load(ReadOnlySpan<byte> json)
    {
        var state = JsonSerializer.Deserialize<RoomState<JsonElement>>(json, RoomJson.Options) ?? throw new JsonException("Empty snapshot.");
        if (state.Version > CurrentVersion)
        {
            throw new JsonException($"Snapshot version {state.Version} is newer than this program.");
        }

        Seq = state.Seq;
        At = state.At;
        if (state.Remembered is { } columns)
        {
            _receipts?.Load(columns);
        }
        else
        {
            _receipts?.Load(state.Receipts);
        }

        foreach (var part in _parts)
        {
            if (state.Parts.TryGetValue(part.Name, out var saved))
            {
                part.Load(saved);
            }
        }
    }

    internal void TakeReceipts(Room other) => _receipts!.CopyFrom(other._receipts!);

    private byte[] Write(int version, Receipts.Columns? columns) => JsonSerializer.SerializeToUtf8Bytes(
        new RoomState<object>(version, Seq, At, [], _parts.ToDictionary(part => part.Name, part => part.Save(), StringComparer.Ordinal), columns),
        RoomJson.Options);

    /// <typeparam name="TPart">A part's state: an object to write, JSON when it was read.</typeparam>
    /// <param name="Receipts">Of version 1.</param>
    /// <param name="Remembered">Of version 2.</param>
    private sealed record RoomState<TPart>(
        int Version,
        long Seq,
        DateTimeOffset At,
        IReadOnlyList<Receipts.Entry> Receipts,
        IReadOnlyDictionary<string, TPart> Parts,
        Receipts.Columns? Remembered = null);
}
