using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>The zone at a glance: the newest status of every room that is not empty, and what changed since it was last asked.</summary>
internal sealed class ZoneBoard(TimeSpan lease)
{
    private static readonly SiteStatus Nothing = new(0, 0, Live: false);

    private readonly Dictionary<string, (SiteStatus Status, TimeSpan Until)> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public bool IsEmpty => _sites.Count == 0 && _changed.Count == 0;

    public void Report(RoomId room, SiteStatus status, TimeSpan now)
    {
        var key = room.ToGrainKey();
        var before = _sites.TryGetValue(key, out var known) ? known.Status : Nothing;
        if (status == Nothing)
        {
            _sites.Remove(key);
        }
        else
        {
            _sites[key] = (status, now + lease);
        }

        if (before != status)
        {
            _changed.Add(key);
        }
    }

    /// <summary>When somebody is at a booth next. Unlike a status it holds without being said again.</summary>
    public void Expect(RoomId booth, DateTimeOffset? next)
    {
        var key = booth.ToGrainKey();
        if ((_next.TryGetValue(key, out var known) ? known : default(DateTimeOffset?)) == next)
        {
            return;
        }

        if (next is { } at)
        {
            _next[key] = at;
        }
        else
        {
            _next.Remove(key);
        }

        _changed.Add(key);
    }

    /// <summary>A room that fell silent counts as empty.</summary>
    public void Lapse(TimeSpan now)
    {
        foreach (var key in _sites.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToArray())
        {
            _sites.Remove(key);
            _changed.Add(key);
        }
    }

    public ImmutableDictionary<string, SiteStatus> Whole() =>
        _sites.Keys.Union(_next.Keys, StringComparer.Ordinal).ToImmutableDictionary(key => key, Show, StringComparer.Ordinal);

    /// <summary>What changed since the last time; null when nothing did.</summary>
    public ImmutableDictionary<string, SiteStatus>? TakeChanges()
    {
        if (_changed.Count == 0)
        {
            return null;
        }

        var changes = _changed.ToImmutableDictionary(key => key, Show, StringComparer.Ordinal);
        _changed.Clear();
        return changes;
    }

    private SiteStatus Show(string key) => (_sites.TryGetValue(key, out var site) ? site.Status : Nothing) with
    {
        Next = _next.TryGetValue(key, out var next) ? next : null,
    };
}
