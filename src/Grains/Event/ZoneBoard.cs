using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>
/// The zone at a glance: the newest status of every room that is not empty, and what changed since it was last asked. Everybody is told of
/// every change here, so one person more among hundreds waits until more have come, or <paramref name="settle"/> is over.
/// </summary>
internal sealed class ZoneBoard(TimeSpan lease, TimeSpan settle)
{
    private static readonly SiteStatus Nothing = new(0, 0, Live: false);

    private readonly Dictionary<string, (SiteStatus Status, TimeSpan Until)> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SiteStatus Status, TimeSpan At)> _told = new(StringComparer.Ordinal);
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

    /// <summary>What is to be told now; null when nothing is. Nothing is held back for longer than it takes to settle.</summary>
    public ImmutableDictionary<string, SiteStatus>? TakeChanges(TimeSpan now)
    {
        ImmutableDictionary<string, SiteStatus>.Builder? changes = null;
        foreach (var key in _changed)
        {
            var (shown, (before, at)) = (Show(key), _told.TryGetValue(key, out var told) ? told : (Nothing, now - settle));
            if (shown != before)
            {
                if (now - at < settle && !Matters(before, shown))
                {
                    continue;
                }

                changes ??= ImmutableDictionary.CreateBuilder<string, SiteStatus>(StringComparer.Ordinal);
                changes.Add(key, shown);
                _told[key] = (shown, now);
            }

            _changed.Remove(key);
        }

        return changes?.ToImmutable();
    }

    /// <summary>A tenth more or less is seen at a glance, and so are a free professional, a talk that begins and another next time.</summary>
    private static bool Matters(SiteStatus before, SiteStatus after) =>
        before with { Present = after.Present } != after || Math.Abs(after.Present - before.Present) * 10 >= before.Present;

    private SiteStatus Show(string key) => (_sites.TryGetValue(key, out var site) ? site.Status : Nothing) with
    {
        Next = _next.TryGetValue(key, out var next) ? next : null,
    };
}
