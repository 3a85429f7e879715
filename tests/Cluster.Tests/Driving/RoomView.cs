using System.Text.Json;
using Halle.Cluster.Tests.History;

namespace Halle.Cluster.Tests.Driving;

/// <summary>A frame as it comes over the wire, read without the server's own types.</summary>
public sealed record WireFrame(
    string Room, string Epoch, long From, long To, bool Reset, IReadOnlyList<JsonElement> Set, IReadOnlyList<string> Drop);

/// <summary>One client's picture of one room: the reducer of docs/protocol.md, in the client's own words.</summary>
public sealed class RoomView(string room, string observer, Recorder? recorder)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonElement> _entities = new(StringComparer.Ordinal);
    private bool _wantsEnter = true;
    private volatile object? _connection;

    public string Room => room;

    public string? Epoch { get; private set; }

    /// <summary>Where this client stands; null before the first frame.</summary>
    public long? At { get; private set; }

    /// <summary>The newest head that a pulse, or the answer to a message of one's own, has told of.</summary>
    public long Head { get; private set; }

    /// <summary>How many people the newest pulse counts.</summary>
    public int Present { get; private set; }

    public JsonElement? You { get; private set; }

    public int Holes { get; private set; }

    public int Resets { get; private set; }

    public int FramesApplied { get; private set; }

    /// <summary>A copy of the entities of one type, by id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Entities(string type)
    {
        lock (_lock)
        {
            return _entities
                .Where(pair => pair.Key.StartsWith(type + "/", StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[(type.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);
        }
    }

    public bool ShowsMessage(string text) =>
        Entities("message").Values.Any(message => string.Equals(message.GetProperty("text").GetString(), text, StringComparison.Ordinal));

    /// <summary>True once when the room must be entered (again); the caller then enters with <see cref="Epoch"/> and <see cref="At"/>.</summary>
    internal bool TakeWantsEnter()
    {
        lock (_lock)
        {
            var wants = _wantsEnter;
            _wantsEnter = false;
            return wants;
        }
    }

    /// <summary>A server knows the rooms of a connection, not of a person: after a reconnect a command waits for the entering.</summary>
    internal bool IsEnteredBy(object connection) => ReferenceEquals(_connection, connection);

    internal void EnteredBy(object connection) => _connection = connection;

    internal void WantEnter()
    {
        lock (_lock)
        {
            _wantsEnter = true;
        }
    }

    internal void Tell(JsonElement you) => You = you.Clone();

    /// <summary>An answer may come before the frame that shows the message.</summary>
    internal void Answered(long seq) => Head = Math.Max(Head, seq);

    /// <summary>A pulse carries the head, so that a lost last frame is noticed.</summary>
    /// <returns>True when the pulse is ahead of what was shown.</returns>
    internal bool Pulse(long head, int present)
    {
        Present = present;
        Head = Math.Max(Head, head);
        return head > At;
    }

    /// <returns>False when the frame leaves a hole: the room must be entered again.</returns>
    internal bool Apply(WireFrame frame)
    {
        lock (_lock)
        {
            if (!frame.Reset)
            {
                if (At is null || !string.Equals(frame.Epoch, Epoch, StringComparison.Ordinal) || frame.From > At)
                {
                    Holes++;
                    return false;
                }

                if (frame.To <= At)
                {
                    return true;
                }
            }
            else
            {
                Resets++;
                _entities.Clear();
            }

            foreach (var key in frame.Drop)
            {
                _entities.Remove(key);
            }

            foreach (var entity in frame.Set)
            {
                _entities[KeyOf(entity)] = entity.Clone();
            }

            recorder?.Add(new FrameShown(recorder.Now, room, observer, frame.From, frame.To, frame.Reset, Messages(frame.Set)));
            (At, Epoch) = (frame.To, frame.Epoch);
            FramesApplied++;
            return true;
        }
    }

    /// <summary>What a frame's or page's messages say, with their content's hash; held and shadowed ones are not shown.</summary>
    internal static IReadOnlyList<ShownMessage> Messages(IEnumerable<JsonElement> entities) =>
        [.. Stored(entities).Select(message => new ShownMessage(message.Seq, message.Hash))];

    internal static IEnumerable<StoredMessage> Stored(IEnumerable<JsonElement> entities)
    {
        foreach (var entity in entities)
        {
            // A history page has messages only, and they may go without their type's name.
            if (entity.TryGetProperty("type", out var type) && !type.ValueEquals("message"))
            {
                continue;
            }

            var state = entity.GetProperty("state").GetString();
            if (state is "visible" or "removed")
            {
                yield return new StoredMessage(
                    long.Parse(entity.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
                    entity.GetProperty("shownAt").GetInt64(),
                    state is "removed"
                        ? null
                        : HistoryFile.Hash(
                            entity.GetProperty("author").GetProperty("id").GetString()!, entity.GetProperty("text").GetString()!));
            }
        }
    }

    private static string KeyOf(JsonElement entity) =>
        entity.GetProperty("type").GetString() + "/" + entity.GetProperty("id").GetString();
}
