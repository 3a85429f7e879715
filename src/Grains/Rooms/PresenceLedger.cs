using System.Collections.Immutable;

namespace Halle.Rooms;

/// <summary>
/// Adds up what the edges say of a room's readers. Each edge's report replaces its last one and holds for a lease, so a lost, repeated or
/// late report does no harm and the dead leave no ghosts. Times are monotonic.
/// </summary>
internal sealed class PresenceLedger(TimeSpan lease)
{
    private readonly Dictionary<EdgeId, Entry> _edges = [];
    private readonly Dictionary<string, int> _reactions = new(StringComparer.Ordinal);
    private ImmutableArray<NamedPresence> _named = [];
    private long _version;

    /// <summary>Something to tell has changed since the last <see cref="TakePulse"/>.</summary>
    public bool Changed { get; private set; }

    public int Present { get; private set; }

    /// <summary>Everybody who is known by name and here, each once.</summary>
    public ImmutableArray<NamedPresence> Named => _named;

    /// <summary>When the first lease ends; null when there is none.</summary>
    public TimeSpan? NextLapse
    {
        get
        {
            TimeSpan? next = null;
            foreach (var entry in _edges.Values)
            {
                next = next < entry.Until ? next : entry.Until;
            }

            return next;
        }
    }

    /// <summary>A newcomer edge: nobody there yet, and its lease begins.</summary>
    public void Renew(EdgeId edge, TimeSpan now)
    {
        if (_edges.TryGetValue(edge, out var entry))
        {
            entry.Until = now + lease;
        }
        else
        {
            _edges[edge] = new Entry { Until = now + lease };
        }
    }

    public void Report(EdgeId edge, PresenceReport report, TimeSpan now)
    {
        Renew(edge, now);
        var entry = _edges[edge];
        if (report.Version <= entry.Version)
        {
            return;
        }

        entry.Version = report.Version;
        var present = report.Present.Values.Sum(count => Math.Max(0, count));
        var named = report.Named.IsDefault ? [] : report.Named;
        var same = present == entry.Present && (named == entry.Named || named.AsSpan().SequenceEqual(entry.Named.AsSpan()))
            && entry.Unnamed.HasValue == report.Unnamed.HasValue
            && (entry.Unnamed ?? []).AsSpan().SequenceEqual((report.Unnamed ?? []).AsSpan());
        (entry.Present, entry.Named, entry.Unnamed) = (present, named, report.Unnamed);
        foreach (var (reaction, count) in report.Reactions)
        {
            if (count > 0)
            {
                _reactions[reaction] = _reactions.GetValueOrDefault(reaction) + count;
                Changed = true;
            }
        }

        if (!same)
        {
            AddUp();
        }
    }

    public void Remove(EdgeId edge)
    {
        if (_edges.Remove(edge))
        {
            AddUp();
        }
    }

    /// <summary>Drops the edges whose lease is over and names them.</summary>
    public ImmutableArray<EdgeId> Lapse(TimeSpan now)
    {
        ImmutableArray<EdgeId> lapsed = [.. _edges.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key)];
        foreach (var edge in lapsed)
        {
            _edges.Remove(edge);
        }

        if (lapsed.Length > 0)
        {
            AddUp();
        }

        return lapsed;
    }

    /// <summary>Whether a person known by name is here.</summary>
    public bool IsHere(PersonId person) => _named.Any(named => named.Person == person);

    /// <summary>What to tell a newcomer: everything but the reactions, which belong to their moment.</summary>
    public RoomPulse Show() => new(_version, Present, _named, ImmutableDictionary<string, int>.Empty, Zone: null);

    /// <summary>What to tell everybody now, with the reactions since the last time.</summary>
    public RoomPulse TakePulse()
    {
        _version++;
        Changed = false;
        var pulse = Show() with { Reactions = _reactions.ToImmutableDictionary(StringComparer.Ordinal) };
        _reactions.Clear();
        return pulse;
    }

    private void AddUp()
    {
        var named = _edges.Values
            .SelectMany(entry => entry.Named)
            .DistinctBy(person => person.Person)
            .OrderBy(person => person.Person.Value, StringComparer.Ordinal)
            .ToImmutableArray();

        // Who is told one by one and reads through several edges is one person. Of a crowd an edge says how many, not who: those add up.
        var marked = new HashSet<uint>();
        var counted = 0;
        foreach (var entry in _edges.Values)
        {
            if (entry.Unnamed is { } marks)
            {
                marked.UnionWith(marks);
            }
            else
            {
                counted += Math.Max(0, entry.Present - entry.Named.Length);
            }
        }

        var present = named.Length + marked.Count + counted;
        if (present != Present || !named.SequenceEqual(_named))
        {
            Present = present;
            _named = named;
            Changed = true;
        }
    }

    private sealed class Entry
    {
        public TimeSpan Until { get; set; }

        public long Version { get; set; }

        public int Present { get; set; }

        public ImmutableArray<NamedPresence> Named { get; set; } = [];

        public ImmutableArray<uint>? Unnamed { get; set; } = [];
    }
}
