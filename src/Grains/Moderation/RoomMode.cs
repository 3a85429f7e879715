using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;
using Halle.Talks.Questions;

namespace Halle.Moderation;

/// <summary>Open, slow, pre-moderated, staff only or paused. Holds for the public; the room's staff always may write.</summary>
public sealed class RoomMode : IRoomPart
{
    /// <summary>The longest slow mode, in seconds.</summary>
    public const int MaxSeconds = 600;

    private readonly Dictionary<PersonId, DateTimeOffset> _lastPost = [];
    private RoomModeView _mode = new(RoomModeKind.Open, 0);

    public string Name => "mode";

    /// <summary>Messages of the public wait for a moderator.</summary>
    public bool HoldsPublic => _mode.Mode == RoomModeKind.PreModerated;

    public Rejection? Gate(RoomCommand command, in Situation situation)
    {
        if (command is not (PostMessage or AskQuestion) || Permissions.AudienceOf(situation.Actor, situation.Room) == Audience.Staff)
        {
            return null;
        }

        return _mode.Mode switch
        {
            RoomModeKind.Paused => new Rejection(RejectionCode.Paused),
            RoomModeKind.StaffOnly when !situation.Actor.IsStaff => new Rejection(RejectionCode.StaffOnly),
            RoomModeKind.Slow when command is PostMessage && NextPostAt(situation.Actor.Person) is { } next && next > situation.Now =>
                new Rejection(RejectionCode.SlowMode, next - situation.Now, next),
            _ => null,
        };
    }

    public Decision? Decide(RoomCommand command, in Situation situation) => command switch
    {
        SetMode set => Set(set),
        _ => null,
    };

    public void Apply(StoredEvent stored, Changes changes)
    {
        switch (stored.Event)
        {
            case ModeChanged changed:
                _mode = new RoomModeView(changed.Mode, changed.Seconds);
                changes.Touch("mode", "");
                foreach (var person in _lastPost.Keys)
                {
                    changes.Touch(person);
                }

                if (changed.Mode != RoomModeKind.Slow)
                {
                    _lastPost.Clear();
                }

                break;
            case MessagePosted when _mode.Mode == RoomModeKind.Slow:
                Forget(stored.At);
                _lastPost[stored.By.Id] = stored.At;
                changes.Touch(stored.By.Id);
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("mode", "") ? _mode : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("mode", "")];

    public You Tell(PersonId person, You you) => you with { NextPostAt = NextPostAt(person) };

    public object Save() => new Saved(_mode.Mode, _mode.Seconds, _lastPost);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options)!;
        _mode = new RoomModeView(saved.Mode, saved.Seconds);
        _lastPost.Clear();
        foreach (var (person, at) in saved.LastPost)
        {
            _lastPost[person] = at;
        }
    }

    private Decision Set(SetMode set) =>
        (set.Mode == RoomModeKind.Slow ? set.Seconds is < 1 or > MaxSeconds : set.Seconds != 0)
            ? Decision.Refuse(RejectionCode.BadRequest)
            : _mode == new RoomModeView(set.Mode, set.Seconds) ? Decision.NoChange
            : Decision.Of(new ModeChanged(set.Mode, set.Seconds));

    private DateTimeOffset? NextPostAt(PersonId person) =>
        _mode.Mode == RoomModeKind.Slow && _lastPost.TryGetValue(person, out var last) ? last.AddSeconds(_mode.Seconds) : null;

    /// <summary>Who may post again anyway need not be remembered: the list stays as short as the mode is long.</summary>
    private void Forget(DateTimeOffset now)
    {
        if (_lastPost.Count < 64)
        {
            return;
        }

        foreach (var person in _lastPost.Where(pair => pair.Value.AddSeconds(_mode.Seconds) < now).Select(pair => pair.Key).ToArray())
        {
            _lastPost.Remove(person);
        }
    }

    private sealed record Saved(RoomModeKind Mode, int Seconds, IReadOnlyDictionary<PersonId, DateTimeOffset> LastPost);
}
