using System.Collections.Immutable;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>
/// The zone at a glance: the newest status of every room that is not empty, and what changed since it was last asked. Everybody is told of
/// every change here, so one person more among hundreds waits until more have come, or <paramref name="settle"/> is over; and of counts no more
/// are told than <paramref name="budget"/> has.
/// </summary>
internal sealed class ZoneBoard(TimeSpan lease, TimeSpan settle, CountBudget budget)
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

    /// <summary>
    /// What is to be told now; null when nothing is. Where more counts are due than may be told, those go first of which nothing was told for
    /// longest: none is held back for longer than it takes to tell the others.
    /// </summary>
    public ImmutableDictionary<string, SiteStatus>? TakeChanges(TimeSpan now)
    {
        var due = new List<(string Key, SiteStatus Status, TimeSpan At, bool Urgent)>();
        foreach (var key in _changed)
        {
            var (shown, isKnown) = (Show(key), _told.TryGetValue(key, out var told));
            var (before, at) = isKnown ? told : (Nothing, TimeSpan.MinValue);
            if (shown == before)
            {
                _changed.Remove(key);
            }
            else if (!isKnown || now - at >= settle || Matters(before, shown))
            {
                due.Add((key, shown, at, Urgent: IsMoreThanACount(before, shown)));
            }
        }

        var urgent = due.Count(one => one.Urgent);
        var counts = budget.Take(due.Count - urgent, urgent, now);
        var changes = due.OrderByDescending(one => one.Urgent).ThenBy(one => one.At).Take(urgent + counts)
            .ToImmutableDictionary(one => one.Key, one => one.Status, StringComparer.Ordinal);
        foreach (var (key, status) in changes)
        {
            _told[key] = (status, now);
            _changed.Remove(key);
        }

        return changes.IsEmpty ? null : changes;
    }

    /// <summary>A tenth more or less is seen at a glance, and so are a free professional, a talk that begins and another next time.</summary>
    private static bool Matters(SiteStatus before, SiteStatus after) =>
        IsMoreThanACount(before, after) || Math.Abs(after.Present - before.Present) * 10 >= before.Present;

    private static bool IsMoreThanACount(SiteStatus before, SiteStatus after) => before with { Present = after.Present } != after;

    private SiteStatus Show(string key) => (_sites.TryGetValue(key, out var site) ? site.Status : Nothing) with
    {
        Next = _next.TryGetValue(key, out var next) ? next : null,
    };
}
