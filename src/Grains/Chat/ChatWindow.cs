using System.Collections.Immutable;
using System.Globalization;
using Halle.Rooms;

namespace Halle.Chat;

/// <summary>The messages a room holds in memory: the newest, and of the older ones the pinned one and those that wait for a moderator.</summary>
internal sealed class ChatWindow
{
    // By id, ascending: a new one goes to the end.
    private readonly List<ChatEntry> _messages = [];

    // When the next removed text is to be forgotten; null when there is none.
    private DateTimeOffset? _forgetAt;

    public IReadOnlyList<ChatEntry> All => _messages;

    /// <summary>The message on top.</summary>
    public long? Pin { get; set; }

    /// <summary>The newest seq at which a message was shown that is no longer here; 0 when none was since this was loaded.</summary>
    public long Forgotten { get; private set; }

    public ChatEntry? Find(string? id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IndexOf(number) is >= 0 and var index
            ? _messages[index]
            : null;

    /// <summary>The newest first, back to the given time.</summary>
    public IEnumerable<ChatEntry> Since(DateTimeOffset time)
    {
        for (var i = _messages.Count - 1; i >= 0 && _messages[i].At > time; i--)
        {
            yield return _messages[i];
        }
    }

    public void Add(ChatEntry entry, Changes changes)
    {
        _messages.Add(entry);
        Touch(entry, changes);
        while (_messages.Count > RoomChat.Window)
        {
            Drop(changes);
        }
    }

    public void Change(string id, Func<ChatEntry, ChatEntry> change, Changes changes)
    {
        if (Find(id) is not { } before)
        {
            // It left the window between the decision and now, which no decision of this room allows; history tells of it.
            return;
        }

        var after = change(before);
        _messages[IndexOf(before.Id)] = after;
        Touch(before, changes);
        Touch(after, changes);
        if (after is { Text: not null, Removal: { } removal } && !(_forgetAt <= removal.At + RoomChat.RestoreFor))
        {
            _forgetAt = removal.At + RoomChat.RestoreFor;
        }
    }

    /// <summary>Takes the message off the top when it is no longer to be seen there.</summary>
    public void SetPin(long? id, Changes changes)
    {
        foreach (var one in new[] { Pin, id })
        {
            if (one is { } number)
            {
                changes.Touch("message", number.ToString(CultureInfo.InvariantCulture));
            }
        }

        Pin = id;
    }

    /// <summary>Forgets the text of what was removed long enough ago.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (!(_forgetAt < now))
        {
            return;
        }

        _forgetAt = null;
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages[i] is { Text: not null, Removal: { } removal })
            {
                var due = removal.At + RoomChat.RestoreFor;
                if (due < now)
                {
                    _messages[i] = _messages[i] with { Text = null };
                }
                else if (!(_forgetAt <= due))
                {
                    _forgetAt = due;
                }
            }
        }
    }

    public Saved Save() => new([.. _messages], Pin);

    public void Load(Saved saved)
    {
        _messages.Clear();
        _messages.AddRange(saved.Messages);
        Pin = saved.Pin;
        _forgetAt = _messages.Where(entry => entry is { Text: not null, Removal: not null }).Min(entry => entry.Removal?.At + RoomChat.RestoreFor);
    }

    private void Drop(Changes changes)
    {
        var held = _messages.Count(entry => entry.State == MessageState.Held);
        var index = _messages.FindIndex(entry => entry.Id != Pin && (entry.State != MessageState.Held || held > RoomChat.HeldWindow));
        var gone = _messages[index];
        _messages.RemoveAt(index);
        if (gone.State == MessageState.Visible)
        {
            Forgotten = Math.Max(Forgotten, gone.ShownAt);
        }

        if (gone.IsOnlyForItsAuthor)
        {
            Touch(gone, changes);
        }
    }

    private static void Touch(ChatEntry entry, Changes changes)
    {
        changes.Touch("message", entry.Key);
        if (entry.IsOnlyForItsAuthor)
        {
            changes.Touch(entry.Author.Id);
        }
    }

    private int IndexOf(long id)
    {
        var (low, high) = (0, _messages.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (_messages[middle].Id.CompareTo(id))
            {
                case 0: return middle;
                case < 0: low = middle + 1; break;
                default: high = middle - 1; break;
            }
        }

        return -1;
    }

    public sealed record Saved(ImmutableArray<ChatEntry> Messages, long? Pin);
}
