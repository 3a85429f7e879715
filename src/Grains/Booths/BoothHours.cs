using System.Collections.Immutable;
using System.Text.Json;
using Halle.Rooms;

namespace Halle.Booths;

/// <summary>In which half hours somebody is at the booth, as its professionals said it. The newest word on each counts.</summary>
public sealed class BoothHours : IRoomPart
{
    /// <summary>Half hours in one wish: twelve a day on each of the event's five days.</summary>
    public const int MostAtOnce = 60;

    /// <summary>Half hours a booth keeps a word on: four professionals with all of theirs.</summary>
    public const int MostKept = 240;

    /// <summary>How far ahead one may say it: the event and the weeks in which classes come back to it.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(42);

    private readonly SortedDictionary<DateTimeOffset, bool> _said = [];

    public string Name => "hours";

    public Hours Now => new(Where(offered: true), Where(offered: false));

    public Decision? Decide(RoomCommand command, in Situation situation) =>
        command is SetHours set ? Decide(set, situation.Now) : null;

    public void Apply(StoredEvent stored, Changes changes)
    {
        if (stored.Event is not HoursChanged changed)
        {
            return;
        }

        foreach (var over in _said.Keys.TakeWhile(at => HalfHour.IsOver(at, stored.At)).ToList())
        {
            _said.Remove(over);
        }

        foreach (var at in changed.Offered)
        {
            _said[at] = true;
        }

        foreach (var at in changed.Withdrawn)
        {
            _said[at] = false;
        }

        changes.Touch("hours", "");
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("hours", "") ? Now : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("hours", "")];

    public object Save() => new Saved(Where(offered: true), Where(offered: false));

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No hours.");
        _said.Clear();
        foreach (var at in saved.Offered)
        {
            _said[at] = true;
        }

        foreach (var at in saved.Withdrawn)
        {
            _said[at] = false;
        }
    }

    private Decision Decide(SetHours set, DateTimeOffset now)
    {
        if (set.Offer.IsDefault || set.Withdraw.IsDefault || set.Offer.Length + set.Withdraw.Length > MostAtOnce)
        {
            return Decision.Refuse(RejectionCode.BadRequest);
        }

        var all = set.Offer.Concat(set.Withdraw).ToList();
        if (all.Distinct().Count() < all.Count || all.Exists(at => !HalfHour.IsBeginning(at) || at > now + Ahead))
        {
            return Decision.Refuse(RejectionCode.BadRequest);
        }

        if (set.Offer.Any(at => HalfHour.IsOver(at, now)))
        {
            return Decision.Refuse(RejectionCode.TooLate);
        }

        var offered = News(set.Offer, offered: true, now);
        var withdrawn = News(set.Withdraw, offered: false, now);
        if (offered.IsEmpty && withdrawn.IsEmpty)
        {
            return Decision.NoChange;
        }

        var kept = _said.Keys.Where(at => !HalfHour.IsOver(at, now)).Concat(offered).Concat(withdrawn).Distinct().Count();
        return kept > MostKept
            ? Decision.Refuse(RejectionCode.TooLong)
            : Decision.Of(new HoursChanged(offered, withdrawn));
    }

    /// <summary>Of these, what is not over and was not said yet, in UTC and in order.</summary>
    private ImmutableArray<DateTimeOffset> News(ImmutableArray<DateTimeOffset> times, bool offered, DateTimeOffset now) =>
        [.. times.Where(at => !HalfHour.IsOver(at, now) && !(_said.TryGetValue(at, out var known) && known == offered))
            .Select(at => at.ToUniversalTime())
            .Order()];

    private ImmutableArray<DateTimeOffset> Where(bool offered) => [.. _said.Where(pair => pair.Value == offered).Select(pair => pair.Key)];

    private sealed record Saved(ImmutableArray<DateTimeOffset> Offered, ImmutableArray<DateTimeOffset> Withdrawn);
}
