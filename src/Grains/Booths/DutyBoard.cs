using System.Text.Json;
using Halle.Rooms;

namespace Halle.Booths;

/// <summary>Who of the booth's professionals is available. What they said is stored; whether they are here is presence, added by who shows it.</summary>
public sealed class DutyBoard : IRoomPart
{
    private readonly Dictionary<PersonId, Duty> _onDuty = [];

    public string Name => "duty";

    /// <summary>Professionals who said they are available.</summary>
    public IEnumerable<PersonId> Available =>
        _onDuty.Where(pair => pair.Value.Status == DutyStatus.Available).Select(pair => pair.Key);

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        SetDuty set when !Enum.IsDefined(set.Status) => Decision.Refuse(RejectionCode.BadRequest),
        SetDuty set when (_onDuty.GetValueOrDefault(situation.Actor.Person)?.Status ?? DutyStatus.Off) == set.Status => Decision.NoChange,
        SetDuty set => Decision.Of(new DutyChanged(set.Status)),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        if (stored.Event is not DutyChanged changed || stored.By.Id.IsForgotten)
        {
            return;
        }

        if (changed.Status == DutyStatus.Off)
        {
            _onDuty.Remove(stored.By.Id);
        }
        else
        {
            _onDuty[stored.By.Id] = new Duty(stored.By.Id.Value, stored.By.Name, changed.Status, stored.At);
        }

        changes.Touch("duty", stored.By.Id.Value);
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        string.Equals(key.Type, "duty", StringComparison.Ordinal) && PersonId.TryParse(key.Id, out var person)
            ? _onDuty.GetValueOrDefault(person)
            : null;

    public IEnumerable<EntityKey> Keys() => InOrder().Select(duty => new EntityKey("duty", duty.Id));

    public object Save() => new Saved([.. InOrder()]);

    public void Load(JsonElement state)
    {
        _onDuty.Clear();
        foreach (var duty in state.Deserialize<Saved>(RoomJson.Options)!.OnDuty)
        {
            _onDuty[new PersonId(duty.Id)] = duty;
        }
    }

    private IEnumerable<Duty> InOrder() => _onDuty.Values.OrderBy(duty => duty.Since).ThenBy(duty => duty.Id, StringComparer.Ordinal);

    private sealed record Saved(IReadOnlyList<Duty> OnDuty);
}
