using System.Text.Json;
using Halle.Chat;
using Halle.Event;
using Halle.Rooms;
using Halle.Talks.Polls;
using Halle.Talks.Questions;
using Halle.Text;

namespace Halle.Moderation;

/// <summary>
/// Warnings, mutes, bans and shadows of this room, and the gate for those of the whole event. After a mute's event no message of the person
/// is accepted until it ends: the same order holds both.
/// </summary>
public sealed class Sanctions : IRoomPart
{
    public const int MaxMuteMinutes = 24 * 60;

    public const int MaxBanMinutes = 7 * 24 * 60;

    private readonly Dictionary<(PersonId Person, SanctionKind Kind), Sanction> _running = [];
    private readonly Dictionary<PersonId, Author> _seen = [];

    public string Name => "sanctions";

    public Rejection? Gate(RoomCommand command, in Situation situation)
    {
        if (command is not (PostMessage or AskQuestion or VoteQuestion or UnvoteQuestion or VotePoll or ReportMessage))
        {
            return null;
        }

        var person = situation.Actor.Person;
        return Running(person, SanctionKind.Ban, situation) is { } ban ? Refusal(RejectionCode.Banned, ban, situation.Now)
            : command is PostMessage or AskQuestion && Running(person, SanctionKind.Mute, situation) is { } mute
                ? Refusal(RejectionCode.Muted, mute, situation.Now)
            : null;
    }

    public Decision? Decide(RoomCommand command, in Situation situation)
    {
        var who = situation;
        return command switch
        {
            WarnPerson warn => Impose(warn.Person, SanctionKind.Warn, minutes: null, int.MaxValue, warn.Reason, who),
            MutePerson mute => Impose(mute.Person, SanctionKind.Mute, mute.Minutes, MaxMuteMinutes, mute.Reason, who),
            BanPerson ban => Impose(ban.Person, SanctionKind.Ban, ban.Minutes, MaxBanMinutes, ban.Reason, who),
            ShadowPerson shadow => Impose(shadow.Person, SanctionKind.Shadow, shadow.Minutes, MaxBanMinutes, shadow.Reason, who),
            RevokeSanction revoke => _running.ContainsKey((revoke.Person, revoke.Kind))
                ? Decision.Of(new SanctionRevoked(revoke.Person, revoke.Kind))
                : Decision.NoChange,
            _ => null,
        };
    }

    public void Apply(StoredEvent stored, Changes changes)
    {
        _seen[stored.By.Id] = stored.By;
        switch (stored.Event)
        {
            case SanctionImposed imposed:
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
        }
    }

    public Entity? Show(EntityKey key, Audience audience) =>
        audience == Audience.Staff && string.Equals(key.Type, "sanction", StringComparison.Ordinal)
            ? _running.Values.FirstOrDefault(sanction => string.Equals(sanction.Id, key.Id, StringComparison.Ordinal))
            : null;

    public IEnumerable<EntityKey> Keys() => _running.Values.Select(sanction => new EntityKey("sanction", sanction.Id));

    public You Tell(PersonId person, You you) => you with
    {
        Muted = Notice(person, SanctionKind.Mute),
        Banned = Notice(person, SanctionKind.Ban),
        Warned = Notice(person, SanctionKind.Warn),
    };

    public bool IsShadowed(in Situation situation) => Running(situation.Actor.Person, SanctionKind.Shadow, situation) is not null;

    /// <summary>What of it the other rooms have to know, when this is the event's room.</summary>
    public IEnumerable<(PersonId Person, WideSanction Sanction)> ForAllRooms() =>
        _running.Values.Select(sanction => (sanction.Person, new WideSanction(sanction.Kind, sanction.At, sanction.Until, sanction.Reason)));

    public object Save() => new Saved([.. _running.Values], [.. _seen.Values]);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options)!;
        _running.Clear();
        _seen.Clear();
        foreach (var sanction in saved.Running)
        {
            _running[(sanction.Person, sanction.Kind)] = sanction;
        }

        foreach (var author in saved.Seen)
        {
            _seen[author.Id] = author;
        }
    }

    private Decision Impose(PersonId person, SanctionKind kind, int? minutes, int most, string reason, in Situation situation)
    {
        if (minutes is < 1 || minutes > most || (kind == SanctionKind.Mute && minutes is null) || Reasons.Clean(reason) is not { } words)
        {
            return Decision.Refuse(RejectionCode.BadRequest);
        }

        if (person == situation.Actor.Person)
        {
            return Decision.Refuse(RejectionCode.Yourself);
        }

        _seen.TryGetValue(person, out var target);
        if (target?.Role is Role.Moderator or Role.Organiser or Role.Professional or Role.Teacher && situation.Actor.Role != Role.Organiser
            && !(situation.Actor.Role == Role.Moderator && target.Role is Role.Professional or Role.Teacher))
        {
            return Decision.Refuse(RejectionCode.Protected);
        }

        DateTimeOffset? until = minutes is { } length ? situation.Now.AddMinutes(length) : null;
        return Decision.Of(new SanctionImposed(person, target?.Name ?? "", kind, until, words));
    }

    private WideSanction? Running(PersonId person, SanctionKind kind, in Situation situation)
    {
        var now = situation.Now;
        if (_running.TryGetValue((person, kind), out var here) && !(here.Until <= now))
        {
            return new WideSanction(kind, here.At, here.Until, here.Reason);
        }

        return situation.Wide.Sanctions.TryGetValue(person, out var wide)
            ? wide.FirstOrDefault(sanction => sanction.Kind == kind && !(sanction.Until <= now))
            : null;
    }

    private static Rejection Refusal(string code, WideSanction sanction, DateTimeOffset now) =>
        new(code, sanction.Until - now, sanction.Until, sanction.Reason);

    private Notice? Notice(PersonId person, SanctionKind kind) =>
        _running.TryGetValue((person, kind), out var sanction) ? new Notice(sanction.At, sanction.Until, sanction.Reason) : null;

    private static string Id(PersonId person, SanctionKind kind) =>
        person.Value + "-" + JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    private static void Touch(PersonId person, SanctionKind kind, Changes changes)
    {
        changes.Touch("sanction", Id(person, kind));
        changes.Touch(person);
    }

    private sealed record Saved(IReadOnlyList<Sanction> Running, IReadOnlyList<Author> Seen);
}
