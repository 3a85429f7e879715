using System.Collections.Immutable;
using System.Text.Json;
using Halle.Event;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Moderation;

/// <summary>
/// Warnings, mutes, bans and shadows of this room, and the gate for them and for those of the whole event. After a mute's event no message of
/// the person is accepted until it ends: one order holds both. Nobody acts against oneself or against people of the same or a higher standing.
/// </summary>
public sealed class Sanctions : IRoomPart
{
    public const int MaxMuteMinutes = 24 * 60;

    public const int MaxBanMinutes = 7 * 24 * 60;

    /// <summary>Sanctions in force in one room: far above what moderators can oversee, and a bound on what the room holds.</summary>
    public const int MaxRunning = 5_000;

    private readonly Dictionary<(PersonId Person, SanctionKind Kind), Sanction> _running = [];
    private readonly PeopleSeen _seen = new();

    // When the next one ends by itself; null when none does.
    private DateTimeOffset? _nextEnd;

    public string Name => "sanctions";

    public Rejection? Gate(RoomCommand command, in Situation situation) =>
        Running(SanctionKind.Ban, situation) is { } ban ? Refusal(RejectionCode.Banned, ban, situation.Now)
        : PublicWriting.Includes(command) && Running(SanctionKind.Mute, situation) is { } mute
            ? Refusal(RejectionCode.Muted, mute, situation.Now)
        : null;

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        WarnPerson warn => Impose(warn.Person, warn.Name, SanctionKind.Warn, minutes: null, MaxBanMinutes, warn.Reason, situation),
        MutePerson mute => Impose(mute.Person, mute.Name, SanctionKind.Mute, mute.Minutes, MaxMuteMinutes, mute.Reason, situation),
        BanPerson ban => Impose(ban.Person, ban.Name, SanctionKind.Ban, ban.Minutes, MaxBanMinutes, ban.Reason, situation),
        ShadowPerson shadow => Impose(shadow.Person, shadow.Name, SanctionKind.Shadow, shadow.Minutes, MaxBanMinutes, shadow.Reason, situation),
        RevokeSanction revoke => Revoke(revoke, situation),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        if (_seen.Apply(stored) && _running.Keys.Any(key => key.Person == stored.By.Id))
        {
            // A standing that is seen for the first time can end what was imposed without knowing it.
            changes.Touch(stored.By.Id);
        }

        switch (stored.Event)
        {
            case SanctionImposed { Person.IsForgotten: false } imposed:
                _running[(imposed.Person, imposed.Kind)] = new Sanction(
                    Id(imposed.Person, imposed.Kind),
                    imposed.Person,
                    imposed.Name,
                    imposed.Kind,
                    stored.At,
                    imposed.Until,
                    imposed.Reason,
                    stored.By);
                Touch(imposed.Person, imposed.Kind, changes);
                break;
            case SanctionRevoked revoked:
                _running.Remove((revoked.Person, revoked.Kind));
                Touch(revoked.Person, revoked.Kind, changes);
                break;
            default:
                if (!(_nextEnd <= stored.At))
                {
                    return;
                }

                break;
        }

        foreach (var ((person, kind), _) in _running.Where(pair => pair.Value.Until <= stored.At).ToArray())
        {
            _running.Remove((person, kind));
            Touch(person, kind, changes);
        }

        _nextEnd = _running.Values.Min(sanction => sanction.Until);
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        audience == Audience.Staff
        && string.Equals(key.Type, "sanction", StringComparison.Ordinal)
        && key.Id.Split('-') is [var id, var word]
        && PersonId.TryParse(id, out var person)
        && Enum.TryParse<SanctionKind>(word, ignoreCase: true, out var kind)
            ? _running.GetValueOrDefault((person, kind))
            : null;

    public IEnumerable<EntityKey> Keys() => InOrder().Select(sanction => new EntityKey("sanction", sanction.Id));

    public You Tell(PersonId person, You you) => you with
    {
        Muted = Notice(person, SanctionKind.Mute),
        Banned = Notice(person, SanctionKind.Ban),
        Warned = Notice(person, SanctionKind.Warn),
    };

    /// <summary>What this person writes now is seen by nobody but its author and staff.</summary>
    public bool IsShadowed(in Situation situation) => Running(SanctionKind.Shadow, situation) is not null;

    /// <summary>What of it the other rooms have to know, when this is the event's room.</summary>
    public IEnumerable<(PersonId Person, WideSanction Sanction)> ForAllRooms() =>
        InOrder().Select(sanction => (sanction.Person, Wide(sanction)));

    public object Save() => new Saved([.. InOrder()], _seen.Save());

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No sanctions.");
        _running.Clear();
        foreach (var sanction in saved.Running)
        {
            _running[(sanction.Person, sanction.Kind)] = sanction;
        }

