using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Halle.Chat;
using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Live.Frames;

/// <summary>
/// The way of one room from any recent position to now, for both audiences. It keeps which entities each step touched, not what
/// they were: a frame is built from the room as it is when the first reader needs it, so what was removed cannot come back in
/// a resume, and many steps merge into one frame without repeats. Each frame is serialised once and shared.
/// Not thread-safe: the replica holds its lock.
/// </summary>
public sealed class FrameRing(RoomId room, FrameRingLimits limits)
{
    private const int CachedMerges = 32;

    /// <summary>Entities that are remembered before it is looked for the first time which of them the room has let go.</summary>
    private const int FirstLook = 64;

    private readonly List<Step> _steps = [];
    private readonly HashSet<EntityKey> _pending = [];
    private readonly Face[] _faces = [new(Audience.Public), new(Audience.Staff)];
    private Room? _shown;
    private long _forgotten;
    private int _keys;

    public string Epoch { get; private set; } = "";

    /// <summary>Where the last finished step ends.</summary>
    public long Head { get; private set; } = -1;

    /// <summary>Where the room stands; ahead of <see cref="Head"/> while changes wait for their frame.</summary>
    public long Applied { get; private set; } = -1;

    /// <summary>The oldest position that is served without a reset.</summary>
    public long Start => _steps.Count > 0 ? _steps[0].From : Head;

    /// <summary>Entities of which is known that an audience may have seen them; at most about twice as many as the room shows.</summary>
    public int Remembered => _faces.Sum(static face => face.Visible.Count);

    /// <summary>Begins anew at a room whose way to here is not known: every reader elsewhere gets a reset.</summary>
    public void Restart(Room shown, string epoch)
    {
        _shown = shown;
        Epoch = epoch;
        Head = Applied = shown.Seq;
        _forgotten = shown.Forgotten;
        _steps.Clear();
        _pending.Clear();
        _keys = 0;
        foreach (var face in _faces)
        {
            face.Forget();
            face.Visible.Clear();
            face.Visible.UnionWith(shown.ShowAll(face.Audience).Select(RoomJson.KeyOf));
        }
    }

    /// <summary>Takes what applying a batch has touched.</summary>
    public void Touch(IEnumerable<EntityKey> keys)
    {
        _pending.UnionWith(keys);
        Applied = _shown!.Seq;
        _forgotten = _shown.Forgotten;
        foreach (var face in _faces)
        {
            face.ForgetMerges();
        }
    }

    /// <summary>Ends the step; false when nothing was waiting.</summary>
    public bool Flush()
    {
        if (Applied == Head)
        {
            return false;
        }

        var step = new Step(Head, Applied, Settle(_faces[0]), Settle(_faces[1]));
        _pending.Clear();
        _steps.Add(step);
        _keys += step.Size;
        Head = Applied;
        Trim();
        foreach (var face in _faces)
        {
            face.Latest = null;
            LetGo(face);
        }

        return true;
    }

    /// <summary>
    /// What a reader at <paramref name="position"/> is sent next, and where it stands then; null when it has everything. A reader one
    /// step behind gets the shared frame; one further behind a frame of everything since; one out of the ring, or whom a message passed that
    /// the room no longer holds, a reset.
    /// </summary>
    /// <param name="fresh">The reader has just come: it is brought to <see cref="Applied"/>, never given a frame built earlier.</param>
    public Delivery? Next(Audience audience, long position, bool fresh)
    {
        var goal = fresh ? Applied : Head;
        if (position >= goal)
        {
            return position <= Applied ? null : Snapshot(_faces[(int)audience]);
        }

        var face = _faces[(int)audience];
        if (position < Start || position < _forgotten)
        {
            return Snapshot(face);
        }

        return !fresh && _steps.Count > 0 && position >= _steps[^1].From ? Latest(face) : Merge(face, position);
    }

    private Delivery Latest(Face face)
    {
        var step = _steps[^1];
        face.Latest ??= Frame(face, step.From, step.To, reset: false, step.KeysOf(face.Audience));
        return new Delivery(face.Latest, step.To, DeliveryKind.Frame);
    }

    private Delivery Merge(Face face, long position)
    {
        // From a step's beginning, so that readers inside the same step share the frame: thousands come back at once, and the keys are put together for the first.
        var first = _steps.FindIndex(step => step.To > position);
        var from = first < 0 ? position : Math.Min(position, _steps[first].From);
        if (!face.Merges.TryGetValue(from, out var message))
        {
            message = Merged(face, from, first < 0 ? [] : CollectionsMarshal.AsSpan(_steps)[first..]);
            if (face.Merges.Count < CachedMerges)
            {
                face.Merges.Add(from, message);
            }
        }

        return message is null ? Snapshot(face) : new Delivery(message, Applied, DeliveryKind.Merged);
    }

    /// <summary>Null: more than one frame may hold.</summary>
    private WireMessage? Merged(Face face, long from, ReadOnlySpan<Step> steps)
    {
        NotePending(face);
        var keys = new HashSet<EntityKey>(_pending.Where(face.Visible.Contains));
        foreach (var step in steps)
        {
            keys.UnionWith(step.KeysOf(face.Audience));
        }

        return keys.Count > limits.MergedEntities ? null : Frame(face, from, Applied, reset: false, keys);
    }

