using System.Collections.Immutable;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// The room's latest pulse, for both audiences. Only the newest exists; a reader who had the one before is told what changed of the zone
/// and, when it did, who is there by name: a hundred professionals are 9 KB. A reader who skipped one is told all of both. Not thread-safe: the replica holds its lock.
/// </summary>
internal sealed class PulseBoard(RoomId room)
{
    private readonly Dictionary<RoomId, (SiteStatus Status, long Version)> _zone = [];
    private readonly Dictionary<(Audience, long From), WireMessage> _messages = [];
    private RoomPulse? _latest;
    private long _seq;
    private long _namedSince;

    /// <summary>The version that brought something; those after it only say anew where the room stands.</summary>
    private long _content;

    /// <summary>Grows with every pulse; 0 before the first.</summary>
    public long Version { get; private set; }

    public void Take(RoomPulse pulse, long head)
    {
        _content = ++Version;
        _messages.Clear();
        _seq = head;
        foreach (var (key, status) in pulse.Zone ?? ImmutableDictionary<string, SiteStatus>.Empty)
        {
            if (RoomId.TryParse(key, out var site))
            {
                _zone[site] = (status, Version);
            }
        }

        if (_latest is null || !Names(_latest).AsSpan().SequenceEqual(Names(pulse).AsSpan()))
        {
            _namedSince = Version;
        }

        _latest = pulse;
    }

    /// <summary>The pulse with the reactions of the one that nobody has seen yet.</summary>
    public RoomPulse Sum(RoomPulse pulse)
    {
        var reactions = pulse.Reactions ?? ImmutableDictionary<string, int>.Empty;
        foreach (var (reaction, count) in _latest?.Reactions ?? ImmutableDictionary<string, int>.Empty)
        {
            reactions = reactions.SetItem(reaction, reactions.GetValueOrDefault(reaction) + count);
        }

        return pulse with { Reactions = reactions };
    }

    /// <summary>
    /// Says the same again with the head of now, so that a reader who missed the last frame of a busy spell learns of it. Who has not been told what
    /// was there to tell is told it with this one.
    /// </summary>
    /// <returns>False when there is nothing new to say.</returns>
    public bool Repeat(long head)
    {
        if (_latest is null || head == _seq)
        {
            return false;
        }

        Version++;
        _messages.Clear();
        _seq = head;
        return true;
    }

    /// <param name="seen">The version the reader had last; 0 when it had none.</param>
    public Delivery? Next(Audience audience, long seen)
    {
        if (_latest is null || seen >= Version)
        {
            return null;
        }

        // Nearly all readers had the one before; the others share the whole zone. Reactions are of a moment: a repeat has none for who comes anew.
        var from = seen >= _content ? _content : seen == _content - 1 ? seen : 0;
        if (!_messages.TryGetValue((audience, from), out var message))
        {
            var reactions = from != _content && (from > 0 || Version == _content) ? _latest.Reactions : ImmutableDictionary<string, int>.Empty;
            message = Wire.Call(nameof(ILiveClient.Pulse), new Pulse(
                room, _seq, _latest.Present, _namedSince > from ? Named(audience) : null, reactions, Zone(from)));
            _messages.Add((audience, from), message);
        }

        return new Delivery(message, Version, DeliveryKind.Pulse);
    }

    private static ImmutableArray<NamedPresence> Names(RoomPulse pulse) => pulse.Named.IsDefault ? [] : pulse.Named;

    // Everybody has the event's room on the line, and finds who is there by name in the rooms themselves.
    private ImmutableArray<NamedPresence> Named(Audience audience) => audience == Audience.Staff
        ? Names(_latest!)
        : [.. Names(_latest!).Where(named => named.Role != Role.Pupil && room != RoomId.TheEvent)];

    private ImmutableDictionary<string, SiteStatus>? Zone(long from)
    {
        var changed = _zone.Where(pair => pair.Value.Version > from)
            .ToImmutableDictionary(pair => pair.Key.ToGrainKey(), pair => pair.Value.Status, StringComparer.Ordinal);
        return changed.IsEmpty ? null : changed;
    }
}
