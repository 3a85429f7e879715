using System.Collections.Immutable;
using System.Text.Json;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Moderation;

/// <summary>
/// Open, slow, pre-moderated, staff only or paused. It holds for the public; the room's staff always may write. Slow, pre-moderated and staff
/// only concern the chat; paused stops all public writing.
/// </summary>
public sealed class RoomMode : IRoomPart
{
    /// <summary>The longest slow mode, in seconds.</summary>
    public const int MaxSeconds = 600;

    // Who wrote in slow mode, and when last.
    private readonly Dictionary<PersonId, Post> _posts = [];
    private RoomModeView _mode = new(RoomModeKind.Open, 0);

    public string Name => "mode";

    /// <summary>Messages of the public wait for a moderator.</summary>
    public bool HoldsPublic => _mode.Mode == RoomModeKind.PreModerated;

    public Rejection? Gate(RoomCommand command, in Situation situation)
    {
        if (!PublicWriting.Includes(command) || !PublicWriting.IsPublic(situation))
        {
            return null;
        }

        return _mode.Mode switch
        {
            RoomModeKind.Paused => new Rejection(RejectionCode.Paused),
            RoomModeKind.StaffOnly when command is PostMessage => new Rejection(RejectionCode.StaffOnly),
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
                foreach (var person in _posts.Keys)
                {
                    changes.Touch(person);
                }

                if (changed.Mode != RoomModeKind.Slow)
                {
                    _posts.Clear();
                }

                break;
            case MessagePosted { Text.Length: > 0 } when _mode.Mode == RoomModeKind.Slow && stored.By.Role is not (Role.Moderator or Role.Organiser):
                Forget(stored.At, changes);
                _posts[stored.By.Id] = new Post(stored.By.Id, stored.By.Role, stored.At);
                changes.Touch(stored.By.Id);
                break;
            default:
                break;
        }
    }

    public Entity? Show(EntityKey key, Audience audience) => key == new EntityKey("mode", "") ? _mode : null;

    public IEnumerable<EntityKey> Keys() => [new EntityKey("mode", "")];

    // A professional or teacher may be staff here, which no slow mode concerns; where they are not, the refusal says when.
    public You Tell(PersonId person, You you) =>
        _posts.TryGetValue(person, out var post) && Standing.Of(post.Role) == 0 ? you with { NextPostAt = NextPostAt(person) } : you;

    public object Save() => new Saved(
        _mode.Mode, _mode.Seconds, [.. _posts.Values.OrderBy(post => post.At).ThenBy(post => post.Person.Value, StringComparer.Ordinal)]);

    public void Load(JsonElement state)
    {
        var saved = state.Deserialize<Saved>(RoomJson.Options) ?? throw new JsonException("No mode.");
        _mode = new RoomModeView(saved.Mode, saved.Seconds);
        _posts.Clear();
        foreach (var post in saved.Posts)
        {
            _posts[post.Person] = post;
        }
    }

    private Decision Set(SetMode set) =>
        !Enum.IsDefined(set.Mode) || (set.Mode == RoomModeKind.Slow ? set.Seconds is < 1 or > MaxSeconds : set.Seconds != 0)
            ? Decision.Refuse(RejectionCode.BadRequest)
            : _mode == new RoomModeView(set.Mode, set.Seconds) ? Decision.NoChange
            : Decision.Of(new ModeChanged(set.Mode, set.Seconds));

    private DateTimeOffset? NextPostAt(PersonId person) =>
        _posts.TryGetValue(person, out var post) ? post.At.AddSeconds(_mode.Seconds) : null;

    // Who may post again anyway need not be remembered. Swept when a list has grown, so that a message does not pay for all the others.
    private void Forget(DateTimeOffset now, Changes changes)
    {
        const int Sweep = 64;
        if (_posts.Count < Sweep || _posts.Count % Sweep != 0)
        {
            return;
        }

        foreach (var post in _posts.Values.Where(post => post.At.AddSeconds(_mode.Seconds) <= now).ToArray())
        {
            _posts.Remove(post.Person);
            changes.Touch(post.Person);
        }
    }

    private sealed record Post(PersonId Person, Role Role, DateTimeOffset At);

    private sealed record Saved(RoomModeKind Mode, int Seconds, ImmutableArray<Post> Posts);
}