    private Delivery Snapshot(Face face)
    {
        NotePending(face);
        face.Snapshot ??= Wire.Call(
            nameof(ILiveClient.Frame), new Frame(room, Epoch, 0, Applied, Reset: true, NewestOf(_shown!.ShowAll(face.Audience)), []));
        return new Delivery(face.Snapshot, Applied, DeliveryKind.Reset);
    }

    private ImmutableArray<Entity> NewestOf(IEnumerable<Entity> all)
    {
        var entities = all.ToList();
        var surplus = entities.Count(entity => entity is ChatMessage) - limits.SnapshotMessages;
        if (surplus <= 0)
        {
            return [.. entities];
        }

        // What waits for a moderator is shown however old it is: it can be dealt with nowhere else.
        var oldest = entities.OfType<ChatMessage>()
            .OrderBy(message => message.ShownAt)
            .Take(surplus)
            .Where(message => message is { State: not MessageState.Held } and not { State: MessageState.Visible, Reports: > 0 })
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. entities.Where(entity => !oldest.Contains(entity))];
    }

    private WireMessage Frame(Face face, long from, long to, bool reset, IEnumerable<EntityKey> keys)
    {
        var set = ImmutableArray.CreateBuilder<Entity>();
        var drop = ImmutableArray.CreateBuilder<string>();
        foreach (var key in keys)
        {
            if (_shown!.Show(key, face.Audience) is { } entity)
            {
                set.Add(entity);
            }
            else
            {
                drop.Add(key.ToString());
            }
        }

        return Wire.Call(nameof(ILiveClient.Frame), new Frame(room, Epoch, from, to, reset, set.ToImmutable(), drop.ToImmutable()));
    }

    /// <summary>The waiting keys that this audience sees or saw. A key it never saw is not named to it: a sanction's key says who.</summary>
    private EntityKey[] Settle(Face face)
    {
        var keys = new List<EntityKey>(_pending.Count);
        foreach (var key in _pending)
        {
            var visible = _shown!.Show(key, face.Audience) is not null;
            if (visible ? face.Visible.Add(key) || true : face.Visible.Remove(key))
            {
                keys.Add(key);
            }
        }

        return [.. keys];
    }

    /// <summary>
    /// The oldest messages leave the room's memory without a step, stay on the screens where they are, and cannot change any more: nobody has to be told
    /// anything of them. Looked for when as many have come again, so that each is looked at about once.
    /// </summary>
    private void LetGo(Face face)
    {
        if (face.Visible.Count >= face.LookAt)
        {
            face.Visible.RemoveWhere(key => _shown!.Show(key, face.Audience) is null);
            face.LookAt = (2 * face.Visible.Count) + FirstLook;
        }
    }

    /// <summary>
    /// A reader is about to be shown what still waits for its step. Should it go before the step ends, the step has to drop it.
    /// </summary>
    private void NotePending(Face face) =>
        face.Visible.UnionWith(_pending.Where(key => _shown!.Show(key, face.Audience) is not null));

    private void Trim()
    {
        var surplus = 0;
        while (_steps.Count - surplus > 1 && (_steps.Count - surplus > limits.Steps || _keys > limits.Keys))
        {
            _keys -= _steps[surplus].Size;
            surplus++;
        }

        _steps.RemoveRange(0, surplus);
    }

    private sealed record Step(long From, long To, EntityKey[] Public, EntityKey[] Staff)
    {
        public int Size => Public.Length + Staff.Length;

        public EntityKey[] KeysOf(Audience audience) => audience == Audience.Staff ? Staff : Public;
    }

    private sealed class Face(Audience audience)
    {
        public Audience Audience => audience;

        public HashSet<EntityKey> Visible { get; } = [];

        /// <summary>As many as there may be before it is looked which are gone.</summary>
        public int LookAt { get; set; } = FirstLook;

        /// <summary>By where they begin; null for one that would hold too much.</summary>
        public Dictionary<long, WireMessage?> Merges { get; } = [];

        public WireMessage? Latest { get; set; }

        public WireMessage? Snapshot { get; set; }

        public void ForgetMerges()
        {
            Merges.Clear();
            Snapshot = null;
        }

        public void Forget()
        {
            ForgetMerges();
            Latest = null;
        }
    }
}

/// <param name="Steps">How many steps back a resume reaches.</param>
/// <param name="Keys">How many touched entities the steps may hold in all: the ring's bound in memory.</param>
/// <param name="MergedEntities">More than these at once are a reset.</param>
/// <param name="SnapshotMessages">The newest messages of a reset; older ones come by history.</param>
public sealed record FrameRingLimits(int Steps, int Keys, int MergedEntities, int SnapshotMessages);

/// <param name="Position">Where the reader stands when it has it.</param>
public readonly record struct Delivery(WireMessage Message, long Position, DeliveryKind Kind);

public enum DeliveryKind
{
    Frame,

    /// <summary>A frame and the room's pulse behind it.</summary>
    FrameAndPulse,
    Merged,
    Reset,
    You,
    Pulse,
    Left,
}
