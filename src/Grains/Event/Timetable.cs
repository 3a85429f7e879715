using System.Collections.Immutable;
using Halle.Booths;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Event;

/// <summary>Of every booth of the programme: when somebody is to be there by the organiser's plan, and what its professionals said.</summary>
internal sealed class Timetable
{
    private readonly Dictionary<RoomId, SaidHours> _said = [];
    private readonly Dictionary<RoomId, DateTimeOffset> _next = [];
    private IReadOnlyDictionary<RoomId, ImmutableArray<OpenHours>> _planned = ImmutableDictionary<RoomId, ImmutableArray<OpenHours>>.Empty;

    /// <summary>Booths of the programme that have not told yet.</summary>
    public IEnumerable<RoomId> Unheard => _planned.Keys.Where(booth => !_said.ContainsKey(booth));

    /// <summary>The earliest time that will have come; null when nobody is expected.</summary>
    public DateTimeOffset? NextChange => _next.Count > 0 ? _next.Values.Min() : null;

    public void Plan(IReadOnlyDictionary<RoomId, ImmutableArray<OpenHours>> planned)
    {
        foreach (var gone in _planned.Keys.Where(booth => !planned.ContainsKey(booth)))
        {
            _said.Remove(gone);
        }

        _planned = planned;
    }

    public void Say(RoomId booth, SaidHours said) => _said[booth] = said;

    /// <summary>Every booth's next time after <paramref name="now"/>; booths that left the programme have none.</summary>
    public IEnumerable<(RoomId Booth, DateTimeOffset? Next)> Read(DateTimeOffset now)
    {
        // One that speaks is in the programme, though it may not have been there when that was read.
        var booths = _planned.Keys.Union(_said.Keys).ToList();
        var gone = _next.Keys.Except(booths).ToList();
        _next.Clear();
        foreach (var booth in gone)
        {
            yield return (booth, null);
        }

        foreach (var booth in booths)
        {
            var planned = _planned.TryGetValue(booth, out var hours) ? hours : [];
            var next = NextTime.After(now, planned, _said.GetValueOrDefault(booth, SaidHours.Nothing));
            if (next is { } at)
            {
                _next[booth] = at;
            }

            yield return (booth, next);
        }
    }
}