        _nextEnd = _running.Values.Min(sanction => sanction.Until);
        _seen.Load(saved.Seen);
    }

    private Decision Impose(
        PersonId person, string? named, SanctionKind kind, int? minutes, int most, string? given, in Situation situation)
    {
        if (minutes is < 1 || minutes > most || !PersonId.TryParse(person.Value, out _))
        {
            return Decision.Refuse(RejectionCode.BadRequest);
        }

        if (Reasons.ReadForOne(given, situation, out var reason) is { } unfit)
        {
            return Decision.Refuse(unfit);
        }

        if (Protects(person, kind, situation) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        // Whoever can be pointed at in a stand or class is known. Those who answer for the event also act on what history shows, and in the event's
        // room, where the public never acts.
        var target = Find(person, situation);
        if (target is null && Standing.Of(situation.Actor.Role) < Standing.Of(Role.Moderator))
        {
            return Decision.Refuse(RejectionCode.NotFound);
        }

        DateTimeOffset? until = minutes is { } length ? situation.Now.AddMinutes(length) : null;
        var imposed = new SanctionImposed(person, target?.Name ?? Clean(named), kind, until, reason);
        return _running.Count < MaxRunning || _running.ContainsKey((person, kind)) ? Decision.Of(imposed) : ImposeWhereFull(imposed, situation.Now);
    }

    /// <summary>A warning stops nothing and has no end of its own: thousands of them must not keep anybody from being silenced.</summary>
    private Decision ImposeWhereFull(SanctionImposed imposed, DateTimeOffset now)
    {
        if (_running.Values.Any(sanction => sanction.Until <= now))
        {
            // It goes with this event.
            return Decision.Of(imposed);
        }

        var oldest = _running.Values
            .Where(static sanction => sanction.Kind == SanctionKind.Warn)
            .OrderBy(static sanction => sanction.At)
            .ThenBy(static sanction => sanction.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return oldest is null ? Decision.Refuse(RejectionCode.Full) : Decision.Of(new SanctionRevoked(oldest.Person, oldest.Kind), imposed);
    }

    private Decision Revoke(RevokeSanction revoke, in Situation situation) =>
        !_running.TryGetValue((revoke.Person, revoke.Kind), out var running) || running.Until <= situation.Now ? Decision.NoChange
        : Protects(revoke.Person, revoke.Kind, situation) is { } refusal ? Decision.Refuse(refusal)
        : Decision.Of(new SanctionRevoked(revoke.Person, revoke.Kind));

    /// <summary>An unfit name is left out: it keeps nobody from being sanctioned.</summary>
    private static string Clean(string? name) => Reasons.Read(name, out var clean) is null ? clean : "";

    /// <summary>Why the actor may not touch this person's sanctions; null when they may.</summary>
    private string? Protects(PersonId person, SanctionKind kind, in Situation situation)
    {
        var own = Standing.Of(situation.Actor.Role);
        return person == situation.Actor.Person ? RejectionCode.Yourself
            : Find(person, situation) is { } target && Standing.Of(target.Role) >= own ? RejectionCode.Protected

            // What a moderator imposed is not shortened by a stand's professional or a teacher.
            : _running.TryGetValue((person, kind), out var running)
                && !(running.Until <= situation.Now)
                && Standing.Of(running.By.Role) > own ? RejectionCode.Protected
            : null;
    }

    /// <summary>What is known of somebody: who acted here, and who is here by name.</summary>
    private Author? Find(PersonId person, in Situation situation)
    {
        if (_seen.Find(person) is { } seen)
        {
            return seen;
        }

        foreach (var here in situation.Here)
        {
            if (here.Person == person)
            {
                return new Author(here.Person, here.Role, here.Name);
            }
        }

        return null;
    }

    private WideSanction? Running(SanctionKind kind, in Situation situation)
    {
        var (person, standing, now) = (situation.Actor.Person, Standing.Of(situation.Actor.Role), situation.Now);
        if (_running.TryGetValue((person, kind), out var here) && !(here.Until <= now) && Standing.Of(here.By.Role) > standing)
        {
            return Wide(here);
        }

        if (situation.Wide.Sanctions.TryGetValue(person, out var everywhere))
        {
            foreach (var wide in everywhere)
            {
                if (wide.Kind == kind && !(wide.Until <= now) && Standing.Of(wide.By) > standing)
                {
                    return wide;
                }
            }
        }

        return null;
    }

    // The session says what somebody is, whatever the room had seen when it accepted the sanction: it holds against a lower standing only.
    private Notice? Notice(PersonId person, SanctionKind kind) =>
        _running.TryGetValue((person, kind), out var sanction)
        && Standing.Of(sanction.By.Role) > Standing.Of(_seen.Find(person)?.Role ?? Role.Visitor)
            ? new Notice(sanction.At, sanction.Until, sanction.Reason, sanction.By.Role)
            : null;

    private IEnumerable<Sanction> InOrder() =>
        _running.Values.OrderBy(sanction => sanction.At).ThenBy(sanction => sanction.Id, StringComparer.Ordinal);

    private static WideSanction Wide(Sanction sanction) =>
        new(sanction.Kind, sanction.At, sanction.Until, sanction.Reason, sanction.By.Role);

    private static Rejection Refusal(string code, WideSanction sanction, DateTimeOffset now) =>
        new(code, sanction.Until - now, sanction.Until, sanction.Reason);

    private static string Id(PersonId person, SanctionKind kind) =>
        person.Value + "-" + JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static void Touch(PersonId person, SanctionKind kind, Changes changes)
    {
        changes.Touch("sanction", Id(person, kind));
        changes.Touch(person);
    }

    private sealed record Saved(ImmutableArray<Sanction> Running, ImmutableArray<PeopleSeen.Entry> Seen);
}
